// Groups the lines of a region into paragraphs, list items and tables, from spacing, indentation, size and markers.
// Called by document.ts, which then gives headings their level.
import type { BlockKind } from "../../../shared/children/parser.ts";
import { isCjk } from "./characters.ts";
import type { Line } from "./lines.ts";

/** Lines that belong together. */
export interface LineGroup {
  kind: BlockKind;
  lines: Line[];
}

const BULLET = /^[•‣⁃∙●○◦▪▫■□❑❖➢➤✓✔·*–—-]\s+\S/u;
const NUMBERED =
  /^(?:\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivxlc]{1,5}[.)]|[（(]?[一二三四五六七八九十]{1,3}[、）)]|\d{1,3}、)\s*\S/u;
const SENTENCE_END = /[.!?:;。！？：；…"”’»)]\s*$/u;
const STARTS_NEW = /^[\p{Lu}\p{Nd}\p{Lo}"“‘«(（「『]/u;

/** Distance from baseline to baseline that most lines of the region keep. */
function usualPitch(lines: readonly Line[]): number {
  const pitches: number[] = [];
  for (let index = 1; index < lines.length; index++) {
    const pitch = lines[index]!.base - lines[index - 1]!.base;
    if (pitch > 0.5 * lines[index]!.size && pitch < 3 * lines[index]!.size) pitches.push(pitch);
  }
  pitches.sort((a, b) => a - b);
  return pitches[pitches.length >> 1] ?? 0;
}

function startsParagraph(
  line: Line,
  last: Line,
  group: readonly Line[],
  region: { u0: number; u1: number; pitch: number },
): boolean {
  const em = Math.max(line.size, last.size, 1);
  const pitch = line.base - last.base;
  const usual = group.length > 1 ? last.base - group[group.length - 2]!.base : region.pitch;
  if (pitch > Math.max(usual, region.pitch, 1.05 * em) * 1.3 || pitch > 3 * em) return true;
  if (Math.abs(line.size - last.size) > 0.12 * em) return true;
  if (line.bold !== last.bold && (group.length === 1 || line.bold)) return true;
  if (BULLET.test(line.text)) return true;
  const indent = line.rtl ? region.u1 - line.u1 : line.u0 - region.u0;
  const lastIndent = last.rtl ? region.u1 - last.u1 : last.u0 - region.u0;
  if (NUMBERED.test(line.text) && (SENTENCE_END.test(last.text) || indent <= lastIndent - 0.5 * em)) return true;
  const lastEnd = last.rtl ? last.u0 - region.u0 : region.u1 - last.u1;
  const endsEarly = lastEnd > Math.max(3 * em, 0.15 * (region.u1 - region.u0));
  if (indent > lastIndent + 0.9 * em && indent < lastIndent + 6 * em && group.length > 1) return true;
  if (indent > lastIndent + 0.9 * em && (endsEarly || SENTENCE_END.test(last.text)) && !BULLET.test(last.text))
    return true;
  if (endsEarly && SENTENCE_END.test(last.text) && STARTS_NEW.test(line.text)) return true;
  // A line that ends long before the margin could have taken the next line's first word: the break was meant.
  const firstWord = isCjk(line.text[0] ?? "") ? 1 : (line.text.match(/^\S+/)?.[0].length ?? 1);
  const perCharacter = (line.u1 - line.u0) / Math.max(1, line.text.length);
  return lastEnd > Math.max(0.35 * (region.u1 - region.u0), firstWord * perCharacter * 2 + 4 * em);
}

/** Rows with several cells each, at least two in a row. Column positions are not compared: merged cells are common. */
function tableSpans(lines: readonly Line[]): boolean[] {
  const inTable = new Array<boolean>(lines.length).fill(false);
  let from = 0;
  while (from < lines.length) {
    if (lines[from]!.cells < 2) {
      from++;
      continue;
    }
    let to = from;
    let rows = 0;
    let cells = 0;
    while (to < lines.length && (lines[to]!.cells >= 2 || (lines[to + 1]?.cells ?? 0) >= 3)) {
      if (lines[to]!.cells >= 2) rows++;
      cells += lines[to]!.cells;
      to++;
    }
    if (rows >= 3 && cells / rows >= 2.2) inTable.fill(true, from, to);
    from = Math.max(to, from + 1);
  }
  return inTable;
}

/** The groups of one region, in order. Headings are not told apart yet. A typewritten document has no code. */
export function groupParagraphs(lines: readonly Line[], monospaceIsRare: boolean): LineGroup[] {
  const region = { u0: Infinity, u1: -Infinity, pitch: usualPitch(lines) };
  for (const line of lines) {
    region.u0 = Math.min(region.u0, line.u0);
    region.u1 = Math.max(region.u1, line.u1);
  }
  const table = tableSpans(lines);
  const groups: LineGroup[] = [];
  for (const [index, line] of lines.entries()) {
    const group = groups.at(-1);
    const last = group?.lines.at(-1);
    if (table[index]) {
      const gap = last ? line.base - last.base : 0;
      if (group?.kind === "table" && gap < 4 * Math.max(line.size, 1)) group.lines.push(line);
      else groups.push({ kind: "table", lines: [line] });
    } else if (!group || !last || group.kind === "table" || startsParagraph(line, last, group.lines, region)) {
      const isItem = BULLET.test(line.text) || NUMBERED.test(line.text);
      groups.push({ kind: isItem ? "list-item" : "paragraph", lines: [line] });
    } else group.lines.push(line);
  }
  for (const group of groups) {
    const isCode = (line: Line) => line.monospace && !isCjk(line.text[0] ?? "");
    if (monospaceIsRare && group.kind === "paragraph" && group.lines.length > 1 && group.lines.every(isCode)) {
      group.kind = "code";
    }
  }
  return groups;
}
