// Two hundred sentences of rotated, multi-column, right-to-left, Chinese and ordinary PDFs of the material, each opened
// in the window and its boxes, as they stand on the screen, compared with where pdf.js drew its glyphs there: at three
// zooms, and after turning the page. `npm run check -- 02.2`
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { Browser } from "playwright-core";
import { skipWelcome } from "../helpers/document-journey.ts";
import {
  callsOn,
  type DrawnGlyph,
  drawnGlyphs,
  listGlyphs,
  openReference,
  type Point,
  recordDrawing,
} from "../helpers/drawn-glyphs.ts";
import { glyphsOfSentence, outlinesOf, overlapOf } from "../helpers/sentence-outlines.ts";
import { serveProduct } from "../helpers/served-product.ts";
import { launchChromium, watchPage } from "../helpers/watched-page.ts";
import { allSentences, chosenFiles, drawSentences, KINDS, type Sentence } from "./support/boxed-sentences.ts";
import { ingest, knowledgeBase, openEngine } from "./support/engine.ts";
import { atLeast, exactly, type Figure, runCheck, shown } from "./support/figures.ts";
import { sample } from "./support/sampling.ts";

const SENTENCES = 200;
const SHORT_SENTENCES = 15;
const ZOOMS = [0.5, 1, 3];
const LEAST_OVERLAP = 0.7;
const AIM_PERCENT = 97;
/** Sentences that are looked at on turned pages too. */
const TURNED = 30;
interface Measured {
  sentence: Sentence;
  view: string;
  overlap: number;
}

/** Turns the zoom of the window to a step of its ladder, by the keys. */
async function setZoom(page: Page, zoom: number): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    const now = Number(await page.locator("[data-viewer-scroller]").getAttribute("data-zoom"));
    if (Math.abs(now - zoom) < 0.001) return;
    await page.keyboard.press(now < zoom ? "Control+=" : "Control+-");
    await page.waitForTimeout(50);
  }
  throw new Error(`The window does not come to zoom ${zoom}.`);
}

/** The boxes of the passage on the screen, in pixels from the corner of its page. */
function shownBoxes(page: Page, number: number): Promise<[number, number, number, number][]> {
  return page.locator(`[data-evidence-box][data-page="${number}"]`).evaluateAll((elements) =>
    elements.map((element) => {
      const sheet = element.closest("[data-evidence-page]")!.getBoundingClientRect();
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return [left - sheet.left, top - sheet.top, right - sheet.left, bottom - sheet.top] as [
        number,
        number,
        number,
        number,
      ];
    }),
  );
}

const asOutline = ([left, top, right, bottom]: [number, number, number, number]): Point[] => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
];

async function measure(browser: Browser, seed: number, count: number, turned: number): Promise<Figure[]> {
  const product = await serveProduct();
  const { client, close } = await openEngine(product.workspace);
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US" });
    const reference = (await context.newPage()) as Page;
    const files = await chosenFiles(reference, seed);
    const base = await knowledgeBase(client, "Boxes");
    await ingest(client, base.id, [...files.keys()]);
    await openReference(reference);

    const lists = new Map<string, ReturnType<typeof listGlyphs>>();
    const listOf = ({ path, page }: Sentence) => {
      const key = `${path} ${page}`;
      const list = lists.get(key) ?? listGlyphs(reference, readFileSync(path), page, undefined);
      lists.set(key, list);
      return list;
    };
    const nowhere: DrawnGlyph["corners"] = [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ];
    const textOf = async (sentence: Sentence) =>
      (await listOf(sentence)).map(({ unicode }) => ({ text: unicode, corners: nowhere }));
    const all = await allSentences(client, base.id, files);
    const { drawn, passedOver } = await drawSentences(all, count, seed, textOf);
    drawn.sort((a, b) => a.path.localeCompare(b.path) || a.page - b.page || a.start - b.start);

    const page = (await context.newPage()) as Page;
    const { problems } = watchPage(page);
    await recordDrawing(page);
    await page.goto(product.address);
    await skipWelcome(page);
    const results: Measured[] = [];
    const look = async (sentence: Sentence, view: string) => {
      const boxes = page.locator(`[data-evidence-box][data-page="${sentence.page}"]`);
      await boxes
        .first()
        .waitFor({ timeout: 30_000 })
        .catch(() => undefined);
      const { calls, perPixel } = await callsOn(page, sentence.page).catch(async (error: unknown) => {
        const pages = await page
          .locator("[data-evidence-page]")
          .evaluateAll((sheets) => sheets.map((sheet) => sheet.getAttribute("data-evidence-page")));
        const where = `${sentence.name}, page ${sentence.page}, ${view}; in the window: pages ${pages.join(", ")}`;
        throw new Error(`Nothing was drawn of ${where}.`, { cause: error });
      });
      const glyphs = glyphsOfSentence(drawnGlyphs(calls, await listOf(sentence), perPixel), sentence.text).glyphs;
      const outlines = outlinesOf(glyphs);
      const heights = outlines.map(([a, , , d]) => Math.hypot(d![0] - a![0], d![1] - a![1])).sort((a, b) => a - b);
      const step = Math.max(0.25, (heights[heights.length >> 1] ?? 8) / 24);
      const overlap = overlapOf((await shownBoxes(page, sentence.page)).map(asOutline), outlines, step);
      results.push({ sentence, view, overlap });
      if (overlap < LEAST_OVERLAP)
        console.log(
          `  ${overlap.toFixed(2)} ${view}, ${sentence.kind}, ${sentence.name} page ${sentence.page}: ${sentence.text.slice(0, 80)}`,
        );
    };
    const open = async ({ documentId, start, end }: Sentence) => {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/library/${base.id}/${documentId}?at=${start}-${end}`);
      await page.locator("[data-viewer-scroller][data-ready]").waitFor({ timeout: 60_000 });
      // The passage of before is gone when its address is.
      await page.waitForTimeout(80);
    };
    for (const zoom of ZOOMS) {
      for (const sentence of drawn) {
        await open(sentence);
        await setZoom(page, zoom);
        await look(sentence, `zoom ${zoom}`);
      }
    }
    await open(drawn[0]!);
    await setZoom(page, 1);
    for (const [index, sentence] of sample(drawn, turned, seed).entries()) {
      await open(sentence);
      const quarters = (index % 3) + 1;
      for (let quarter = 0; quarter < quarters; quarter++) await page.keyboard.press("r");
      await page.locator(`[data-viewer-scroller][data-turns="${quarters}"]`).waitFor();
      await look(sentence, "turned");
      for (let quarter = quarters; quarter < 4; quarter++) await page.keyboard.press("r");
      await page.locator('[data-viewer-scroller][data-turns="0"]').waitFor();
    }
    return figuresOf(results, drawn, passedOver, files.size, problems);
  } finally {
    await close();
    await product.stop();
  }
}

function figuresOf(
  results: Measured[],
  drawn: Sentence[],
  passedOver: number,
  files: number,
  problems: string[],
): Figure[] {
  const percent = (list: Measured[]) =>
    (100 * list.filter(({ overlap }) => overlap >= LEAST_OVERLAP).length) / Math.max(1, list.length);
  const median = (list: Measured[]) => list.map(({ overlap }) => overlap).sort((a, b) => a - b)[list.length >> 1] ?? 0;
  const zoomed = results.filter(({ view }) => view !== "turned");
  for (const problem of new Set(problems)) console.log(`  ${problem}`);
  return [
    shown("PDFs", files),
    shown("sentences", drawn.length),
    shown("drawn but passed over: letters more than once on the page, or in another order", passedOver),
    ...KINDS.flatMap((kind) => {
      const own = zoomed.filter(({ sentence }) => sentence.kind === kind);
      const count = drawn.filter((sentence) => sentence.kind === kind).length;
      return own.length === 0
        ? [shown(`${kind}: none in the material`, 0)]
        : [
            shown(`${kind}: sentences`, count),
            atLeast(`${kind}: overlap of at least ${LEAST_OVERLAP}`, percent(own), AIM_PERCENT, "%"),
            shown(`${kind}: median overlap`, median(own)),
          ];
    }),
    ...[...ZOOMS.map((zoom) => `zoom ${zoom}`), "turned"].map((view) => {
      const own = results.filter((result) => result.view === view);
      return atLeast(`${view}: overlap of at least ${LEAST_OVERLAP}`, percent(own), AIM_PERCENT, "%");
    }),
    atLeast(`all: overlap of at least ${LEAST_OVERLAP}`, percent(zoomed), AIM_PERCENT, "%"),
    exactly("console errors and requests that left the machine", problems.length, 0),
  ];
}

await runCheck(async ({ seed, short }) => {
  const browser = await launchChromium();
  try {
    return await measure(browser, seed, short ? SHORT_SENTENCES : SENTENCES, short ? 3 : TURNED);
  } finally {
    await browser.close();
  }
});
