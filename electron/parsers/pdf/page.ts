// From a pdf.js page to lines in reading order. Called by formats/pdf.ts page by page.
import type { PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { splitColumns } from "./columns.ts";
import { buildFrames } from "./frames.ts";
import { type Matrix, readGlyphs } from "./glyphs.ts";
import { buildLine, groupLines, type Line } from "./lines.ts";
import type { PageLines } from "./margins.ts";
import type { Pdfjs } from "./pdfjs.ts";

/** A page's lines and what its glyphs say about the health of its text layer. */
export interface ReadPage {
  lines: PageLines;
  drawn: number;
  meaningless: number;
  unmapped: number;
}

/** Reads one page; its own resources are released before it returns. */
export async function readPage(page: PDFPageProxy, OPS: Pdfjs["OPS"]): Promise<ReadPage> {
  const viewport = page.getViewport({ scale: 1 });
  const operations = await page.getOperatorList();
  const fontOf = (id: string) => {
    try {
      return page.commonObjs.get(id);
    } catch {
      // A font that could not be loaded draws nothing that could be read.
      return undefined;
    }
  };
  const found = readGlyphs(operations, OPS, viewport.transform as unknown as Matrix, viewport, fontOf);
  const regions: Line[][] = [];
  for (const frame of buildFrames(found.glyphs)) {
    for (const region of splitColumns(frame.stretches)) {
      const lines = groupLines(region).map((members) => buildLine(frame, members));
      regions.push(lines.filter((line) => line !== null));
    }
  }
  page.cleanup();
  return {
    lines: { number: page.pageNumber, width: viewport.width, height: viewport.height, regions },
    drawn: found.drawn,
    meaningless: found.meaningless,
    unmapped: found.unmapped,
  };
}
