// Words of the onboarding feature.
export const onboarding = {
  title: "Welcome",
};
