// The window's words: `const t = useText(); t("chat.send")`. One file a feature and language, in en/ and zh-CN/.
import { useMemo } from "react";
import { ERRORS, type ErrorCode, fillTemplate, isErrorCode } from "../../shared/domain/errors.ts";
import type { RunError } from "../../shared/domain/runs.ts";
import { en } from "./en/index.ts";
import { type Language, useLanguage } from "./language.ts";
import { fillText, type TextParams } from "./template.ts";
import { errors as zhErrors } from "./zh-CN/errors.ts";
import { zhCN } from "./zh-CN/index.ts";

type Texts = typeof en;
/** Every text by "feature.name". */
export type TextKey = { [Feature in keyof Texts]: `${Feature & string}.${keyof Texts[Feature] & string}` }[keyof Texts];
export type Translate = (key: TextKey, params?: TextParams) => string;

const flat = (texts: Record<string, Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([feature, rows]) =>
      Object.entries(rows).map(([name, text]) => [`${feature}.${name}`, text]),
    ),
  );
const tables: Record<Language, Record<string, string>> = { en: flat(en), "zh-CN": flat(zhCN) };

/** The text of a key in a language; `useText` is the way for components. */
export function translate(language: Language, key: TextKey, params: TextParams = {}): string {
  return fillText(tables[language][key] ?? key, params, language);
}

/** Gives `t(key, params)` in the window's language. */
export function useText(): Translate {
  const language = useLanguage();
  return useMemo(() => (key, params) => translate(language, key, params), [language]);
}

/** What happened and what to do, in a language: by code from the tables, or as the engine said it. */
export function errorText(language: Language, error: RunError): { message: string; action: string } {
  if (!isErrorCode(error.code)) return { message: error.message, action: error.action };
  const row: { message: string; action: string } =
    language === "zh-CN" ? zhErrors[error.code as ErrorCode] : ERRORS[error.code];
  return { message: fillTemplate(row.message, error.params), action: fillTemplate(row.action, error.params) };
}

/** Gives `say(error)`: the words of an error of the table in the window's language. */
export function useErrorText(): (error: RunError) => { message: string; action: string } {
  const language = useLanguage();
  return useMemo(() => (error) => errorText(language, error), [language]);
}

export { type Language, useLanguage } from "./language.ts";
