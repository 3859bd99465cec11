// Where pdf.js really draws each glyph of a page on the screen: every fillText that it makes in the window is written
// down with its transform, and a second pdf.js on a page of its own tells which character each of them is. Neither uses
// anything of the product's own reading of PDFs. For checks of the boxes that the evidence viewer shows.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { repositoryRoot } from "../checks/support/places.ts";

/** A point in CSS pixels, from the top left of the window or of the page's picture. */
export type Point = [x: number, y: number];

/** A character and the parallelogram that it takes up on the screen. */
export interface DrawnGlyph {
  text: string;
  corners: [Point, Point, Point, Point];
}

/** A glyph in the order of drawing, as pdf.js hands it to its canvas; lengths are fractions of the font size. */
interface ListedGlyph {
  unicode: string;
  fontChar: string;
  accentChar: string | null;
  width: number;
  ascent: number;
}

/** A call of fillText: its text, the pen's place, the size of the font and the transform. */
type Call = [
  text: string,
  x: number,
  y: number,
  fontPx: number,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
];

/** Makes a page write down what is drawn on each canvas. To be called before the page is opened. */
export async function recordDrawing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const drawn = new WeakMap<HTMLCanvasElement, unknown[]>();
    Object.assign(window, { drawnOn: drawn });
    const prototype = CanvasRenderingContext2D.prototype;
    const fillRect = prototype.fillRect;
    // The paper is the first thing that is drawn, also of a page without text.
    prototype.fillRect = function (this: CanvasRenderingContext2D, ...place) {
      if (!drawn.has(this.canvas)) drawn.set(this.canvas, []);
      return fillRect.apply(this, place);
    };
    for (const name of ["fillText", "strokeText"] as const) {
      const original = prototype[name];
      prototype[name] = function (this: CanvasRenderingContext2D, text: string, x: number, y: number, ...rest) {
        const { a, b, c, d, e, f } = this.getTransform();
        const calls = drawn.get(this.canvas) ?? [];
        drawn.set(this.canvas, calls);
        calls.push([text, x, y, Number.parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? "0"), a, b, c, d, e, f]);
        return original.call(this, text, x, y, ...rest);
      };
    }
  });
}

/** What was drawn on a page of the evidence viewer, once its picture is sharp at the size it is shown at. */
export async function callsOn(page: Page, number: number): Promise<{ calls: Call[]; perPixel: number }> {
  const handle = await page.waitForFunction(
    (wanted) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-evidence-page="${wanted}"] .ev-picture canvas`);
      const sheet = canvas?.closest("[data-evidence-page]");
      const { drawnOn } = window as unknown as { drawnOn: WeakMap<HTMLCanvasElement, unknown[]> };
      if (!canvas || !sheet) return null;
      const calls = drawnOn.get(canvas);
      const width = sheet.getBoundingClientRect().width;
      return calls && Math.abs(canvas.width / devicePixelRatio - width) < 2
        ? { calls, perPixel: width / canvas.width }
        : null;
    },
    number,
    { timeout: 60_000, polling: 50 },
  );
  return (await handle.jsonValue()) as { calls: Call[]; perPixel: number };
}

const ORIGIN = "http://glyphs.localhost";
const TYPES: Record<string, string> = { mjs: "text/javascript", html: "text/html", wasm: "application/wasm" };

/** Serves pdf.js, as it comes from its makers, to a page of its own. */
export async function openReference(page: Page): Promise<void> {
  const folder = join(repositoryRoot, "node_modules", "pdfjs-dist");
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === "/") return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>pdf.js</title>" });
    const contentType = TYPES[path.split(".").at(-1)!] ?? "application/octet-stream";
    return route.fulfill({ contentType, body: readFileSync(join(folder, path)) });
  });
  await page.goto(`${ORIGIN}/`);
}

/** The glyphs of a page in the order of drawing. Rejects with what pdf.js says of a file that it cannot read. */
export async function listGlyphs(
  reference: Page,
  pdf: Uint8Array,
  number: number,
  password: string | undefined,
): Promise<ListedGlyph[]> {
  return reference.evaluate(
    async ({ base64, number, password }) => {
      const pdfjs = await import(new URL("/build/pdf.mjs", location.href).href);
      pdfjs.GlobalWorkerOptions.workerSrc = "/build/pdf.worker.mjs";
      const task = pdfjs.getDocument({
        data: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
        ...(password === undefined ? {} : { password }),
        cMapUrl: "/cmaps/",
        cMapPacked: true,
        standardFontDataUrl: "/standard_fonts/",
        wasmUrl: "/wasm/",
        isEvalSupported: false,
        enableXfa: false,
      });
      const page = await (await task.promise).getPage(number);
      const { fnArray, argsArray } = await page.getOperatorList();
      const { OPS } = pdfjs;
      const glyphs = [];
      const fonts: string[] = [];
      let font = "";
      for (let index = 0; index < fnArray.length; index++) {
        const [op, args] = [fnArray[index], argsArray[index]];
        if (op === OPS.save || op === OPS.paintFormXObjectBegin || op === OPS.beginAnnotation) fonts.push(font);
        else if (op === OPS.restore || op === OPS.paintFormXObjectEnd || op === OPS.endAnnotation)
          font = fonts.pop() ?? font;
        else if (op === OPS.setFont) font = args[0];
        else if (op === OPS.showText) {
          const known = page.commonObjs.has(font) ? page.commonObjs.get(font) : {};
          for (const glyph of args[0]) {
            if (typeof glyph !== "object" || glyph === null || known.isType3Font) continue;
            const ascent = known.vertical || !(known.ascent > 0) ? 0.88 : Math.min(1, known.ascent);
            glyphs.push({
              unicode: glyph.unicode,
              fontChar: glyph.fontChar,
              accentChar: glyph.accent?.fontChar ?? null,
              width: glyph.width * (known.fontMatrix?.[0] ?? 0.001),
              ascent,
            });
          }
        }
      }
      await task.destroy();
      return glyphs;
    },
    { base64: Buffer.from(pdf).toString("base64"), number, password },
  );
}

/**
 * Brings calls and glyphs together; both are in the order of drawing. A glyph is taken to be one em high, from its
 * font's ascent down, as pdf.js takes it where it lays selectable text over a page. Glyphs that were not drawn are left
 * out.
 */
export function drawnGlyphs(calls: readonly Call[], glyphs: readonly ListedGlyph[], perPixel: number): DrawnGlyph[] {
  const drawn: DrawnGlyph[] = [];
  let next = 0;
  for (const { unicode, fontChar, accentChar, width, ascent } of glyphs) {
    const call = calls[next];
    if (!call || call[0] !== fontChar) continue;
    next++;
    // Filled and stroked, and its accent.
    while (calls[next] && calls[next]![0] === fontChar && calls[next]![1] === call[1] && calls[next]![8] === call[8]) {
      if (calls[next]![9] !== call[9] || calls[next]![2] !== call[2]) break;
      next++;
    }
    while (accentChar !== null && calls[next]?.[0] === accentChar) next++;
    const [, x, y, em, a, b, c, d, e, f] = call;
    const at = (u: number, v: number): Point => [
      (a * (x + u * em) + c * (y + v * em) + e) * perPixel,
      (b * (x + u * em) + d * (y + v * em) + f) * perPixel,
    ];
    drawn.push({
      text: unicode,
      corners: [at(0, -ascent), at(width, -ascent), at(width, 1 - ascent), at(0, 1 - ascent)],
    });
  }
  return drawn;
}

const letters = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/**
 * The glyphs of a sentence: the stretch of the page's glyphs with just these letters, in the order of drawing or, as
 * right-to-left text is often drawn, against it. `times` says how often the letters stand on the page.
 */
export function glyphsOfSentence(
  glyphs: readonly DrawnGlyph[],
  sentence: string,
): { times: number; glyphs: DrawnGlyph[] } {
  const wanted = letters(sentence);
  let best: { times: number; glyphs: DrawnGlyph[] } = { times: 0, glyphs: [] };
  for (const list of [glyphs, [...glyphs].reverse()]) {
    let text = "";
    const starts: number[] = [];
    for (const glyph of list) {
      starts.push(text.length);
      text += letters(glyph.text);
    }
    const places: number[] = [];
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) places.push(at);
    const [from] = places;
    if (from === undefined) continue;
    const to = from + wanted.length;
    const first = starts.findLastIndex((start) => start <= from);
    const last = starts.findLastIndex((start) => start < to);
    let begin = first;
    // Marks before and behind that are part of the sentence: quotation marks, full stops.
    const lead = /^[^\p{L}\p{N}]*/u.exec(sentence)![0].replace(/\s/g, "").length;
    const tail = /[^\p{L}\p{N}]*$/u.exec(sentence)![0].replace(/\s/g, "").length;
    for (let left = lead; left > 0 && begin > 0 && !letters(list[begin - 1]!.text); begin--)
      if (list[begin - 1]!.text.trim()) left--;
    let end = last + 1;
    for (let left = tail; left > 0 && end < list.length && !letters(list[end]!.text); end++)
      if (list[end]!.text.trim()) left--;
    best = { times: best.times + places.length, glyphs: list.slice(begin, end) };
  }
  return best;
}

/** What stands between two glyphs of a line is part of it; wider gaps are not. In ems. */
const WORD_GAP = 1.5;

/** Outlines of a sentence: its glyphs, and the spaces between those that follow one another on a line. */
export function outlinesOf(glyphs: readonly DrawnGlyph[]): Point[][] {
  const outlines: Point[][] = [];
  let before: DrawnGlyph | null = null;
  for (const glyph of glyphs) {
    if (glyph.text.trim() === "") continue;
    outlines.push(glyph.corners);
    const gap = before && gapBetween(before, glyph);
    if (gap) outlines.push(gap);
    before = glyph;
  }
  return outlines;
}

/** The parallelogram between two glyphs that stand side by side on one line; null for others. */
function gapBetween(a: DrawnGlyph, b: DrawnGlyph): Point[] | null {
  const [topLeft, topRight, bottomRight, bottomLeft] = a.corners;
  const height = Math.hypot(bottomLeft[0] - topLeft[0], bottomLeft[1] - topLeft[1]);
  const across = [(bottomLeft[0] - topLeft[0]) / height, (bottomLeft[1] - topLeft[1]) / height];
  const along = [across[1]!, -across[0]!];
  const offset = (p: Point, q: Point, axis: number[]) => (q[0] - p[0]) * axis[0]! + (q[1] - p[1]) * axis[1]!;
  if (Math.abs(offset(bottomLeft, b.corners[3], across)) > 0.35 * height) return null;
  const after = Math.abs(offset(topRight, b.corners[0], along));
  const ahead = Math.abs(offset(topLeft, b.corners[1], along));
  if (Math.min(after, ahead) > WORD_GAP * height) return null;
  return after <= ahead
    ? [topRight, b.corners[0], b.corners[3], bottomRight]
    : [b.corners[1], topLeft, bottomLeft, b.corners[2]];
}

/** Whether a point lies within a convex outline. */
function isInside(outline: readonly Point[], x: number, y: number): boolean {
  let sign = 0;
  for (let index = 0; index < outline.length; index++) {
    const [x0, y0] = outline[index]!;
    const [x1, y1] = outline[(index + 1) % outline.length]!;
    const side = Math.sign((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0));
    if (side !== 0 && sign !== 0 && side !== sign) return false;
    if (side !== 0) sign = side;
  }
  return true;
}

/** Intersection over union of two sets of outlines, by a grid of `step` pixels. 0 to 1. */
export function overlapOf(a: readonly Point[][], b: readonly Point[][], step: number): number {
  const cells = (outlines: readonly Point[][]): Set<number> => {
    const set = new Set<number>();
    for (const outline of outlines) {
      const xs = outline.map(([x]) => x);
      const ys = outline.map(([, y]) => y);
      for (let row = Math.floor(Math.min(...ys) / step); row <= Math.max(...ys) / step; row++) {
        for (let column = Math.floor(Math.min(...xs) / step); column <= Math.max(...xs) / step; column++) {
          if (isInside(outline, (column + 0.5) * step, (row + 0.5) * step)) set.add(row * 1_000_000 + column);
        }
      }
    }
    return set;
  };
  const [first, second] = [cells(a), cells(b)];
  let both = 0;
  for (const cell of first) if (second.has(cell)) both++;
  const all = first.size + second.size - both;
  return all === 0 ? 0 : both / all;
}
