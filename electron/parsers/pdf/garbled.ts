// Tells text layers that look fine on the page but are nonsense as text: such text must not be searched or quoted.
import type { ReadPage } from "./page.ts";

/** Most of what a page draws has no meaning as text. */
export function isGarbledPage(page: ReadPage): boolean {
  if (page.drawn < 3) return page.drawn > 0 && page.meaningless === page.drawn;
  if (page.meaningless > 0.4 * page.drawn) return true;
  if (page.unmapped < 0.5 * page.drawn) return false;
  return isGarbledText(
    page.lines.regions
      .flat()
      .map((line) => line.text)
      .join("\n"),
    true,
  );
}

// UTF-8 read as a Western encoding: a lead byte as an accented capital, then a continuation byte as a symbol.
const MOJIBAKE = /[ÂÃÄÅÐÑØÙâãäåæçèé][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/g;

/**
 * Whether a text is nonsense by its characters alone. `suspect` says that the file does not tell what its codes mean,
 * so that the text has to look like language to be believed.
 */
export function isGarbledText(text: string, suspect = false): boolean {
  const visible = text.replace(/\s+/g, "");
  if (visible.length === 0) return false;
  const mojibake = (visible.match(MOJIBAKE) ?? []).length * 2;
  if (visible.length >= 12 && mojibake > 0.3 * visible.length) return true;
  const lost = (visible.match(/\ufffd/g) ?? []).length;
  if (lost > 0.2 * visible.length) return true;
  if (!suspect) return false;
  return !looksLikeLanguage(text, visible);
}

/** Words with vowels in them, or a script in which every character says something, and few stray symbols. */
function looksLikeLanguage(text: string, visible: string): boolean {
  const letters = visible.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 0.6 * [...visible].length) return false;
  const scripts = new Set<string>();
  for (const character of visible) if (/\p{L}/u.test(character)) scripts.add(scriptOf(character));
  if (scripts.size > 3) return false;
  const words = text.match(/[A-Za-z]{3,}/g) ?? [];
  if (words.length < 4) return letters > 0 && scripts.size === 1 && !scripts.has("other") && !scripts.has("latin");
  const spoken = words.filter(
    (word) => /[aeiouy]/i.test(word) && !/[^aeiouy]{6}/i.test(word) && !/[a-z][A-Z]/.test(word),
  );
  return spoken.length > 0.75 * words.length;
}

function scriptOf(character: string): string {
  if (/\p{Script=Latin}/u.test(character)) return "latin";
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) return "east-asian";
  if (/\p{Script=Hangul}/u.test(character)) return "hangul";
  if (/\p{Script=Cyrillic}/u.test(character)) return "cyrillic";
  if (/\p{Script=Greek}/u.test(character)) return "greek";
  if (/\p{Script=Arabic}/u.test(character)) return "arabic";
  if (/\p{Script=Hebrew}/u.test(character)) return "hebrew";
  return "other";
}
