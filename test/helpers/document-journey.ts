// The main journey in a browser: drop documents, ask, follow every citation to its box. Shared by the end-to-end test
// and by check 01.2.
import { basename } from "node:path";
import type { Page } from "@playwright/test";
import { connect } from "../../electron/headless/connect.ts";
import { intersectionOverUnion, passageRects, popplerWords, type Rect } from "./glyph-boxes.ts";
import { dropFiles } from "./watched-page.ts";

/** Goes past the first-run screen without choosing anything. */
export async function skipWelcome(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^(Skip|跳过|Continue|继续)/ })
    .first()
    .click();
  await page.locator("[data-composer]").waitFor();
}

/** Drops files and waits until `total` documents can be searched; the engine is asked over its local socket. */
export async function addDocuments(
  page: Page,
  workspace: string,
  paths: string[],
  total = paths.length,
): Promise<void> {
  await dropFiles(page, paths);
  // Nothing asks on the first screen and in the library, where files go in by themselves.
  const keep = page.locator("[data-action=library]");
  if (
    await keep
      .waitFor({ timeout: 2000 })
      .then(() => true)
      .catch(() => false)
  )
    await keep.click();
  const { client, close } = await connect(workspace);
  try {
    const deadline = Date.now() + 180_000;
    for (;;) {
      const bases = await client.knowledge.list();
      const lists = await Promise.all(bases.map((base) => client.documents.list({ knowledgeBaseId: base.id })));
      const documents = lists.flat();
      const failed = documents.find((document) => document.status === "failed");
      if (failed) throw new Error(`${failed.name}: ${failed.error?.message}`);
      if (documents.filter((document) => document.status === "ready").length >= total) return;
      if (Date.now() > deadline) throw new Error("The dropped documents did not become ready in three minutes.");
      await page.waitForTimeout(200);
    }
  } finally {
    await close();
  }
}

export interface AskedInWindow {
  /** How often the visible text grew while it was written. */
  growths: number;
  text: string;
  totalMs: number;
}

/** Types a question, sends it, and waits for the end of the answer. */
export async function askInWindow(page: Page, question: string, timeoutMs = 240_000): Promise<AskedInWindow> {
  const before = await page.locator(".say").count();
  await page.locator("[data-composer]").fill(question);
  // The field takes no question before the window has heard that the last answer is over.
  await page.locator(".composer-send[type=submit]:not([disabled])").waitFor({ timeout: 20_000 });
  const startedMs = performance.now();
  await page.locator("[data-composer]").press("Enter");
  const answer = page.locator(".say").nth(before);
  await answer.waitFor({ timeout: timeoutMs });
  let growths = 0;
  let length = 0;
  for (;;) {
    // Asked before the text is read: an answer that has ended by then is read whole.
    const writing = await answer.evaluate((element) => element.classList.contains("say-streaming"));
    const text = ((await answer.textContent()) ?? "").trim();
    if (text.length > length && length > 0) growths++;
    length = text.length;
    if (!writing) return { growths, text, totalMs: performance.now() - startedMs };
    if (performance.now() - startedMs > timeoutMs) throw new Error(`No whole answer to "${question}" in time.`);
    await page.waitForTimeout(60);
  }
}

export interface FollowedCitation {
  question: string;
  n: number;
  document: string;
  page: number;
  /** Whether the evidence shows the cited page with a box on it. */
  opened: boolean;
  /** Boxes against poppler's words of the passage; null where poppler does not find the words. */
  iou: number | null;
}

/** Clicks every citation of the last answer and measures its box on the page that opens. */
export async function followCitations(
  page: Page,
  question: string,
  pdfOf: (name: string) => string,
): Promise<FollowedCitation[]> {
  const answer = page.locator(".say").last();
  const numbers = new Set(
    await answer
      .locator("[data-citation]")
      .evaluateAll((chips) => chips.map((chip) => Number(chip.getAttribute("data-citation")))),
  );
  const followed: FollowedCitation[] = [];
  for (const n of numbers) {
    const chip = answer.locator(`[data-citation="${n}"]`).first();
    const label = (await chip.getAttribute("aria-label")) ?? "";
    const document = /[\w.-]+\.pdf/.exec(label)?.[0] ?? "";
    const cited = Number(/(\d+)\D*$/.exec(label)?.[1]);
    await chip.click();
    const boxes = page.locator(`[data-evidence-box][data-open][data-n="${n}"]`);
    const opened = await boxes
      .first()
      .waitFor({ timeout: 20_000 })
      .then(
        () => true,
        () => false,
      );
    if (!opened) {
      followed.push({ question, n, document, page: cited, opened, iou: null });
      continue;
    }
    // The pane slides in and scrolls to the passage; positions relative to the page do not depend on that.
    const shown = await boxes.evaluateAll((elements) =>
      elements.map((element) => {
        const sheet = element.closest<HTMLElement>("[data-evidence-page]")!;
        const scale = Number(sheet.dataset.scale);
        const [cropLeft = 0, cropTop = 0] = (sheet.dataset.crop ?? "0 0").split(" ").map(Number);
        const [box, origin] = [element.getBoundingClientRect(), sheet.getBoundingClientRect()];
        const x = (value: number) => (value - origin.left) / scale + cropLeft;
        const y = (value: number) => (value - origin.top) / scale + cropTop;
        return {
          page: Number(sheet.dataset.evidencePage),
          rect: [x(box.left), y(box.top), x(box.right), y(box.bottom)],
        };
      }),
    );
    const quote = (await page.locator("aside blockquote").first().textContent()) ?? "";
    const rightPage = shown.every((box) => box.page === cited);
    const words = passageRects(popplerWords(pdfOf(document), cited), quote);
    const iou =
      words.length > 0
        ? intersectionOverUnion(
            shown.map((box) => box.rect as Rect),
            words,
          )
        : null;
    followed.push({ question, n, document, page: cited, opened: rightPage, iou });
  }
  return followed;
}

/** Finds a dropped file by its name again. */
export const pathByName = (paths: string[]) => (name: string) => paths.find((path) => basename(path) === name) ?? name;
