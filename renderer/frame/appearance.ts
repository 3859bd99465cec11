// Theme, density and language of the window, from the settings; remembered for the next first paint.
import { useEffect } from "react";
import type { Settings } from "../../shared/contract/settings.ts";
import { systemLanguage, useLanguageStore } from "../i18n/language.ts";

const DARK = "(prefers-color-scheme: dark)";

/** Puts theme, density and language on the document whenever settings or system change. */
export function useAppearance(settings: Settings | undefined): void {
  useEffect(() => {
    if (!settings) return;
    const { theme, density, language } = settings;
    const media = matchMedia(DARK);
    const apply = () => {
      const root = document.documentElement;
      root.dataset.theme = theme === "dark" || (theme === "system" && media.matches) ? "dark" : "light";
      root.dataset.density = density;
      const spoken = language === "system" ? systemLanguage() : language;
      root.lang = spoken;
      useLanguageStore.setState({ language: spoken });
      localStorage.setItem("alcove:appearance", JSON.stringify({ theme, density, language: spoken }));
    };
    apply();
    media.addEventListener("change", apply);
    return () => media.removeEventListener("change", apply);
  }, [settings]);
}
