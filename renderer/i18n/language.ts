// Which language the window speaks: the setting, or the system's for "system". Kept for the next start's first paint.
import { create } from "zustand";

export type Language = "en" | "zh-CN";

/** The system's language among those that the window speaks. */
export function systemLanguage(): Language {
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith("zh")) &&
    !navigator.language.toLowerCase().startsWith("en")
    ? "zh-CN"
    : "en";
}

function storedLanguage(): Language {
  const lang = typeof document === "undefined" ? "" : document.documentElement.lang;
  return lang === "zh-CN" || lang === "en" ? lang : "en";
}

/** The language in use; set by the frame from the settings. */
export const useLanguageStore = create<{ language: Language }>(() => ({ language: storedLanguage() }));

/** The language in use, for Intl and `lang` attributes. */
export const useLanguage = (): Language => useLanguageStore((state) => state.language);
