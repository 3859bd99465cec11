// Dropping files as a person does it, in a real Chromium over headless mode, in both languages: ask, summary, key
// points with stop and going on, library, and what becomes of files that cannot be read.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type Connection, connect } from "../../electron/headless/connect.ts";
import type { Client } from "../../shared/contract/index.ts";
import { skipWelcome } from "../helpers/document-journey.ts";
import { type ServedProduct, serveProduct } from "../helpers/served-product.ts";
import { writeTinyGguf } from "../helpers/tiny-gguf.ts";
import { dropFiles, screenProblems, watchPage } from "../helpers/watched-page.ts";

const WORDS = {
  en: {
    language: "en",
    whole: "Whole text",
    passages: "By passages",
    unreadable: "Cannot be read yet",
    summarise: "Summarise harbour.md",
    keyPoints: "List the key points of tides.txt",
    stopped: /Stopped after \d+ of \d+ parts/,
    goOn: "Continue",
    newChat: "New chat",
    thisChat: "This chat",
    remove: "Remove",
    undo: "Undo",
    addTo: "Add to My documents",
    newTemporary: "New temporary chat",
    temporary: "A temporary chat takes no files",
  },
  zh: {
    language: "zh-CN",
    whole: "读全文",
    passages: "只读相关段落",
    unreadable: "还读不了",
    summarise: "总结 harbour.md",
    keyPoints: "列出 tides.txt 的要点",
    stopped: /读到第 \d+ \/ \d+ 部分时停了/,
    goOn: "继续写",
    newChat: "新对话",
    thisChat: "这个对话",
    remove: "移除",
    undo: "撤销",
    addTo: "加入“我的文档”",
    newTemporary: "新建临时对话",
    temporary: "临时对话不能加文件",
  },
} as const;

/** A file of the test material, with the password that its manifest names. */
const LOCKED = {
  name: "pypdf__r2-user-password.pdf",
  password: "asdfzxcv",
  path: resolve(
    import.meta.dirname,
    "../..",
    process.env.ALCOVE_MATERIAL ?? "../shared/material",
    "ingest/files/pypdf__r2-user-password.pdf",
  ),
};
const folder = mkdtempSync(join(tmpdir(), "alcove-drop-"));
const path = (name: string) => join(folder, name);
test.beforeAll(async () => {
  writeFileSync(
    path("harbour.md"),
    "# Harbour rules\n\nA sailing boat pays fourteen crowns a week, a fishing boat nine.\n",
  );
  writeFileSync(path("lighthouse.txt"), "The lighthouse keeper lights the lamp at dusk.\n");
  writeFileSync(path("tides.txt"), tides());
  writeFileSync(path("picture.png"), "not a picture");
  writeFileSync(path("broken.pdf"), "%PDF-1.4 and nothing else");
  mkdirSync(path("models"));
  await writeTinyGguf(path("models/yes.gguf"), { answer: "Warm tides.", name: "Yes" });
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A text of many parts for a model with a small context, no two sentences alike. */
function tides(): string {
  const days = Array.from(
    { length: 250 },
    (_, day) => `On day ${day + 1} the tide stood ${(day * 37) % 211} inches high.`,
  );
  return `${days.join(" ")}\n`;
}

for (const [name, words] of Object.entries(WORDS)) {
  test.describe(`dropped files, ${name}`, () => {
    test.describe.configure({ mode: "serial" });
    let product: ServedProduct;
    let page: Page;
    let client: Client;
    let connection: Connection;
    let problems: string[];
    const chips = () => page.locator(".attachment");
    const chip = (file: string) => chips().filter({ has: page.locator(`[title="${file}"]`) });
    const newChat = async () => {
      await page.locator("[data-composer]").press("Control+n");
      await expect(chips()).toHaveCount(0);
    };

    test.beforeAll(async ({ browser }) => {
      product = await serveProduct({ models: [path("models/yes.gguf")] });
      page = await (await browser.newContext()).newPage();
      ({ problems } = watchPage(page));
      await page.goto(product.address);
      await skipWelcome(page);
      connection = await connect(product.workspace);
      ({ client } = connection);
      await client.settings.set({ language: words.language });
      await expect(page.locator("html")).toHaveAttribute("lang", words.language);
    });
    test.afterAll(async () => {
      await connection?.close();
      await page?.close();
      await product?.stop();
    });

    test("are named, with what cannot be read, and key 1 lets one ask about them", async () => {
      await dropFiles(page, [path("harbour.md"), path("lighthouse.txt"), path("picture.png")]);
      await expect(page.locator(".drop-file")).toHaveCount(3);
      await expect(page.locator(".drop-file-bad")).toContainText(words.unreadable);
      await expect(page.locator("[data-action=ask]")).toBeFocused();
      expect(await screenProblems(page, `sheet ${name}`)).toEqual([]);
      await page.keyboard.press("1");
      await expect(chips()).toHaveCount(2);
      await expect(page.locator("[data-composer]")).toBeFocused();
      await expect(chip("harbour.md")).toContainText(words.whole);
      await page.keyboard.type("What does a fishing boat pay?");
      await page.keyboard.press("Enter");
      await expect(page.locator(".say").last()).toContainText("Warm tides.");
      await expect(page.locator(".say-streaming")).toHaveCount(0);
      expect(await client.knowledge.list()).toEqual([]);
    });

    test("go into the chat that is open or a new one; a long one is read by passages", async () => {
      const before = await client.chats.list({ limit: 10 });
      await dropFiles(page, [path("tides.txt")]);
      await expect(page.getByText(words.thisChat)).toBeVisible();
      await page.locator(".drop-sheet .segmented").getByText(words.newChat).click();
      await page.locator("[data-action=ask]").click();
      await expect(chip("tides.txt")).toContainText(words.passages);
      await expect(chips()).toHaveCount(1);
      expect(await client.chats.list({ limit: 10 })).toHaveLength(before.length + 1);
    });

    test("are summarised with key 2, and the question is in the person's words", async () => {
      await newChat();
      await dropFiles(page, [path("harbour.md")]);
      await page.locator("[data-action=ask]").waitFor();
      await page.keyboard.press("2");
      await expect(page.locator(".ask").last()).toHaveText(words.summarise);
      await expect(page.locator(".say").last()).toContainText("Warm tides.");
      await expect(page.locator(".say-streaming")).toHaveCount(0);
    });

    test("are read part by part; what was stopped goes on", async () => {
      await newChat();
      await dropFiles(page, [path("tides.txt")]);
      await page.locator("[data-action=key-points]").click();
      await expect(page.locator(".ask").last()).toHaveText(words.keyPoints);
      const progress = page.locator(".say .run-row");
      await expect(progress.getByRole("progressbar")).toBeVisible();
      await progress.getByRole("button").click();
      await expect(page.locator(".after-note")).toHaveText(new RegExp(words.stopped.source));
      await page.locator(".after-note").getByRole("button", { name: words.goOn }).click();
      await expect(page.locator(".say").last()).toContainText("Warm tides.", { timeout: 60_000 });
      await expect(page.locator(".say-streaming")).toHaveCount(0);
    });

    test("go into the library with key 5, and from a chat's chip", async () => {
      await newChat();
      await dropFiles(page, [path("lighthouse.txt")]);
      await page.locator("[data-action=ask]").waitFor();
      await page.keyboard.press("5");
      await expect.poll(async () => (await client.knowledge.list()).map(({ documents }) => documents)).toEqual([1]);
      await dropFiles(page, [path("harbour.md")]);
      await page.locator("[data-action=ask]").click();
      await expect(chip("harbour.md")).toContainText(words.whole);
      await chip("harbour.md").getByRole("button").click();
      await page.getByRole("menuitem", { name: words.addTo }).click();
      await expect.poll(async () => (await client.knowledge.list()).map(({ documents }) => documents)).toEqual([2]);
    });

    test("are removed with an undo, opened, and come back", async () => {
      await chip("harbour.md").getByRole("button").click();
      await page.getByRole("menuitem", { name: words.remove }).click();
      await expect(chips()).toHaveCount(0);
      await page.locator(".toast").getByRole("button", { name: words.undo }).click();
      await chip("harbour.md").getByRole("button").click();
      const at = page.url();
      await page
        .getByRole("menuitem")
        .filter({ hasText: /^(Open|打开)$/ })
        .click();
      await expect(page.locator(".ev-reader")).toContainText("fishing boat nine");
      await page.keyboard.press("Escape");
      await expect(page).toHaveURL(at);
    });

    test("that fail say why, and files that are pasted are attached", async () => {
      await newChat();
      const bytes = readFileSync(path("broken.pdf")).toString("base64");
      await page.locator("[data-composer]").evaluate((field, base64) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))], "broken.pdf"));
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      }, bytes);
      await expect(chip("broken.pdf").locator(".attachment-bad")).toBeVisible();
      expect(await screenProblems(page, `failed ${name}`)).toEqual([]);
    });

    test("that need a password are read with it, and nothing is asked by that", async () => {
      test.skip(!existsSync(LOCKED.path), "needs the test material");
      await newChat();
      await dropFiles(page, [LOCKED.path]);
      await page.locator("[data-action=ask]").click();
      await chip(LOCKED.name).locator(".attachment-warn + button").click();
      await page.locator("dialog input").fill(LOCKED.password);
      await page.keyboard.press("Enter");
      await expect(chip(LOCKED.name)).toHaveAttribute("data-status", "ready");
      await expect(page.locator(".ask")).toHaveCount(0);
    });

    test("are not for a temporary chat: the sheet says so and offers a normal one", async () => {
      await newChat();
      await page.getByRole("button", { name: words.newTemporary }).click();
      await dropFiles(page, [path("harbour.md")]);
      await expect(page.locator(".drop-sheet .notice")).toContainText(words.temporary);
      expect(await screenProblems(page, `temporary ${name}`)).toEqual([]);
      await page.locator("[data-action=ask]").click();
      await expect(chip("harbour.md")).toContainText(words.whole);
      const [newest] = await client.chats.list({ limit: 1 });
      expect(newest).toMatchObject({ title: "harbour.md", temporary: false });
    });

    test("leave nothing wrong in the console", () => expect(problems).toEqual([]));
  });
}
