// Units and times.
export const units = {
  s: "{n} s",
  min: "{n} min",
  h: "{n} h",
  justNow: "just now",
  yesterday: "yesterday",
};
