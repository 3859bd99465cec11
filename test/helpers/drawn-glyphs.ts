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
      const turns = canvas?.closest<HTMLElement>("[data-turns]:not(canvas)")?.dataset.turns;
      if (!canvas || !sheet || canvas.dataset.turns !== turns) return null;
      const calls = drawnOn.get(canvas);
      const width = sheet.getBoundingClientRect().width;
      return calls && Math.abs(canvas.width / devicePixelRatio - width) < 2
        ? { calls, perPixel: width / canvas.width }
        : null;
    },
    number,
    { timeout: 150_000, polling: 50 },
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
