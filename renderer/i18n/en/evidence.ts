// Words of the evidence feature.
export const evidence = {
  title: "Evidence",
};
