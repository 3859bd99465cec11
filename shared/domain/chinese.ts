// Character bigrams for scripts that are written without spaces between words (and for Korean, whose words change form).
// The retrieval process indexes them beside LanceDB's own words; the engine's chat and title search does the same in SQLite.

/** A run of Han, kana or hangul letters; punctuation that these scripts share ends a run. */
const RUN = /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&[\p{L}\p{M}\p{N}]]+/gv;
const HAN = /\p{Script=Han}/u;

/** True where the text has at least one Han character (Chinese, or Japanese kanji). */
export function hasHan(text: string): boolean {
  return HAN.test(text);
}

/** The runs of Han, kana and hangul letters of a text, in compatibility composition (NFKC), each as its characters. */
export function characterRuns(text: string): string[][] {
  return Array.from(text.normalize("NFKC").matchAll(RUN), (match) => Array.from(match[0]));
}

/**
 * Space-separated character bigrams of each run of Han, kana or hangul; a character that stands alone is kept as it is.
 * Everything else is left out, so Latin text gives an empty string. "签订合同" gives "签订 订合 合同".
 */
export function characterBigrams(text: string): string {
  const terms: string[] = [];
  for (const run of characterRuns(text)) {
    if (run.length === 1) terms.push(run[0]!);
    for (let i = 1; i < run.length; i++) terms.push(run[i - 1]! + run[i]!);
  }
  return terms.join(" ");
}
