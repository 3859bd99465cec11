// Takes the inline marks out of a piece of Markdown: emphasis, code ticks, addresses of links and pictures, escapes. What
// stays is what a reader would see. One pass and stacks, no backtracking: hostile sources cost no more than others.
// Rules after CommonMark 0.31 (https://spec.commonmark.org/0.31.2/#inlines), without reference links and raw HTML.

const PUNCTUATION = /[!-/:-@[-`{-~\p{P}\p{S}]/u;
const ESCAPABLE = /[!-/:-@[-`{-~]/;
/** An address is not looked for further than this. */
const LONGEST_ADDRESS = 2000;

/** So many marks may stand open at once; of more, the oldest are plain text. */
const MOST_OPEN = 1000;

/** A run of `*`, `_` or `~` that may begin or end emphasis; `left` of its characters are still plain text. */
interface Delimiter {
  character: string;
  start: number;
  left: number;
  opens: boolean;
  closes: boolean;
}

/**
 * Finds the run of backticks that closes a code span. Asked from left to right only, so that each run is passed over once.
 * Returns its start, or undefined where none of that length follows.
 */
function tickFinder(source: string): (length: number, from: number) => number | undefined {
  const runs = new Map<number, { starts: number[]; next: number }>();
  for (const { index, 0: ticks } of source.matchAll(/`+/g)) {
    const known = runs.get(ticks.length);
    if (known) known.starts.push(index);
    else runs.set(ticks.length, { starts: [index], next: 0 });
  }
  return (length, from) => {
    const run = runs.get(length);
    while (run && run.next < run.starts.length && run.starts[run.next]! < from) run.next++;
    return run?.starts[run.next];
  };
}

/** End of `(address "title")` that starts at `open`, or -1 where it is none. */
function addressEnd(source: string, open: number): number {
  let depth = 0;
  const last = Math.min(source.length, open + LONGEST_ADDRESS);
  for (let at = open; at < last; at++) {
    const character = source[at];
    if (character === "\\") at++;
    else if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return at + 1;
    else if (character === "\n" && source[at + 1] === "\n") return -1;
  }
  return -1;
}

function delimiterAt(source: string, start: number): Delimiter {
  const character = source[start]!;
  let end = start;
  while (source[end] === character) end++;
  const before = source[start - 1] ?? " ";
  const after = source[end] ?? " ";
  const isSpace = (each: string) => /\s/.test(each);
  const isMark = (each: string) => PUNCTUATION.test(each);
  const leftFlanking = !isSpace(after) && (!isMark(after) || isSpace(before) || isMark(before));
  const rightFlanking = !isSpace(before) && (!isMark(before) || isSpace(after) || isMark(after));
  const inWord = character === "_" && leftFlanking && rightFlanking;
  return {
    ...{ character, start, left: end - start },
    opens: leftFlanking && (!inWord || isMark(before)),
    closes: rightFlanking && (!inWord || isMark(after)),
  };
}

/** The words of a block of Markdown without its inline marks. Marks that pair with nothing are plain text and stay. */
export function withoutInlineMarks(source: string): string {
  if (!/[*_~`[\]\\]/.test(source)) return source;
  /** Stretches to leave out, and characters of delimiters that paired. */
  const cuts: [number, number][] = [];
  const closingTicks = tickFinder(source);
  const openers: Delimiter[] = [];
  const brackets: { at: number; picture: boolean; openers: number }[] = [];

  const pair = (closer: Delimiter) => {
    while (closer.left > 0) {
      const at = openers.findLastIndex(({ character }) => character === closer.character);
      const opener = openers[at];
      if (!opener) return;
      const used = Math.min(opener.left, closer.left);
      opener.left -= used;
      cuts.push([opener.start + opener.left, opener.start + opener.left + used]);
      cuts.push([closer.start, closer.start + used]);
      closer.start += used;
      closer.left -= used;
      // What was opened within and not closed stays as it is.
      openers.length = opener.left > 0 ? at + 1 : at;
    }
  };

  for (let at = 0; at < source.length; ) {
    const character = source[at]!;
    if (character === "\\" && ESCAPABLE.test(source[at + 1] ?? "")) {
      // At the beginning of a line the escape keeps the line from becoming a heading or a list.
      if (at > 0 && source[at - 1] !== "\n") cuts.push([at, at + 1]);
      at += 2;
    } else if (character === "`") {
      let end = at;
      while (source[end] === "`") end++;
      const length = end - at;
      const closing = closingTicks(length, end);
      if (closing === undefined) at = end;
      else {
        cuts.push([at, end], [closing, closing + length]);
        at = closing + length;
      }
    } else if (character === "*" || character === "_" || (character === "~" && source[at + 1] === "~")) {
      const delimiter = delimiterAt(source, at);
      at = delimiter.start + delimiter.left;
      if (delimiter.closes) pair(delimiter);
      if (delimiter.opens && delimiter.left > 0) openers.push(delimiter);
      if (openers.length > MOST_OPEN) openers.shift();
    } else if (character === "[") {
      brackets.push({ at, picture: source[at - 1] === "!", openers: openers.length });
      if (brackets.length > MOST_OPEN) brackets.shift();
      at++;
    } else if (character === "]") {
      const open = brackets.pop();
      const end = open && source[at + 1] === "(" ? addressEnd(source, at + 1) : -1;
      if (open && end > 0) {
        cuts.push([open.picture ? open.at - 1 : open.at, open.at + 1], [at, end]);
        openers.length = Math.min(openers.length, open.openers);
        at = end;
      } else at++;
    } else at++;
  }

  let text = "";
  let from = 0;
  for (const [start, end] of cuts.sort((a, b) => a[0] - b[0])) {
    if (start > from) text += source.slice(from, start);
    from = Math.max(from, end);
  }
  return text + source.slice(from);
}
