// Finds the blocks of a Markdown source without changing it; offsets are those of the source.
// Line by line and without backtracking: hostile sources cost no more than others. Called by the Markdown format.
import type { Block, BlockKind } from "../../../shared/children/parser.ts";
import { linesOf } from "./paragraphs.ts";

/** A line's state while blocks are being collected. */
interface Open {
  kind: BlockKind;
  start: number;
  end: number;
  level?: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ATX = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;
const RULE = /^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$|^ {0,3}(?:-[ \t]*){3,}$/;
const LIST_ITEM = /^[ \t]{0,12}(?:[-*+]|\d{1,9}[.)])[ \t]+\S/;
const QUOTE = /^ {0,3}>/;
const TABLE_RULE = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const INDENTED = /^(?: {4}|\t)/;
/** Regular expressions see this much of a line; markers stand at its start. */
const LOOK = 1000;

/** End of the front matter (`---` to `---` at the very start), or 0. */
function frontMatterEnd(text: string): number {
  if (!/^\ufeff?---[ \t]*\r?\n/.test(text.slice(0, 100))) return 0;
  const close = /\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/g;
  close.lastIndex = 3;
  const match = close.exec(text.slice(0, 50_000));
  const inside = match ? text.slice(3, match.index) : "";
  return match && /^\s*[\w-]+\s*:/m.test(inside) ? match.index + match[0].length : 0;
}

/** Blocks in order; front matter and thematic breaks are left out. */
export function markdownBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const skip = frontMatterEnd(text);
  let open: Open | null = null;
  let fence: string | null = null;
  const close = () => {
    if (open && text.slice(open.start, open.end).trim() !== "") {
      const { kind, level } = open;
      const lead = text.slice(open.start, open.end).search(/\S/);
      blocks.push({ kind, page: 1, start: open.start + lead, end: open.end, ...(level ? { level } : {}) });
    }
    open = null;
  };
  const begin = (kind: BlockKind, start: number, end: number, level?: number) => {
    close();
    open = { kind, start, end, ...(level ? { level } : {}) };
  };
  const lines = linesOf(text).filter((line) => line.start >= skip);
  for (const [index, line] of lines.entries()) {
    const raw = text.slice(line.start, Math.min(line.end, line.start + LOOK));
    const end = line.start + text.slice(line.start, line.end).trimEnd().length;
    const current = open as Open | null;
    if (fence !== null) {
      if (current) current.end = Math.max(current.end, end);
      if (raw.trimStart().startsWith(fence) && raw.trim().replaceAll(fence[0]!, "") === "") {
        fence = null;
        close();
      }
      continue;
    }
    const fenceMatch = FENCE.exec(raw);
    const heading = ATX.exec(raw);
    const setext = SETEXT.exec(raw);
    if (raw.trim() === "") {
      // An indented continuation after an empty line belongs to the list item.
      const next = lines[index + 1];
      const continues =
        current?.kind === "list-item" &&
        next &&
        INDENTED.test(text.slice(next.start, next.start + 4)) &&
        !LIST_ITEM.test(text.slice(next.start, next.start + LOOK));
      if (!continues) close();
    } else if (fenceMatch) {
      fence = fenceMatch[1]!;
      begin("code", line.start, end);
    } else if (heading) {
      begin("heading", line.start, end, heading[1]!.length);
      close();
    } else if (setext && current?.kind === "paragraph" && current.start >= (lines[index - 3]?.start ?? 0)) {
      current.kind = "heading";
      current.level = setext[1]!.startsWith("=") ? 1 : 2;
      current.end = end;
      close();
    } else if (RULE.test(raw.slice(0, 100))) {
      close();
    } else if (QUOTE.test(raw)) {
      if (current?.kind === "quote") current.end = end;
      else begin("quote", line.start, end);
    } else if (LIST_ITEM.test(raw)) {
      begin("list-item", line.start, end);
    } else if (
      current?.kind === "paragraph" &&
      raw.includes("|") &&
      raw.includes("-") &&
      TABLE_RULE.test(raw) &&
      isOneLine(text, current)
    ) {
      current.kind = "table";
      current.end = end;
    } else if (current && (current.kind !== "table" || raw.includes("|"))) {
      current.end = end;
    } else if (INDENTED.test(raw) && !current) {
      begin("code", line.start, end);
    } else begin("paragraph", line.start, end);
  }
  close();
  return blocks;
}

function isOneLine(text: string, open: Open): boolean {
  return !/[\n\r]/.test(text.slice(open.start, open.end));
}
