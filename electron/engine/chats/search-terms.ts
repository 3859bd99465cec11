// The terms under which titles and messages are found. FTS5's tokenizer cuts at everything that is no letter or digit,
// folds case and takes accents off; what it cannot do is cut Chinese, Japanese and Korean, which is done here.

const UNSPACED = /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&[\p{L}\p{M}\p{N}]]+/gv;

/** Pairs of neighbouring characters of a run, then its last character, so that each character begins exactly one term. */
function pairs(run: string): string {
  const characters = Array.from(run);
  return characters.map((character, at) => character + (characters[at + 1] ?? "")).join(" ");
}

/**
 * A text as it is indexed: compatibility forms folded (NFKC), runs of Han, kana and hangul as pairs of characters with
 * the last character after them, everything else as it stands. A stretch of n characters is found as the phrase of its
 * n - 1 pairs, a single character as a prefix. "PDF签订合同" gives "PDF 签订 订合 合同 同".
 */
export function indexTerms(text: string): string {
  // NUL would end the text for SQLite.
  return text
    .normalize("NFKC")
    .replaceAll("\0", " ")
    .replace(UNSPACED, (run) => ` ${pairs(run)} `);
}
