// The stretch of a text that shows why it was found, with the places of the words in it.
import type { Clause } from "./search-terms.ts";

export interface Snippet {
  text: string;
  /** UTF-16 offsets in `text`, in order, not touching one another. */
  marks: [number, number][];
}

/** Length of a snippet, and how much of it stands before the first match, in UTF-16 units. */
const LENGTH = 200;
const LEAD = 40;
/** Long texts are looked through in stretches of this length, each beginning a little within the one before. */
const BLOCK = 4096;
const OVERLAP = 256;
/** Matches of one stretch that are weighed against one another. */
const MAX_MARKS = 400;
const ELLIPSIS = "…";
const UNSPACED = String.raw`[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&[\p{L}\p{M}\p{N}]]`;
const IN_WORD = String.raw`[[\p{L}\p{N}\p{Co}]--${UNSPACED}]`;
/** What may stand between the words of a name or phrase. */
const BETWEEN = String.raw`[^\p{L}\p{N}\p{Co}]*`;
const HAS_UNSPACED = new RegExp(UNSPACED, "v");

const bare = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();

/** One written character as the index sees it: compatibility forms, case and accents folded. */
function folded(character: string): string {
  const composed = character.normalize("NFKC");
  return HAS_UNSPACED.test(composed) ? composed : bare(composed);
}

/** A text as the index sees it; `at[i]` is where the character of `text[i]` starts in the original. */
function foldText(original: string): { text: string; at: number[] } {
  const parts: string[] = [];
  const at: number[] = [];
  for (const { 0: character, index } of original.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    const part = character.length === 1 && character < "\x80" ? character.toLowerCase() : folded(character);
    parts.push(part);
    for (let i = 0; i < part.length; i++) at.push(index);
  }
  at.push(original.length);
  return { text: parts.join(""), at };
}

/** A clause as a pattern over folded text, with the same borders of words as in the index; its pieces are only letters. */
function patternOf({ pieces, prefix }: Clause): RegExp {
  const source = pieces.map(({ text, spaced }, at) => {
    if (!spaced) return text;
    const begun = prefix && at === pieces.length - 1;
    return `(?<!${IN_WORD})${bare(text)}${begun ? `${IN_WORD}*` : `(?!${IN_WORD})`}`;
  });
  return new RegExp(source.join(BETWEEN), "gv");
}

interface Mark {
  start: number;
  end: number;
  clause: number;
}

/** Matches of a pattern in folded text, the first of them, as places in the original. */
function matchesOf(pattern: RegExp, clause: number, fold: ReturnType<typeof foldText>, from: number): Mark[] {
  const marks: Mark[] = [];
  for (const { 0: found, index } of fold.text.matchAll(pattern)) {
    let last = index + found.length;
    // A character that became several is marked whole.
    while (last < fold.at.length - 1 && fold.at[last] === fold.at[last - 1]) last++;
    marks.push({ start: from + fold.at[index]!, end: from + fold.at[last]!, clause });
    if (marks.length === MAX_MARKS) break;
  }
  return marks;
}

/** Matches of all clauses in a stretch of the text, in order. */
function marksIn(text: string, from: number, patterns: readonly RegExp[]): Mark[] {
  const fold = foldText(text.slice(from, from + BLOCK));
  return patterns
    .flatMap((pattern, clause) => matchesOf(pattern, clause, fold, from))
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .slice(0, MAX_MARKS);
}

/** The first match of the stretch of a snippet's length that holds most of the clauses. */
function bestStart(marks: readonly Mark[]): number {
  let best = 0;
  let most = 0;
  for (const [index, { start }] of marks.entries()) {
    const near = marks.filter((mark) => mark.start >= start && mark.end <= start + LENGTH - LEAD);
    const clauses = new Set(near.map((mark) => mark.clause)).size;
    if (clauses > most) [best, most] = [index, clauses];
  }
  return marks[best]!.start;
}

const isTail = (text: string, at: number): boolean => /^(?:[\uDC00-\uDFFF]|\p{M}|\u200d)/u.test(text.slice(at, at + 2));

/** The nearest place at or after `at` where a word begins, if it is near; never within a written character. */
function wordStart(text: string, at: number): number {
  if (at <= 0) return 0;
  const space = /^\S{0,20}\s+/.exec(text.slice(at - 1, at + 24));
  let start = space && space[0].length <= LEAD / 2 ? at - 1 + space[0].length : at;
  while (start < text.length && isTail(text, start)) start++;
  return start;
}

/** The snippet of a text that matches the clauses; its beginning, unmarked, where the words cannot be pointed at. */
export function snippetOf(text: string, clauses: readonly Clause[]): Snippet {
  const patterns = clauses.map(patternOf);
  const heads = clauses.map(({ pieces }) => bare(pieces[0]!.text));
  let marks: Mark[] = [];
  for (let from = 0; from < text.length && marks.length === 0; from += BLOCK - OVERLAP) {
    const block = bare(text.slice(from, from + BLOCK));
    if (heads.some((head) => block.includes(head))) marks = marksIn(text, from, patterns);
  }
  const first = marks.length > 0 ? bestStart(marks) : 0;
  const start = wordStart(text, Math.min(first, Math.max(0, first - LEAD)));
  let end = Math.min(text.length, start + LENGTH);
  while (end < text.length && isTail(text, end)) end++;
  const before = start > 0 ? ELLIPSIS : "";
  const shown: [number, number][] = [];
  for (const mark of marks) {
    if (mark.start < start || mark.end > end) continue;
    const [from, to] = [mark.start - start + before.length, mark.end - start + before.length];
    const last = shown.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else shown.push([from, to]);
  }
  return { text: before + text.slice(start, end) + (end < text.length ? ELLIPSIS : ""), marks: shown };
}
