// Long conversations and hostile answers in a real Chromium under the real policy: nothing runs, is loaded or flickers,
// diagrams are pictures, and of many messages only the near ones are in the page. The model is a script, because
// what it writes must be known.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type LongTalks, longMarkdown, writeLongTalks } from "../checks/support/long-talk.ts";
import { type ScriptedProduct, serveScripted } from "../checks/support/scripted-product.ts";
import { screenProblems, watchPage } from "../helpers/watched-page.ts";

const MESSAGES = 1200;
const workspace = mkdtempSync(join(tmpdir(), "alcove-rendering-"));
let talks: LongTalks;
let product: ScriptedProduct;
let page: Page;
let problems: string[];

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  talks = await writeLongTalks(workspace, { messages: MESSAGES, answerCharacters: 40_000 }, 1);
  product = await serveScripted(workspace);
  await product.client.settings.set({ welcomed: true, language: "en" });
  page = await (await browser.newContext()).newPage();
  ({ problems } = watchPage(page));
  await page.goto(product.address);
});
test.afterAll(async () => {
  await page?.close();
  await product?.stop();
  rmSync(workspace, { recursive: true, force: true });
});

const open = async (id: string, more = "") => {
  await page.evaluate((hash) => location.assign(hash), `#/chat/${id}${more}`);
  await expect(page.locator(".talk .say").last()).toBeVisible();
};
/** Asks; the script writes `text`. Resolves when the answer has begun. */
const answer = async (text: string, tokensPerSecond = 400) => {
  Object.assign(product.script, { text, tokens: Math.ceil(text.length / 4), tokensPerSecond });
  await page.locator("[data-composer]").fill("Go on.");
  await page.locator(".composer-send[type=submit]:not([disabled])").waitFor();
  await page.locator("[data-composer]").press("Enter");
  await expect(page.locator(".say-streaming .markdown")).toBeVisible();
};
const ended = () => expect(page.locator(".say-streaming")).toHaveCount(0, { timeout: 60_000 });
/** Messages in sight: their number in the conversation, and how far below the top of the view. */
const inSight = () =>
  page.locator(".talk-scroll").evaluate((view) => {
    const frame = view.getBoundingClientRect();
    return [...view.querySelectorAll<HTMLElement>("[data-turn]")]
      .map((turn) => ({ index: Number(turn.dataset.turn), box: turn.getBoundingClientRect() }))
      .filter(({ box }) => box.bottom > frame.top && box.top < frame.bottom)
      .map(({ index, box }) => ({ index, top: Math.round(box.top - frame.top) }));
  });
const fromEnd = () =>
  page.locator(".talk-scroll").evaluate((view) => Math.round(view.scrollHeight - view.scrollTop - view.clientHeight));

const FENCE = "```";
const DIAGRAMS = `A flowchart:

${FENCE}mermaid
%%{init: {"securityLevel": "loose", "themeCSS": "*{background:url(https://example.org/x)}"}}%%
flowchart TD
  A["<img src=x onerror=alert(1)>Open"] --> B{Warm?}
  B -->|yes| C[Run]
  click A "javascript:alert(1)"
  click B call alert()
${FENCE}

${FENCE}mermaid
sequenceDiagram
  Driver->>Fireman: More steam
${FENCE}

${FENCE}mermaid
pie title Losses
  "Condenser" : 55
  "Chimney" : 15
${FENCE}

A broken one, and one that wants a picture from elsewhere:

${FENCE}mermaid
flowchart TD
  A[Start -->
${FENCE}

${FENCE}mermaid
flowchart TD
  A@{ img: "https://example.org/x.png", label: "x" }
${FENCE}

<script>document.title = "run"</script> <img src="https://example.org/x.png" onerror="alert(1)">

![x](https://example.org/track.png) $\\href{javascript:alert(1)}{x}$ and the end.`;

test("diagrams of an answer become pictures that run and load nothing; broken ones stay source", async () => {
  await open(talks.long);
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  await answer(DIAGRAMS, 80);
  await ended();
  const last = page.locator(".say").last();
  await expect(last.locator(".diagram img")).toHaveCount(3, { timeout: 30_000 });
  await expect(last.getByRole("img", { name: "Pie chart: Losses" })).toBeVisible();
  await expect(last.getByText("This diagram cannot be drawn")).toHaveCount(2);
  const pictures = await last.locator(".diagram img").evaluateAll((images) =>
    images.map((image) => {
      const { src, naturalWidth } = image as HTMLImageElement;
      return { data: src.startsWith("data:image/svg+xml"), loaded: naturalWidth > 0 };
    }),
  );
  expect(pictures).toEqual(pictures.map(() => ({ data: true, loaded: true })));
  await expect(last.getByText("and the end.")).toBeVisible();
  expect(dialogs).toBe(0);
  expect(await page.title()).not.toBe("run");
  expect(await page.locator(".diagram-workshop").count()).toBe(0);
  expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
});

test("a button shows a diagram's source; another theme draws it in its own colours", async () => {
  const figure = page.locator(".say").last().locator("figure.diagram").last();
  const before = await figure.locator("img").getAttribute("src");
  await figure.hover();
  await figure.getByRole("button", { name: "Show source" }).click();
  await expect(page.locator(".say").last().locator(".diagram code", { hasText: "pie title Losses" })).toBeVisible();
  await page.getByRole("button", { name: "Show diagram" }).click();
  await product.client.settings.set({ theme: "dark" });
  await expect.poll(() => figure.locator("img").getAttribute("src")).not.toBe(before);
  expect(await screenProblems(page, "diagrams in the dark")).toEqual([]);
  await product.client.settings.set({ theme: "light" });
});

test("finished blocks of a growing answer are never put in anew", async () => {
  await page.evaluate(() => {
    const counts = { seen: 0, removed: 0 };
    const seen = new Set<Node>();
    Object.assign(window, { counts });
    new MutationObserver((records) => {
      for (const { removedNodes } of records) for (const node of removedNodes) if (seen.has(node)) counts.removed++;
      // The last two may still turn out to be something else.
      for (const block of [...document.querySelectorAll(".say-streaming .md-part > *")].slice(0, -2)) seen.add(block);
      counts.seen = seen.size;
    }).observe(document.querySelector(".talk")!, { childList: true, subtree: true, characterData: true });
  });
  await answer(longMarkdown(6000, 5), 150);
  await ended();
  const kept = await page.evaluate(() => (window as unknown as { counts: { seen: number; removed: number } }).counts);
  expect(kept.seen).toBeGreaterThan(8);
  expect(kept.removed).toBe(0);
});

test("a long conversation opens at its end with few messages in the page, and goes to either end by key", async () => {
  await open(talks.many);
  await expect.poll(fromEnd).toBe(0);
  expect((await inSight()).at(-1)?.index).toBe(MESSAGES - 1);
  expect(await page.locator("[data-turn]").count()).toBeLessThan(60);
  const last = page.locator("[data-turn]").last();
  await expect(last).toHaveAttribute("aria-posinset", String(MESSAGES));
  await expect(last).toHaveAttribute("aria-setsize", String(MESSAGES));
  expect(await screenProblems(page, "long conversation")).toEqual([]);
  await page.keyboard.press("Control+Home");
  await expect.poll(async () => (await inSight())[0]).toMatchObject({ index: 0 });
  await page.keyboard.press("Control+End");
  await expect.poll(fromEnd).toBe(0);
});

test("what is read stays in its place while messages above it get their size", async () => {
  await page.locator(".talk-scroll").evaluate((view) => {
    view.scrollTop = view.scrollHeight * 0.6;
  });
  await expect.poll(async () => (await inSight()).length).toBeGreaterThan(0);
  await page.mouse.move(700, 300);
  const jumps: number[] = [];
  for (let step = 0; step < 25; step++) {
    const before = await inSight();
    const from = await page.locator(".talk-scroll").evaluate((view) => view.scrollTop);
    await page.mouse.wheel(0, -180);
    const mark = before.at(-1)!;
    await expect
      .poll(async () => (await inSight()).find(({ index }) => index === before[0]!.index)?.top ?? Number.NaN)
      .not.toBe(before[0]!.top);
    const after = (await inSight()).find(({ index }) => index === before[0]!.index);
    if (after) jumps.push(Math.abs(after.top - before[0]!.top - 180));
    expect(mark.index).toBeLessThan(MESSAGES);
    expect(from).toBeGreaterThan(0);
  }
  expect(jumps.length).toBeGreaterThan(15);
  expect(Math.max(...jumps)).toBeLessThan(3);
});

test("an address names a message, and the page goes to it", async () => {
  const { messages } = await product.client.chats.get({ conversationId: talks.many });
  const wanted = messages[500]!;
  await open(talks.many, `?message=${wanted.id}`);
  await expect.poll(async () => (await inSight())[0]).toMatchObject({ index: 500, top: 0 });
  await expect(page.locator('[data-turn="500"]')).toBeFocused();
});

test("a selection survives scrolling far away", async () => {
  const selected = await page.evaluate(() => {
    getSelection()!.selectAllChildren(document.querySelector('[data-turn="501"] .markdown p')!);
    return getSelection()!.toString();
  });
  expect(selected.length).toBeGreaterThan(20);
  await page.locator(".talk-scroll").evaluate((view) => {
    view.scrollTop = view.scrollHeight * 0.9;
  });
  await expect.poll(async () => (await inSight())[0]?.index ?? 0).toBeGreaterThan(900);
  expect(await page.evaluate(() => getSelection()!.toString())).toBe(selected);
});

test("the end is followed while an answer grows, let go by scrolling up, and taken up again", async () => {
  await answer(longMarkdown(8000, 9), 300);
  await expect.poll(fromEnd).toBe(0);
  await page.mouse.move(700, 300);
  await page.mouse.wheel(0, -500);
  await expect(page.getByRole("button", { name: "To the end" })).toBeVisible();
  const place = await inSight();
  await page.waitForTimeout(800);
  expect(await inSight()).toEqual(place);
  await page.getByRole("button", { name: "To the end" }).click();
  await expect.poll(fromEnd).toBe(0);
  await ended();
  await expect.poll(fromEnd).toBe(0);
});

test("printing puts every message on paper", async () => {
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await page.locator("[data-turn]").count()).toBe(MESSAGES + 2);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: null });
  await expect.poll(() => page.locator("[data-turn]").count()).toBeLessThan(60);
});

test("none of this made an error, was against the policy, or asked for anything from elsewhere", () => {
  expect(problems).toEqual([]);
});
