// Markdown that is still being written: what is open at its end is closed or held back, so that nothing flickers.
// Only the end is ever changed; offsets before it stay valid.

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** A line that is nothing but markup so far: list marks, heading marks, rules, underlines of headings, table borders. */
const BARE_MARKUP = /^[ \t]*(?:[-*+>#=_~`|:.)\s]|\d{1,3}[.)]?\s*$)*$/;
/** A line that starts a block of its own, so that marks open before it do not reach into it. */
const BLOCK_START = /^[ \t]*(?:[-*+]|\d+[.)]|#{1,6}|>)[ \t]/;
const DELIMITER_ROW = /^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*$/;

function openFence(lines: readonly string[]): string | null {
  let open: string | null = null;
  for (const line of lines) {
    const fence = FENCE.exec(line)?.[1];
    if (!open) open = fence ?? null;
    else if (fence?.startsWith(open) && line.trim() === fence) open = null;
  }
  return open;
}

/** Whether a line is the whole delimiter row under a table's head. */
function isDelimiterOf(line: string, head: string | undefined): boolean {
  const bars = (row: string) => row.trim().replaceAll("\\|", "").split("|").length;
  return !!head?.includes("|") && DELIMITER_ROW.test(line) && bars(line) >= bars(head);
}

/** Text to show of Markdown that goes on; `finished` text needs no such care. */
export function settle(text: string): string {
  const lines = text.split("\n");
  if (openFence(lines)) {
    const last = lines.at(-1)!;
    const partial = /^ {0,3}(?:`{1,}|~{1,})$/.test(last) && !openFence(lines.slice(0, -1)) === false;
    return partial ? lines.slice(0, -1).join("\n") : text;
  }
  // A line that only marks something says what it is with its next character.
  while (lines.length > 0 && lines.at(-1) !== "" && BARE_MARKUP.test(lines.at(-1)!)) {
    if (isDelimiterOf(lines.at(-1)!, lines.at(-2))) break;
    lines.pop();
    if (lines.length === 0) return "";
    // The break before it stays, so that the paragraph above does not move.
    break;
  }
  let block = lines.length;
  while (block > 0 && lines[block - 1]!.trim() !== "") block--;
  // Whether this is a table shows in its second line.
  const undecided = lines.length - block <= 2 && !isDelimiterOf(lines[block + 1] ?? "", lines[block]);
  if (undecided && lines[block]?.trimStart().startsWith("|")) return lines.slice(0, block).join("\n");
  let start = lines.length - 1;
  while (start > block && !BLOCK_START.test(lines[start]!)) start--;
  const before = lines.slice(0, Math.max(start, 0)).join("\n");
  const tail = lines.slice(Math.max(start, 0)).join("\n");
  return `${before}${before || start > 0 ? "\n" : ""}${closeInline(tail)}`;
}

/** Closes or holds back what is open in the last paragraph or list item. */
function closeInline(text: string): string {
  let out = heldBack(text);
  const ticks = openTicks(out);
  if (ticks) {
    const [at, run] = ticks;
    const body = out.slice(at + run.length);
    return body.trim() === "" ? out.slice(0, at).trimEnd() : out + run;
  }
  const open = openEmphasis(out);
  for (let index = open.length - 1; index >= 0; index--) {
    const { at, mark } = open[index]!;
    if (out.slice(at + mark.length).trim() === "") out = out.slice(0, at);
    else out = `${out.trimEnd()}${mark}`;
  }
  return out;
}

/** Cuts off links, pictures, citation marks and formulas that are not complete yet. */
function heldBack(text: string): string {
  let out = text.replace(/!\[[^\]\n]*(?:\]\([^)\n]*|\])?$/, "").replace(/\[\d{0,3}$|(?<!~)~$/, "");
  out = out.replace(/\[([^\]\n]*)\]\([^)\n]*$/, "$1");
  const plain = out.replaceAll(/`+[^`]*`+/g, (code) => " ".repeat(code.length));
  for (const [open, close] of [
    ["\\(", "\\)"],
    ["\\[", "\\]"],
  ] as const) {
    const at = plain.lastIndexOf(open);
    if (at >= 0 && !plain.includes(close, at)) return out.slice(0, at);
  }
  const dollars = [...plain.matchAll(/\$\$/g)];
  if (dollars.length % 2 === 1) return out.slice(0, dollars.at(-1)!.index);
  return out;
}

function openTicks(text: string): [at: number, run: string] | null {
  const runs = [...text.matchAll(/`+/g)];
  for (let index = 0; index < runs.length; index++) {
    const close = runs.findIndex((run, later) => later > index && run[0].length === runs[index]![0].length);
    if (close < 0) return [runs[index]!.index, runs[index]![0]];
    index = close;
  }
  return null;
}

function openEmphasis(text: string): { at: number; mark: string }[] {
  const open: { at: number; mark: string }[] = [];
  const plain = text.replaceAll(/(`+)[\s\S]*?\1|\\.|\$[^$\s][^$]*\$/g, (code) => "x".repeat(code.length));
  for (const match of plain.matchAll(/\*\*\*|\*\*|\*|__|_|~~/g)) {
    const mark = match[0];
    const before = plain[match.index - 1] ?? " ";
    const after = plain[match.index + mark.length] ?? " ";
    const atEnd = match.index + mark.length === plain.length;
    if (mark.startsWith("_") && /\w/.test(before) && /\w/.test(after)) continue;
    const same = open.findLastIndex((item) => item.mark === mark);
    if (same >= 0 && !/\s/.test(before)) open.length = same;
    else if (!/\s/.test(after) || atEnd) open.push({ at: match.index, mark });
  }
  return open;
}
