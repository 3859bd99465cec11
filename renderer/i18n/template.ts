// Texts with parameters: {name} is replaced, {name|one|other} chooses an English plural. Called through useText.
import { fillTemplate } from "../../shared/domain/errors.ts";

export type TextParams = Record<string, string | number>;

const PLURAL = /\{(\w+)\|([^|{}]*)\|([^|{}]*)\}/g;

/** A text with its parameters filled in; `language` decides which form of a plural is meant. */
export function fillText(template: string, params: TextParams, language: string): string {
  const chosen = template.replace(PLURAL, (_, name: string, one: string, other: string) =>
    new Intl.PluralRules(language).select(Number(String(params[name] ?? 0).replaceAll(",", ""))) === "one"
      ? one
      : other,
  );
  return fillTemplate(chosen, params);
}

/** Names of the parameters that a text uses. */
export function paramsOf(template: string): string[] {
  return [...new Set([...template.matchAll(/\{(\w+)(?:\|[^{}]*)?\}/g)].map((match) => match[1]!))].sort();
}
