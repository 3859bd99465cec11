// Where the words of a query stand in a passage, so that a hit shows why it was found. Pure; used by the search.

export interface TermPiece {
  start: number;
  text: string;
  found: boolean;
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const WORD = /[\p{L}\p{N}]+/gu;

/** Words of a query that are worth showing: Latin words from 3 letters with their endings, stretches of Chinese. */
export function termsOf(query: string): string[] {
  const words = query.toLowerCase().match(WORD) ?? [];
  const terms = words.flatMap((word) => {
    if (CJK.test(word)) return word.length <= 4 ? [word] : bigrams(word);
    return word.length >= 3 || /\d/.test(word) ? [word] : [];
  });
  return [...new Set(terms)];
}

const bigrams = (word: string): string[] => Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A passage cut into pieces that match a word of the query and pieces that do not. */
export function splitAtTerms(text: string, query: string): TermPiece[] {
  const terms = termsOf(query);
  if (terms.length === 0) return [{ start: 0, text, found: false }];
  const pattern = new RegExp(
    terms
      .sort((a, b) => b.length - a.length)
      .map((term) =>
        CJK.test(term) ? escaped(term) : `(?<![\\p{L}\\p{N}])${escaped(term)}(?:s|es|ed|ing)?(?![\\p{L}\\p{N}])`,
      )
      .join("|"),
    "giu",
  );
  const pieces: TermPiece[] = [];
  let from = 0;
  const push = (start: number, end: number, found: boolean) => {
    if (end <= start) return;
    const last = pieces.at(-1);
    if (last?.found && found && last.start + last.text.length === start) last.text += text.slice(start, end);
    else pieces.push({ start, text: text.slice(start, end), found });
  };
  for (const match of text.matchAll(pattern)) {
    push(from, match.index, false);
    push(match.index, match.index + match[0].length, true);
    from = match.index + match[0].length;
  }
  push(from, text.length, false);
  return pieces;
}
