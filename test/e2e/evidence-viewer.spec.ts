// The document viewer as a person uses it, in a real Chromium: pages in a strip, search within the document, zoom,
// fitting and turning with boxes that follow, and long texts with page and search marks.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { connect } from "../../electron/headless/connect.ts";
import type { Document } from "../../shared/contract/documents.ts";
import { addDocuments, skipWelcome } from "../helpers/document-journey.ts";
import { type ServedProduct, serveProduct } from "../helpers/served-product.ts";
import { screenProblems, watchPage } from "../helpers/watched-page.ts";
import { lines, tinyPdf } from "../parsers/tiny-pdf.ts";

const folder = mkdtempSync(join(tmpdir(), "alcove-viewer-"));
const CITED = "Fresh water is delivered to the northern quay twice a day.";
let product: ServedProduct;
let page: Page;
let problems: string[];
let documents: Document[];

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  const texts = [
    ["The harbour master collects the mooring fee every Monday.", "Every boat carries a lantern."],
    [CITED, "The lantern of the quay is lit at dusk."],
    ["Divers report to the lighthouse first.", "A lantern marks each diver."],
  ];
  const pdf = join(folder, "harbour-rules.pdf");
  writeFileSync(pdf, tinyPdf(texts.map((page) => ({ content: lines(page, 72, 700) }))));
  const text = join(folder, "log-book.txt");
  const days = Array.from({ length: 1500 }, (_, day) => `Day ${day + 1}: the keeper lit the lamp.\n潮位正常，无事。\n`);
  writeFileSync(text, days.join("\n"));
  product = await serveProduct();
  page = await (await browser.newContext()).newPage();
  ({ problems } = watchPage(page));
  await page.goto(product.address);
  await skipWelcome(page);
  await addDocuments(page, product.workspace, [pdf, text]);
  const { client, close } = await connect(product.workspace);
  const [base] = await client.knowledge.list();
  documents = await client.documents.list({ knowledgeBaseId: base!.id });
  await close();
});
test.afterAll(async () => {
  await page?.close();
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a document in the library at the passage with these words. */
async function openAt(name: string, words: string): Promise<void> {
  const shown = documents.find((document) => document.name === name)!;
  const { client, close } = await connect(product.workspace);
  const { hits } = await client.documents.find({ documentId: shown.id, query: words });
  await close();
  const { start, end } = hits[0]!;
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/library/${shown.knowledgeBaseId}/${shown.id}?at=${start}-${end}`);
  await expect(page.locator("[data-evidence-box]").first()).toBeVisible();
}

/** Width over height of the box around the passage, and how large a point of the page is. */
async function boxShape(): Promise<{ ratio: number; width: number }> {
  const { width, height } = (await page.locator("[data-evidence-box]").first().boundingBox())!;
  return { ratio: width / height, width };
}

test("the strip shows every page, marks the one with a passage, and leads to any of them", async () => {
  await openAt("harbour-rules.pdf", CITED);
  await page.keyboard.press("t");
  const strip = page.getByRole("navigation", { name: "Pages" });
  await expect(strip.getByRole("button")).toHaveCount(3);
  await expect(strip.getByRole("button", { name: "page 2, 1 passage marked" })).toHaveAttribute("aria-current", "page");
  await expect(strip.locator("canvas")).toHaveCount(3);
  await strip.getByRole("button", { name: "page 2" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(strip.getByRole("button", { name: "page 3" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(strip.getByRole("button", { name: "page 3" })).toHaveAttribute("aria-current", "page");
  expect(await screenProblems(page, "strip")).toEqual([]);
});

test("the search counts places, boxes them and goes round", async () => {
  await page.keyboard.press("Control+f");
  const field = page.getByRole("searchbox", { name: "Search in document" });
  await expect(field).toBeFocused();
  await field.fill("LANTERN");
  const count = page.locator(".ev-search-count");
  // The page that is read comes first.
  await expect(count).toHaveText("3 of 3");
  await expect(page.locator("[data-search-box][data-current]")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(count).toHaveText("1 of 3");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Shift+Enter");
  await expect(count).toHaveText("2 of 3");
  await expect(page.locator('[data-evidence-page="2"] [data-search-box][data-current]')).toBeVisible();
  await field.fill("submarine");
  await expect(count).toHaveText("Not found");
  expect(await screenProblems(page, "search")).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(field).toHaveCount(0);
  await expect(page.locator("[data-viewer-scroller]")).toBeFocused();
});

test("boxes follow zoom, wheel, fitting and turning", async () => {
  await openAt("harbour-rules.pdf", CITED);
  const usual = await boxShape();
  await page.keyboard.press("Control+=");
  await expect.poll(async () => (await boxShape()).width / usual.width).toBeCloseTo(1.25, 1);
  await page.keyboard.press("Control+-");
  await expect.poll(async () => (await boxShape()).width / usual.width).toBeCloseTo(1, 1);
  await page.locator("[data-viewer-scroller]").hover();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await expect.poll(async () => (await boxShape()).width / usual.width).toBeGreaterThan(1.2);
  await page.keyboard.press("p");
  const view = (await page.locator("[data-viewer-scroller]").boundingBox())!;
  await expect
    .poll(async () => (await page.locator('[data-evidence-page="2"]').boundingBox())!.height)
    .toBeLessThanOrEqual(view.height);
  await page.keyboard.press("r");
  await expect.poll(async () => (await boxShape()).ratio).toBeLessThan(0.2);
  await page.keyboard.press("Shift+R");
  await expect.poll(async () => (await boxShape()).ratio).toBeGreaterThan(5);
  await page.keyboard.press("w");
});

test("a long text is searched as a whole though only a part of it is in the window", async () => {
  await openAt("log-book.txt", "Day 7:");
  await page.keyboard.press("Control+f");
  const field = page.getByRole("searchbox", { name: "Search in document" });
  await field.fill("Day 1400: the keeper");
  await expect(page.locator(".ev-search-count")).toHaveText("1 of 1");
  await expect(page.locator("[data-search-box][data-current]")).toHaveText("Day 1400: the keeper");
  await expect(page.locator("[data-search-box][data-current]")).toBeInViewport();
  await field.fill("潮位 正常");
  await expect(page.locator(".ev-search-count")).toHaveText(/of 1500$/);
  const letters = await page.locator(".ev-prose").evaluate((element) => element.textContent.length);
  expect(letters).toBeLessThan(110_000);
  expect(await screenProblems(page, "text")).toEqual([]);
});

test("the viewer speaks Chinese and has a dark side", async () => {
  const { client, close } = await connect(product.workspace);
  await client.settings.set({ language: "zh-CN", theme: "dark" });
  await close();
  await openAt("harbour-rules.pdf", CITED);
  await expect(page.getByRole("button", { name: "在文档中查找" })).toBeVisible();
  await page.keyboard.press("Control+f");
  await page.getByRole("searchbox", { name: "在文档中查找" }).fill("lantern");
  await expect(page.locator(".ev-search-count")).toHaveText("第 2 处，共 3 处");
  expect(await screenProblems(page, "dark")).toEqual([]);
  expect(problems).toEqual([]);
});
