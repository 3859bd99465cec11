// Finds running headers, footers and page numbers: lines that stand at the same place on many pages.
// Called by document.ts, which keeps them in the page's text and leaves them out of the blocks.
import type { Line } from "./lines.ts";

/** A page's lines in reading order, region by region. */
export interface PageLines {
  number: number;
  width: number;
  height: number;
  regions: Line[][];
}

/** Share of the page at its top and bottom where running lines are looked for. */
const MARGIN_SHARE = 0.13;
/** The same at its left and right, for lines that run along the edge. */
const SIDE_SHARE = 0.08;
const PAGE_NUMBER =
  /^(?:page|seite|p\.|第)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxlcdm]{1,7})\s*(?:(?:of|von|de|\/|共)\s*\d{1,4})?\s*[-–—|]?\s*页?$/i;

function isNearEdge(line: Line, page: PageLines): boolean {
  const [left, top, right, bottom] = line.box;
  if (bottom < page.height * MARGIN_SHARE || top > page.height * (1 - MARGIN_SHARE)) return true;
  return right < page.width * SIDE_SHARE || left > page.width * (1 - SIDE_SHARE);
}

/** Numbers change from page to page in a running line; the rest does not. */
function pattern(text: string): string {
  return text.replace(/\d+/g, "#").replace(/\s+/g, " ").trim().toLowerCase();
}

/** The running lines of each page. A page never loses all of its lines. */
export function runningLines(pages: readonly PageLines[]): Set<Line>[] {
  const seen = new Map<string, { page: number; y: number; line: Line }[]>();
  for (const [index, page] of pages.entries()) {
    for (const line of page.regions.flat()) {
      if (!isNearEdge(line, page)) continue;
      const key = PAGE_NUMBER.test(line.text.trim()) ? "#" : pattern(line.text);
      const list = seen.get(key) ?? [];
      list.push({ page: index, y: line.box[1] < page.height / 2 ? line.box[1] : line.box[3] - page.height, line });
      seen.set(key, list);
    }
  }
  const running = pages.map(() => new Set<Line>());
  for (const [key, list] of seen) {
    for (const one of list) {
      const alike = new Set(list.filter((other) => Math.abs(other.y - one.y) < 8).map((other) => other.page));
      // Left and right pages may differ, so a third of the pages is enough.
      const enough = key === "#" ? Math.max(2, pages.length / 3) : Math.max(3, pages.length / 3);
      if (alike.size >= enough) running[one.page]!.add(one.line);
    }
  }
  for (const [index, page] of pages.entries()) {
    if (page.regions.every((lines) => lines.every((line) => running[index]!.has(line)))) running[index]!.clear();
  }
  return running;
}
