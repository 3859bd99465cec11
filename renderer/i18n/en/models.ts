// Words of the models feature.
export const models = {
  title: "Models",
};
