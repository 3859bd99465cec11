// Guesses the language of a text from its script and its most common words. Called by the parser for documents and by
// the engine for questions, to choose how search treats them.

/** Frequent short words that tell the Latin-script languages apart. */
const STOP_WORDS: Record<string, string> = {
  en: "the of and to in is that it for was with as are this be by on not or from at which have an has were what who how when where why does did many much can you their its",
  de: "der die das und ist nicht ein eine den von zu mit sich des auf für im dem werden auch als an es wie wird sind oder aus wer was wann wo warum bei nach durch sie er hat zum zur über kann",
  fr: "le la les des et est un une du que qui dans pour pas sur au par avec ce sont il elle plus ne se aux cette ou été être comme mais quel quelle quand où pourquoi combien nous vous leur son ses",
  es: "el la los las de y en que es un una por con no para se su del al lo como más pero sus fue son este esta entre cuando muy qué quién cuándo dónde cuántos cómo también hay ha desde",
  it: "il lo la gli le di e è che un una per non con del della dei delle sono nel nella si da come più anche alla al ha questo questa tra chi quando dove perché quanti cosa dal ed essere",
  pt: "o a os as de e que do da em um uma para não com por no na dos das se mais como mas foi ao ele sua são ou quando muito já nos também pelo pela até isso quem onde quantos qual é está",
  nl: "de het een en van is dat niet in op te zijn met voor aan er om ook als bij uit wordt door naar werd maar dan over wat wie wanneer waar hoe hun deze die nog kan of hij zij",
};
const LATIN = Object.entries(STOP_WORDS).map(([code, words]) => ({ code, words: new Set(words.split(" ")) }));

/** Characters of the text that are looked at; the start of a document says enough. */
const SAMPLE = 20_000;

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function latinLanguage(text: string): string | null {
  const words = text.toLowerCase().match(/[\p{Script=Latin}]+/gu) ?? [];
  const scores = LATIN.map(({ code, words: known }) => ({
    code,
    score: words.reduce((sum, word) => sum + (known.has(word) ? 1 : 0), 0),
  })).sort((a, b) => b.score - a.score);
  const [best, second] = scores;
  if (!best || best.score === 0 || best.score === second?.score) return null;
  // A long text in which almost no word is known is in a language that is not in the table, or is no language at all.
  return best.score >= 0.08 * words.length ? best.code : null;
}

/**
 * BCP 47 primary subtag ("zh", "en" ...), or null where the text says too little. Works on questions of a few words:
 * any Han character without kana counts as Chinese unless the text is mostly in another script.
 */
export function guessLanguage(text: string): string | null {
  const sample = text.slice(0, SAMPLE);
  const letters = count(sample, /\p{L}/gu);
  if (letters === 0) return null;
  const han = count(sample, /\p{Script=Han}/gu);
  const kana = count(sample, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const hangul = count(sample, /\p{Script=Hangul}/gu);
  const latin = count(sample, /\p{Script=Latin}/gu);
  // A Han character carries about as much as three Latin letters.
  if (hangul > 0 && hangul >= han && 3 * hangul >= latin) return "ko";
  if (kana > 0 && kana >= 0.05 * (han + kana) && 3 * (han + kana) >= latin) return "ja";
  if (han > 0 && 3 * han >= 0.5 * (latin || 1) && han >= hangul) return "zh";
  const scripts: [string, RegExp][] = [
    ["ru", /\p{Script=Cyrillic}/gu],
    ["ar", /\p{Script=Arabic}/gu],
    ["he", /\p{Script=Hebrew}/gu],
    ["th", /\p{Script=Thai}/gu],
    ["el", /\p{Script=Greek}/gu],
    ["hi", /\p{Script=Devanagari}/gu],
  ];
  for (const [code, pattern] of scripts) if (count(sample, pattern) > 0.4 * letters) return code;
  if (latin < 0.5 * letters) return null;
  return latinLanguage(sample);
}
