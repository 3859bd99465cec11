// Words of the frame feature.
export const frame = {
  title: "Alcove",
};
