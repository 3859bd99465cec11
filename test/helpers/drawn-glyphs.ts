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
    type Calls = (string | number)[][];
    const drawn = new WeakMap<HTMLCanvasElement, Calls>();
    const papers = new WeakSet<HTMLCanvasElement>();
    Object.assign(window, { drawnOn: drawn });
    const prototype = CanvasRenderingContext2D.prototype;
    const { fillRect, drawImage } = prototype;
    // The paper is the first thing that is drawn, also of a page without text.
    prototype.fillRect = function (this: CanvasRenderingContext2D, ...place) {
      if (!drawn.has(this.canvas)) {
        drawn.set(this.canvas, []);
        papers.add(this.canvas);
      }
      return fillRect.apply(this, place);
    };
    // Groups are drawn on a canvas of their own, which is used again, and then put onto the page.
    prototype.drawImage = function (this: CanvasRenderingContext2D, image: CanvasImageSource, ...place: number[]) {
      const calls = image instanceof HTMLCanvasElement ? drawn.get(image) : undefined;
      if (image instanceof HTMLCanvasElement && calls && calls.length > 0) {
        const [sx, sy, sw, sh, dx, dy, dw, dh] =
          place.length === 8
            ? (place as [number, number, number, number, number, number, number, number])
            : [
                0,
                0,
                image.width,
                image.height,
                place[0]!,
                place[1]!,
                place[2] ?? image.width,
                place[3] ?? image.height,
              ];
        const onto = this.getTransform()
          .translate(dx, dy)
          .scale(dw / sw, dh / sh)
          .translate(-sx, -sy);
        const own = drawn.get(this.canvas) ?? [];
        drawn.set(this.canvas, own);
        for (const [text, x, y, px, ...matrix] of calls) {
          const { a, b, c, d, e, f } = onto.multiply(new DOMMatrix(matrix as number[]));
          own.push([text!, x!, y!, px!, a, b, c, d, e, f]);
        }
        if (!papers.has(image)) drawn.delete(image);
      }
      return (drawImage as (...all: unknown[]) => void).call(this, image, ...place);
    } as typeof drawImage;
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
      const states: [font: string, mode: number][] = [];
      let font = "";
      let mode = 0;
      const save = () => states.push([font, mode]);
      const restore = () => {
        [font, mode] = states.pop() ?? [font, mode];
      };
      for (let index = 0; index < fnArray.length; index++) {
        const [op, args] = [fnArray[index], argsArray[index]];
        if (op === OPS.save || op === OPS.paintFormXObjectBegin || op === OPS.beginAnnotation) save();
        else if (op === OPS.restore || op === OPS.paintFormXObjectEnd || op === OPS.endAnnotation) restore();
        else if (op === OPS.setFont) font = args[0];
        else if (op === OPS.setTextRenderingMode) mode = args[0];
        else if (op === OPS.showText) {
          const known = page.commonObjs.has(font) ? page.commonObjs.get(font) : {};
          for (const glyph of args[0]) {
            if (typeof glyph !== "object" || glyph === null || known.isType3Font || mode % 4 === 3) continue;
            // As pdf.js lays selectable text over a page: one em, shared out as the font's ascent and descent are.
            const height = known.ascent - known.descent;
            const ascent = !known.vertical && known.ascent > 0 && height > 0 ? known.ascent / height : 0.8;
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

/** So many glyphs or calls without a partner are passed over at a time. */
const MOST_SKIPPED = 300;
/** So many in a row must agree for the two lists to be taken as together again. */
const AGREEING = 4;

/** How many glyphs and calls to pass over until the lists agree again; null where they never do. */
function meetAgain(
  calls: readonly Call[],
  glyphs: readonly ListedGlyph[],
  call: number,
  glyph: number,
): { calls: number; glyphs: number } | null {
  const agree = (c: number, g: number) => {
    let agreed = 0;
    for (let at = g; agreed < AGREEING && at < glyphs.length && c + agreed < calls.length; at++) {
      if (calls[c + agreed]![0] === glyphs[at]!.fontChar) agreed++;
      else if (at === g || glyphs[at]!.unicode.trim() !== "") return false;
    }
    return agreed > 0;
  };
  for (let skipped = 0; skipped <= MOST_SKIPPED; skipped++) {
    for (let extra = 0; extra <= skipped; extra++) {
      if (agree(call + extra, glyph + skipped - extra)) return { calls: extra, glyphs: skipped - extra };
    }
  }
  return null;
}

/**
 * Brings calls and glyphs together; both are in the order of drawing. A glyph is taken to be one em high, from its
 * font's ascent down, as pdf.js takes it where it lays selectable text over a page. Glyphs that were not drawn are left
 * out.
 */
export function drawnGlyphs(all: readonly Call[], glyphs: readonly ListedGlyph[], perPixel: number): DrawnGlyph[] {
  // A glyph that is filled and stroked is one glyph.
  const calls = all.filter((call, index) => index === 0 || call.some((value, at) => value !== all[index - 1]![at]));
  const drawn: DrawnGlyph[] = [];
  let next = 0;
  for (let index = 0; index < glyphs.length; index++) {
    if (calls[next]?.[0] !== glyphs[index]!.fontChar) {
      // A font without a space draws none.
      if (glyphs[index]!.unicode.trim() === "") continue;
      const skip = meetAgain(calls, glyphs, next, index);
      if (!skip) break;
      next += skip.calls;
      index += skip.glyphs;
    }
    const { unicode, accentChar, width, ascent } = glyphs[index]!;
    const [, x, y, em, a, b, c, d, e, f] = calls[next]!;
    next++;
    if (accentChar !== null && calls[next]?.[0] === accentChar) next++;
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

/** Text of a list of glyphs, letters only, and where each glyph's letters begin in it. */
function lettersOf(glyphs: readonly DrawnGlyph[]): { text: string; starts: number[] } {
  let text = "";
  const starts = glyphs.map((glyph) => {
    const start = text.length;
    text += letters(glyph.text);
    return start;
  });
  return { text, starts };
}

const timesIn = (text: string, part: string): number => text.split(part).length - 1;
const reversed = (text: string): string => [...text].reverse().join("");

/**
 * The glyphs of a sentence. `times` says how often its letters stand on the page; 0 where they do not follow one
 * another there. Right-to-left text is often drawn from left to right, line by line: then each line is looked for
 * backwards.
 */
export function glyphsOfSentence(
  glyphs: readonly DrawnGlyph[],
  sentence: string,
): { times: number; glyphs: DrawnGlyph[] } {
  const wanted = letters(sentence);
  const { text, starts } = lettersOf(glyphs);
  const stretch = (from: number, length: number): [first: number, end: number] => [
    starts.findLastIndex((start) => start <= from),
    starts.findLastIndex((start) => start < from + length) + 1,
  ];
  const times = timesIn(text, wanted);
  if (times > 0) {
    const [first, end] = stretch(text.indexOf(wanted), wanted.length);
    return { times, glyphs: withMarks(glyphs, first, end, sentence) };
  }
  const found: DrawnGlyph[] = [];
  let most = 0;
  for (let done = 0; done < wanted.length; ) {
    let length = wanted.length - done;
    while (length > 1 && !text.includes(reversed(wanted.slice(done, done + length)))) length--;
    // Two letters stand together anywhere: that is no line of this sentence.
    if (length < 3) return { times: 0, glyphs: [] };
    const line = reversed(wanted.slice(done, done + length));
    most = Math.max(most, timesIn(text, line));
    const [first, end] = stretch(text.indexOf(line), length);
    found.push(...glyphs.slice(first, end).reverse());
    done += length;
  }
  return { times: most, glyphs: found };
}

/** A stretch of glyphs with the quotation marks and full stops around it that belong to the sentence. */
function withMarks(glyphs: readonly DrawnGlyph[], first: number, end: number, sentence: string): DrawnGlyph[] {
  const marksIn = (part: string | undefined) => (part ?? "").replace(/\s/g, "").length;
  let begin = first;
  for (let left = marksIn(/^[^\p{L}\p{N}]*/u.exec(sentence)?.[0]); left > 0 && begin > 0; left--) {
    if (letters(glyphs[begin - 1]!.text) !== "") break;
    begin--;
  }
  let stop = end;
  for (let left = marksIn(/[^\p{L}\p{N}]*$/u.exec(sentence)?.[0]); left > 0 && stop < glyphs.length; left--) {
    if (letters(glyphs[stop]!.text) !== "") break;
    stop++;
  }
  return glyphs.slice(begin, stop);
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
