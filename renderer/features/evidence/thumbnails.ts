// Small pictures of PDF pages, drawn one at a time and kept for a while. Used by the strip of pages.
import type { PDFDocumentProxy } from "pdfjs-dist";
import type { QuarterTurns, Size } from "./geometry.ts";

/** A picture fits into this many CSS pixels. */
export const THUMBNAIL: Size = { width: 84, height: 104 };
/** A cell of the strip: the picture, the page's number, and space. */
export const CELL_PX = 132;

/** Size in CSS pixels of the small picture of a page of the given size. */
export function thumbnailSize({ width, height }: Size): Size {
  const scale = Math.min(THUMBNAIL.width / Math.max(1, width), THUMBNAIL.height / Math.max(1, height));
  return { width: Math.max(8, Math.round(width * scale)), height: Math.max(8, Math.round(height * scale)) };
}

/** First and last index of the cells that a strip shows, with two more on either side; [0, -1] for none. */
export function cellsWithin(top: number, height: number, count: number): [number, number] {
  if (count === 0) return [0, -1];
  const clamp = (index: number) => Math.max(0, Math.min(count - 1, index));
  return [clamp(Math.floor(top / CELL_PX) - 2), clamp(Math.floor((top + height) / CELL_PX) + 2)];
}

/** Where a strip must scroll so that a cell is wholly seen; unchanged where it is already. */
export function scrollToCell(index: number, top: number, height: number): number {
  const start = index * CELL_PX;
  if (start < top) return start;
  return start + CELL_PX > top + height ? start + CELL_PX - height : top;
}

const MOST_KEPT = 200;
const kept = new Map<string, HTMLCanvasElement>();
let last: Promise<unknown> = Promise.resolve();

/** Draws a page small, after those asked for before; null where `signal` ended it first. Rejects as pdf.js does. */
export function drawThumbnail(
  pdf: PDFDocumentProxy,
  blobId: string,
  number: number,
  turns: QuarterTurns,
  signal: AbortSignal,
): Promise<HTMLCanvasElement | null> {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const key = `${blobId} ${number} ${turns} ${ratio}`;
  const known = kept.get(key);
  if (known) {
    kept.delete(key);
    kept.set(key, known);
    return Promise.resolve(known);
  }
  const drawing = last.then(async () => {
    if (signal.aborted) return null;
    const page = await pdf.getPage(number);
    const rotation = (page.rotate + turns * 90) % 360;
    const whole = page.getViewport({ scale: 1, rotation });
    const viewport = page.getViewport({ scale: (thumbnailSize(whole).width / whole.width) * ratio, rotation });
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(viewport.width));
    canvas.height = Math.max(1, Math.round(viewport.height));
    await page.render({ canvas, viewport }).promise;
    kept.set(key, canvas);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return canvas;
  });
  last = drawing.catch(() => undefined);
  return drawing;
}
