// Splits plain text into paragraphs with their offsets. Called by the text format.

/** A half-open stretch of the text, without white space at its ends. */
export interface Span {
  start: number;
  end: number;
}

/** Lines longer than this were not wrapped by hand: each of them is a paragraph. */
const LONG_LINE = 100;

function trimmed(text: string, start: number, end: number): Span | null {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return from < to ? { start: from, end: to } : null;
}

function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  const ends = /\r\n|[\n\r\f\u0085\u2028\u2029]/g;
  let start = 0;
  for (let match = ends.exec(text); match; match = ends.exec(text)) {
    lines.push({ start, end: match.index });
    start = ends.lastIndex;
  }
  lines.push({ start, end: text.length });
  return lines;
}

/** Lines with their offsets, ends excluded; any kind of line end counts. */
export { linesOf };

/** Paragraphs: separated by empty lines, or one a line where the lines are long; indented first lines start one too. */
export function splitParagraphs(text: string): Span[] {
  const groups: Span[][] = [[]];
  for (const line of linesOf(text)) {
    const content = trimmed(text, line.start, line.end);
    if (!content) groups.push([]);
    else groups.at(-1)!.push({ start: line.start, end: line.end });
  }
  const paragraphs: Span[] = [];
  for (const group of groups) {
    const spans = isWrapped(text, group) ? [{ start: group[0]?.start ?? 0, end: group.at(-1)?.end ?? 0 }] : group;
    for (const span of spans) {
      const paragraph = trimmed(text, span.start, span.end);
      if (paragraph) paragraphs.push(paragraph);
    }
  }
  return paragraphs;
}

/** Whether the lines of a group were broken at a margin, and so belong together. */
function isWrapped(text: string, group: readonly Span[]): boolean {
  if (group.length < 2) return true;
  const long = group.filter((line) => line.end - line.start > LONG_LINE).length;
  if (long > 0.3 * group.length) return false;
  const indented = group.filter((line) => /^(?:\u3000|\t| {2,})/.test(text.slice(line.start, line.start + 2))).length;
  // Chinese prose indents every paragraph by two full-width spaces and leaves no empty lines.
  return indented < 0.5 * group.length || group.length < 3;
}
