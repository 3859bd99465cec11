// Tables of HTML: told apart from mere layout, and written as rows of Markdown.
import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { BLOCKS, isUnseen } from "./elements.ts";
import type { Weight } from "./measure.ts";

/** More columns than this are not laid out; a claim of a million is not believed. */
const MAX_COLUMNS = 300;
const MAX_ROW_SPAN = 2000;
/** A label that reaches over several rows is repeated in each as long as it is short, and so often in one table. */
const MAX_REPEATED = 100;
const MAX_REPEATS = 20_000;
/** A cell with more text than this is prose: its table is there for the layout. */
const PROSE = 700;

/** A cell, with the number of page breaks before and within its text. */
interface Cell {
  text: string;
  columns: number;
  rows: number;
  breaksBefore: number;
  breaksWithin: number;
}

export interface Row {
  cells: Element[];
}

/** The rows of a table without those of tables inside its cells, and its captions. */
export function rowsOf(table: Element): { rows: Row[]; captions: Element[] } {
  const rows: Row[] = [];
  const captions: Element[] = [];
  const stack: ChildNode[] = [...table.children].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!isTag(node) || isUnseen(node) || node.name === "table") continue;
    if (node.name === "caption") captions.push(node);
    else if (node.name === "td" || node.name === "th") {
      // Broken pages have cells outside of rows.
      if (rows.length === 0) rows.push({ cells: [] });
      rows.at(-1)!.cells.push(node);
    } else {
      if (node.name === "tr") rows.push({ cells: [] });
      for (let index = node.children.length - 1; index >= 0; index--) stack.push(node.children[index]!);
    }
  }
  return { rows: rows.filter(({ cells }) => cells.length > 0), captions };
}

/** Whether a table only arranges what stands in it, so that its cells are read one after the other. */
export function isLayout(table: Element, rows: readonly Row[], weights: ReadonlyMap<Element, Weight>): boolean {
  if (/^(?:presentation|none)$/.test(table.attribs.role ?? "")) return true;
  if (rows.every(({ cells }) => cells.length < 2)) return true;
  const cells = rows.flatMap((row) => row.cells);
  if (cells.some((cell) => (weights.get(cell)?.text ?? 0) > PROSE)) return true;
  if (cells.some(({ name }) => name === "th")) return false;
  return cells.some((cell) => weights.get(cell)?.hasHeading || (weights.get(cell)?.hasTable && rows.length < 2));
}

/** The words of a cell on one line, with the page breaks in it. */
function readCell(cell: Element, isBreak: (element: Element) => boolean): Cell {
  let text = "";
  let breaksBefore = 0;
  let breaksWithin = 0;
  const stack: (ChildNode | " ")[] = [...cell.children].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node === " ") text += node;
    else if (isText(node)) text += node.data;
    else if (isTag(node) && isBreak(node)) {
      if (text.trim() === "") breaksBefore++;
      else breaksWithin++;
    } else if (isTag(node) && !isUnseen(node)) {
      if (BLOCKS.has(node.name) || node.name === "br") {
        text += " ";
        stack.push(" ");
      }
      for (let index = node.children.length - 1; index >= 0; index--) stack.push(node.children[index]!);
    }
  }
  return {
    text: text
      .replace(/[\s\u00a0]+/g, " ")
      .trim()
      .replaceAll("|", "\\|"),
    columns: spanOf(cell.attribs.colspan, MAX_COLUMNS),
    rows: spanOf(cell.attribs.rowspan, MAX_ROW_SPAN),
    breaksBefore,
    breaksWithin,
  };
}

function spanOf(value: string | undefined, limit: number): number {
  const span = Number.parseInt(value ?? "1", 10);
  return span >= 1 ? Math.min(span, limit) : 1;
}

/** A table's rows as lines; `breaksBefore` pages end before a row. Rows below the first may be shorter than it. */
export function tableLines(
  rows: readonly Row[],
  isBreak: (element: Element) => boolean,
): { lines: { text: string; breaksBefore: number }[]; columns: number } {
  const grid: { cells: string[]; breaksBefore: number }[] = [];
  /** Cells that reach into rows below: by column, their words and the rows that are left. */
  const hanging = new Map<number, { text: string; left: number }>();
  let pending = 0;
  let repeats = 0;
  for (const { cells } of rows) {
    const line: string[] = [];
    let breaksBefore = pending;
    let breaksWithin = 0;
    const fill = () => {
      for (let above = hanging.get(line.length); above && line.length < MAX_COLUMNS; above = hanging.get(line.length)) {
        // A label beside several rows is said in each, so that each row can be understood alone.
        if (--above.left === 0) hanging.delete(line.length);
        line.push(++repeats < MAX_REPEATS ? above.text : "");
      }
    };
    for (const element of cells) {
      fill();
      if (line.length >= MAX_COLUMNS) break;
      const cell = readCell(element, isBreak);
      breaksBefore = Math.max(breaksBefore, pending + cell.breaksBefore);
      breaksWithin = Math.max(breaksWithin, cell.breaksWithin);
      for (let column = 0; column < cell.columns && line.length < MAX_COLUMNS; column++) {
        const text = column === 0 ? cell.text : "";
        if (cell.rows > 1) {
          hanging.set(line.length, { text: text.length > MAX_REPEATED ? "" : text, left: cell.rows - 1 });
        }
        line.push(text);
      }
    }
    fill();
    grid.push({ cells: line, breaksBefore });
    pending = breaksWithin;
  }
  const columns = grid.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const lines = grid.map(({ cells, breaksBefore }, index) => {
    const missing = index === 0 ? columns - cells.length : 0;
    return { text: `| ${[...cells, ...new Array<string>(missing).fill("")].join(" | ")} |`, breaksBefore };
  });
  return { lines, columns };
}

/** The line below a table's head. */
export const headRule = (columns: number): string => `|${" --- |".repeat(columns)}`;
