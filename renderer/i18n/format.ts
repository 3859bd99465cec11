// Figures in the person's units: sizes, times and dates, in the window's language.
import { useMemo } from "react";
import { translate } from "./index.ts";
import { type Language, useLanguage } from "./language.ts";

const KILO = 1000;

/** Bytes with the unit that fits: 312 KB, 2.9 GB (decimal, as file managers show them). */
export function formatBytes(bytes: number, language: Language): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(KILO)));
  const value = bytes / KILO ** power;
  const digits = power > 1 && value < 10 ? 1 : 0;
  return `${value.toLocaleString(language, { maximumFractionDigits: digits, minimumFractionDigits: digits })} ${units[power]}`;
}

/** Memory as it is sold and as systems show it, in units of 1024: 24 GB for 25.8 thousand million bytes. */
export const formatMemory = (bytes: number, language: Language): string =>
  formatBytes((bytes / 2 ** 30) * KILO ** 3, language);

/** A length of time: 0.4 s, 38 s, 2 min 30 s, 3 h 5 min. */
export function formatDuration(ms: number, language: Language): string {
  const t = (key: "units.s" | "units.min" | "units.h", n: number | string) => translate(language, key, { n });
  const seconds = ms / 1000;
  if (seconds < 10) return t("units.s", (Math.round(seconds * 10) / 10).toLocaleString(language));
  if (seconds < 60) return t("units.s", Math.round(seconds));
  // Beyond five minutes nobody counts seconds.
  const step = seconds < 300 ? 10 : 60;
  const rounded = Math.round(seconds / step) * step;
  const parts =
    seconds < 3600
      ? [Math.floor(rounded / 60), rounded % 60]
      : [Math.floor(seconds / 3600), Math.round((seconds % 3600) / 60)];
  const [big, small] = parts as [number, number];
  const names = seconds < 3600 ? (["units.min", "units.s"] as const) : (["units.h", "units.min"] as const);
  return small ? `${t(names[0], big)} ${t(names[1], small)}` : t(names[0], big);
}

/** When something was: just now, 14:05, yesterday, 18 Nov, 18 Nov 2025. */
export function formatWhen(atMs: number, language: Language, nowMs: number = Date.now()): string {
  const at = new Date(atMs);
  const now = new Date(nowMs);
  if (nowMs - atMs < 60_000) return translate(language, "units.justNow");
  if (at.toDateString() === now.toDateString())
    return at.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (at.toDateString() === new Date(nowMs - 86_400_000).toDateString()) return translate(language, "units.yesterday");
  const year = at.getFullYear() === now.getFullYear() ? undefined : ("numeric" as const);
  return at.toLocaleDateString(language === "en" ? "en-GB" : language, { day: "numeric", month: "short", year });
}

/** Formatters in the window's language. */
export function useFormat() {
  const language = useLanguage();
  return useMemo(
    () => ({
      bytes: (bytes: number) => formatBytes(bytes, language),
      memory: (bytes: number) => formatMemory(bytes, language),
      count: (n: number) => n.toLocaleString(language),
      duration: (ms: number) => formatDuration(ms, language),
      when: (atMs: number) => formatWhen(atMs, language),
    }),
    [language],
  );
}
