// Runs before the first paint, so that neither a white flash nor a wrong language is seen. Written by useAppearance.
(() => {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("alcove:appearance") ?? "{}");
  } catch {
    // Storage may be forbidden or damaged; the system's choices are good enough.
  }
  const root = document.documentElement;
  const dark = kept.theme === "dark" || (kept.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.density = kept.density ?? "normal";
  root.lang = kept.language ?? (/^zh/i.test(navigator.language) ? "zh-CN" : "en");
})();
