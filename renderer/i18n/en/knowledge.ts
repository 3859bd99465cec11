// Words of the knowledge feature.
export const knowledge = {
  title: "Library",
};
