// The main job as a person does it, in a real Chromium over headless mode: drop a document, ask, follow the citation.
// With a tiny real model for streaming and stopping, and without one for quoted answers.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { connect } from "../../electron/headless/connect.ts";
import { addDocuments, askInWindow, skipWelcome } from "../helpers/document-journey.ts";
import { type ServedProduct, serveProduct } from "../helpers/served-product.ts";
import { screenProblems, watchPage } from "../helpers/watched-page.ts";
import { lines, tinyPdf } from "../parsers/tiny-pdf.ts";

const folder = mkdtempSync(join(tmpdir(), "alcove-journey-"));
const pdf = join(folder, "harbour-rules.pdf");
const note = join(folder, "合同.txt");
let product: ServedProduct;
let page: Page;
let problems: string[];

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  const first = [
    "The harbour master collects the mooring fee every Monday morning.",
    "A sailing boat pays fourteen crowns a week, a fishing boat nine.",
  ];
  const second = [
    "Fresh water is delivered to the northern quay twice a day.",
    "Divers report to the lighthouse first.",
  ];
  writeFileSync(pdf, tinyPdf([{ content: lines(first, 72, 700) }, { content: lines(second, 72, 700) }]));
  writeFileSync(note, "本合同由甲方和乙方签订。\n\n甲方应在三十天内支付货款。\n\n违约金为合同金额的百分之五。\n");
  product = await serveProduct();
  page = await (await browser.newContext()).newPage();
  ({ problems } = watchPage(page));
  await page.goto(product.address);
});
test.afterAll(async () => {
  await page?.close();
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the first screen offers to go on without a model", async () => {
  expect(await screenProblems(page, "welcome")).toEqual([]);
  await skipWelcome(page);
});

test("a dropped PDF answers with a quoted passage, and its citation opens the page with the passage boxed", async () => {
  await addDocuments(page, product.workspace, [pdf]);
  const { text } = await askInWindow(page, "What does a fishing boat pay?");
  expect(text).toContain("fishing boat nine");
  await page.locator(".say").last().locator("[data-citation]").first().click();
  const boxes = page.locator("[data-evidence-box][data-open]");
  await expect(boxes.first()).toBeVisible();
  await expect(boxes.first()).toHaveAttribute("data-page", "1");
  await expect(page.locator("aside blockquote").first()).toContainText("fishing boat nine");
  expect(await screenProblems(page, "evidence")).toEqual([]);
});

test("a Chinese text file is found by a two-character word and marked in its text", async () => {
  await addDocuments(page, product.workspace, [note], 2);
  const { text } = await askInWindow(page, "违约金是多少？");
  expect(text).toContain("百分之五");
  await page.locator(".say").last().locator("[data-citation]").first().click();
  await expect(page.locator("aside mark").first()).toContainText("违约金");
});

test("a question that the documents say nothing about is answered so", async () => {
  const { text } = await askInWindow(page, "Who composed the opera Tosca?");
  expect(text).toContain("Your documents do not answer this.");
});

test("conversations are still there after a reload", async () => {
  await page.reload();
  await expect(page.getByText("Who composed the opera Tosca?").first()).toBeVisible();
});

test("every page is sound in both languages and themes", async () => {
  const { client, close } = await connect(product.workspace);
  for (const [language, theme] of [
    ["en", "light"],
    ["zh-CN", "dark"],
  ] as const) {
    await client.settings.set({ language, theme });
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    const places = page.getByRole("navigation").first().locator("button:visible");
    for (let i = 0; i < (await places.count()); i++) {
      await places.nth(i).click();
      await page.waitForTimeout(500);
      expect(await screenProblems(page, `place ${i} ${language} ${theme}`)).toEqual([]);
      await page.keyboard.press("Escape");
    }
  }
  await close();
});

test("nothing went wrong in the console and nothing left this machine", () => {
  expect(problems).toEqual([]);
});
