// Puts the pages of a PDF together: one text, its pages and runs, and blocks with headings. Called by formats/pdf.ts.
import type { Block, ParsedPage, TextRun } from "../../../shared/children/parser.ts";
import { joinsWithoutSpace } from "./characters.ts";
import type { Line } from "./lines.ts";
import { type PageLines, runningLines } from "./margins.ts";
import { groupParagraphs, type LineGroup } from "./paragraphs.ts";

/** What the assembled text consists of; offsets point into `text`. */
export interface AssembledDocument {
  text: string;
  pages: ParsedPage[];
  blocks: Block[];
}

const HYPHEN = /\p{L}[-\u2010\u00ad]$/u;
const SOFT_HYPHEN = /\u00ad$/;

/** How a line end is read: what is cut from the line and what stands between it and the next one. */
function joinLines(line: string, next: string): { drop: number; joiner: string } {
  const last = line.at(-1) ?? "";
  const first = next[0] ?? "";
  if (joinsWithoutSpace(last) && joinsWithoutSpace(first)) return { drop: 0, joiner: "" };
  if (SOFT_HYPHEN.test(line)) return { drop: 1, joiner: "" };
  if (HYPHEN.test(line)) {
    // "well-" + "known" cannot be told from "exam-" + "ple" without a dictionary; a lower-case letter on both sides
    // is far more often a broken word, and a word that already has a hyphen is left alone.
    const head = line.match(/[\p{L}\p{N}'’-]+$/u)?.[0] ?? "";
    if (/\p{Ll}.$/u.test(line) && /^\p{Ll}{2}/u.test(next) && !head.slice(0, -1).includes("-"))
      return { drop: 1, joiner: "" };
    return { drop: 0, joiner: "" };
  }
  if (/[-/\u2013\u2014]$/.test(line) && /\S[-/\u2013\u2014]$/.test(line) && /^\p{L}/u.test(next))
    return { drop: 0, joiner: "" };
  return { drop: 0, joiner: " " };
}

/** The size that most of the document's characters have, in points. */
function bodySize(pages: readonly PageLines[]): number {
  const weights = new Map<number, number>();
  for (const page of pages) {
    for (const line of page.regions.flat()) {
      const size = Math.round(line.size * 2) / 2;
      weights.set(size, (weights.get(size) ?? 0) + line.text.length);
    }
  }
  return [...weights].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [10, 0])[0];
}

/** Share of the document's characters on lines of which `is` holds. */
function shareOf(pages: readonly PageLines[], is: (line: Line) => boolean): number {
  let found = 0;
  let all = 1;
  for (const page of pages) {
    for (const line of page.regions.flat()) {
      all += line.text.length;
      if (is(line)) found += line.text.length;
    }
  }
  return found / all;
}

/** Size class of a heading in half points, 0 for bold lines of body size, null for what is no heading. */
function headingClass(group: LineGroup, body: number, boldIsRare: boolean): number | null {
  const [first] = group.lines;
  if (!first || group.kind === "table" || group.kind === "code" || group.lines.length > 4) return null;
  const length = group.lines.reduce((sum, line) => sum + line.text.length, 0);
  const text = first.text;
  if (!/\p{L}/u.test(text)) return null;
  const size = Math.round(first.size * 2) / 2;
  if (size >= body * 1.15 && length <= 220) return size;
  const isBold = group.lines.every((line) => line.bold);
  if (
    isBold &&
    boldIsRare &&
    size >= body * 0.95 &&
    length <= 120 &&
    group.lines.length <= 2 &&
    !/[.,;。，；]$/u.test(group.lines.at(-1)!.text)
  ) {
    return 0;
  }
  return null;
}

/** Copies a line's runs to their place in the document, without the units cut from its end. */
function placeRuns(line: Line, at: number, length: number): TextRun[] {
  const runs: TextRun[] = [];
  for (const run of line.runs) {
    if (run.start >= length) continue;
    const end = Math.min(run.end, length);
    const units = end - run.start;
    const placed: TextRun = { ...run, start: at + run.start, end: at + end };
    if (end < run.end) {
      const all = run.end - run.start;
      placed.stops = (run.stops ?? Array.from({ length: all + 1 }, (_, index) => index / all)).slice(0, units + 1);
    }
    runs.push(placed);
  }
  return runs;
}

/** Blocks are separated by an empty line, rows of a table and lines of code by a line feed. */
export function assemble(pages: readonly PageLines[]): AssembledDocument {
  const running = runningLines(pages);
  const body = bodySize(pages);
  const boldIsRare = shareOf(pages, (line) => line.bold) < 0.4;
  const monospaceIsRare = shareOf(pages, (line) => line.monospace) < 0.5;
  const blocks: (Block & { heading?: number })[] = [];
  const parsed: ParsedPage[] = [];
  let text = "";

  const addGroup = (group: LineGroup, runs: TextRun[]) => {
    for (const [index, line] of group.lines.entries()) {
      const next = group.lines[index + 1];
      const inRows = group.kind === "table" || group.kind === "code";
      const { drop, joiner } = next
        ? inRows
          ? { drop: 0, joiner: "\n" }
          : joinLines(line.text, next.text)
        : { drop: 0, joiner: "" };
      const length = line.text.length - drop;
      runs.push(...placeRuns(line, text.length, length));
      text += line.text.slice(0, length) + joiner;
    }
  };

  for (const [index, page] of pages.entries()) {
    if (index > 0) text += "\n\n";
    const start = text.length;
    const runs: TextRun[] = [];
    const isRunning = running[index]!;
    const header: Line[] = [];
    const footer: Line[] = [];
    for (const line of page.regions.flat()) {
      if (isRunning.has(line)) (line.box[1] < page.height / 2 ? header : footer).push(line);
    }
    const separate = () => {
      if (text.length > start) text += "\n\n";
    };
    for (const line of header) {
      separate();
      addGroup({ kind: "paragraph", lines: [line] }, runs);
    }
    for (const region of page.regions) {
      for (const group of groupParagraphs(
        region.filter((line) => !isRunning.has(line)),
        monospaceIsRare,
      )) {
        separate();
        const from = text.length;
        addGroup(group, runs);
        const heading = headingClass(group, body, boldIsRare);
        blocks.push({
          kind: group.kind,
          page: page.number,
          start: from,
          end: text.length,
          ...(heading === null ? {} : { heading }),
        });
      }
    }
    for (const line of footer) {
      separate();
      addGroup({ kind: "paragraph", lines: [line] }, runs);
    }
    parsed.push({ number: page.number, start, end: text.length, width: page.width, height: page.height, runs });
  }
  return { text, pages: parsed, blocks: withLevels(blocks) };
}

/** Heading sizes become levels from the largest down; bold headings of body size come after them. */
function withLevels(blocks: readonly (Block & { heading?: number })[]): Block[] {
  const classes = [...new Set(blocks.flatMap((block) => block.heading ?? []))].sort((a, b) => b - a);
  const hasBody = blocks.some((block) => block.heading === undefined);
  return blocks.map(({ heading, ...block }) =>
    heading === undefined || !hasBody
      ? block
      : { ...block, kind: "heading", level: Math.min(6, classes.indexOf(heading) + 1) },
  );
}
