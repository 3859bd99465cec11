// How far vectors can be trusted: an embedder that never learnt a language still finds "neighbours" in it.
// Pure; used by search.ts and fuse.ts for the default search.
import type { EmbedderInfo } from "../../shared/children/retrieval.ts";

/** The scripts of languages that are not written in Latin letters. */
const SCRIPTS: Record<string, string[]> = {
  zh: ["Han"],
  ja: ["Han", "Hiragana", "Katakana"],
  ko: ["Hangul", "Han"],
  ru: ["Cyrillic"],
  uk: ["Cyrillic"],
  el: ["Greek"],
  ar: ["Arabic"],
  fa: ["Arabic"],
  he: ["Hebrew"],
  hi: ["Devanagari"],
  th: ["Thai"],
};

/** Frequent words by which languages in Latin letters are told apart; none stands in two lists. */
const FUNCTION_WORDS: Record<string, string> = {
  en: "the of and to in is that for it with as on be by this are from at or have not which you we they what how who when where why does did many can",
  de: "der die das und ist nicht ein eine zu den mit von auf für im dem wie sich auch wird einer einen sind bei wer welche wo warum",
  fr: "le les des et est une dans pour que qui sur par du au pas avec sont ce cette ou quel quelle comment où pourquoi combien",
  es: "el los las y en un por con para del se una su como más qué quién cuál cómo dónde cuándo cuántos",
  it: "il di che per della non con sono gli nel alla più quale chi dove quando perché",
  pt: "os uma em do da dos das não com ao pela são qual quem onde quantos",
  nl: "het een van op te dat niet zijn voor met wordt aan ook hoe wie waar waarom",
};
const LANGUAGE_OF = new Map(
  Object.entries(FUNCTION_WORDS).flatMap(([language, words]) => words.split(" ").map((word) => [word, language])),
);
const LONGEST_FUNCTION_WORD = Math.max(...[...LANGUAGE_OF.keys()].map((word) => word.length));

/** Weight of vectors that understand everything, where measured best: for one language, and for many. */
const FULL_WEIGHT = { one: 0.5, many: 0.6 };
/**
 * Weight of vectors that understand nothing. They cannot change the order of what full text found, and still fill up
 * the list after it where full text finds little, as for a question in another language than the passages.
 */
const LEAST_WEIGHT = 0.002;
/** A passage's language shows in its beginning; reading on would only cost time. In UTF-16 units. */
const READ_UNITS = 400;
/** A Han character or a syllable of Hangul is about as much of a word as three Latin letters. */
const LETTERS_PER_IDEOGRAPH = 3;

const SEEN = 1;
const LETTER = 2;
const KNOWN = 4;
const LATIN = 8;
const IDEOGRAPH = 16;

/**
 * Gives the bits above for a code point. Each is asked once: a search reads tens of thousands of characters, and the
 * expressions would take longer than everything else in it.
 */
function bitsOf(known: RegExp): (point: number) => number {
  const table = new Uint8Array(0x110000);
  return (point) => {
    const bits = table[point]!;
    if (bits !== 0) return bits;
    const char = String.fromCodePoint(point);
    table[point] = SEEN;
    if (/\p{L}/u.test(char)) {
      table[point]! |= LETTER;
      if (known.test(char)) table[point]! |= KNOWN;
      if (/\p{Script=Latin}/u.test(char)) table[point]! |= LATIN;
      if (/[\p{Script=Han}\p{Script=Hangul}]/u.test(char)) table[point]! |= IDEOGRAPH;
    }
    return table[point]!;
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole range is meant
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

/** The language of a text in Latin letters by its function words; undefined where they do not tell. */
function latinLanguage(text: string): string | undefined {
  const counts = new Map<string, number>();
  // The plain expression finds the same in such a text, several times faster.
  const words = isAscii(text) ? /[a-z]+/g : /\p{Script=Latin}+/gu;
  for (const word of text.toLowerCase().match(words) ?? []) {
    const language = word.length > LONGEST_FUNCTION_WORD ? undefined : LANGUAGE_OF.get(word);
    if (language) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
}

/**
 * Gives a function that says how much of a text an embedder understands, 0 to 1; 1 for a text without letters. Keep it:
 * it learns.
 */
export function understanding(embedder: EmbedderInfo): (text: string) => number {
  const { languages } = embedder;
  if (languages.includes("*")) return () => 1;
  const scripts = new Set(languages.flatMap((language) => SCRIPTS[language] ?? ["Latin"]));
  const bits = bitsOf(new RegExp(`[${[...scripts].map((script) => `\\p{Script=${script}}`).join("")}]`, "u"));
  return (text) => {
    const start = text.slice(0, READ_UNITS);
    let letters = 0;
    let latin = 0;
    let understood = 0;
    for (let i = 0; i < start.length; i++) {
      const point = start.codePointAt(i)!;
      if (point > 0xffff) i++;
      const is = bits(point);
      if (!(is & LETTER)) continue;
      const size = is & IDEOGRAPH ? LETTERS_PER_IDEOGRAPH : 1;
      letters += size;
      if (is & KNOWN) understood += size;
      if (is & LATIN) latin += size;
    }
    if (letters === 0) return 1;
    const language = latin > 0 && scripts.has("Latin") ? latinLanguage(start) : undefined;
    if (language && !languages.includes(language)) understood -= latin;
    return understood / letters;
  };
}

/**
 * Weight of the vectors for a question, 0 to 1. It falls with the square of what is understood of the question, since
 * a vector that is half noise ranks worse than half as well.
 */
export function denseWeight(understoodOfQuestion: number, embedder: EmbedderInfo): number {
  const full = embedder.languages.includes("*") ? FULL_WEIGHT.many : FULL_WEIGHT.one;
  return Math.max(LEAST_WEIGHT, full * understoodOfQuestion ** 2);
}
