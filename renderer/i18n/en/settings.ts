// Words of the settings feature.
export const settings = {
  title: "Settings",
};
