// What a journey through the window has at hand: a page in one language, its words, the engine behind it, and the moves
// that every journey makes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import type { Browser } from "playwright-core";
import { connect } from "../../../../electron/headless/connect.ts";
import { type TextKey, translate } from "../../../../renderer/i18n/index.ts";
import type { TextParams } from "../../../../renderer/i18n/template.ts";
import type { Client } from "../../../../shared/contract/index.ts";
import { type ServedProduct, serveProduct } from "../../../helpers/served-product.ts";
import { writeTinyGguf } from "../../../helpers/tiny-gguf.ts";
import { watchPage } from "../../../helpers/watched-page.ts";

export type WindowLanguage = "en" | "zh-CN";
/** What the fixed model answers to everything. */
export const FIXED_ANSWER = "Oxford, 1987.";

export interface Stage {
  page: Page;
  product: ServedProduct;
  client: Client;
  language: WindowLanguage;
  /** Where a journey may write files. */
  folder: string;
  /** Ids of the models: one says the same at once, one rambles until it is stopped. */
  models: { fixed: string; rambling: string };
  problems: string[];
  t(key: TextKey, params?: TextParams): string;
  /** A button, anywhere or within, by its name in this language. */
  button(name: string, within?: Locator): Locator;
  /** Opens the menu behind a button and chooses an item. */
  choose(opener: Locator, item: string): Promise<void>;
  /** Starts a new chat that the model of this kind answers. */
  newChat(model: "fixed" | "rambling"): Promise<void>;
  /** Sets the longest answer of this chat, in tokens. */
  limitAnswers(tokens: number): Promise<void>;
  /** Asks in the composer; with `wait`, until the answer is there. */
  ask(question: string, options?: { wait?: boolean }): Promise<void>;
  /** Waits until no answer is being written. */
  settled(): Promise<void>;
  /** The last answer, and the line under it. */
  lastAnswer(): Locator;
  /** Conversation that the window shows. */
  conversationId(): string;
  close(): Promise<void>;
}

/** Opens the product with two tiny models in a window of this language. */
export async function openStage(browser: Browser, language: WindowLanguage): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-stage-"));
  await writeTinyGguf(join(folder, "a-fixed.gguf"), { answer: FIXED_ANSWER, name: "Fixed", contextTokens: 8192 });
  const rambling = { answer: "Fish,mud-1987. ", endless: true, name: "Rambling", contextTokens: 8192 };
  await writeTinyGguf(join(folder, "b-rambling.gguf"), rambling);
  const product = await serveProduct({ models: [join(folder, "a-fixed.gguf"), join(folder, "b-rambling.gguf")] });
  const { client, close: disconnect } = await connect(product.workspace);
  await client.settings.set({ language, welcomed: true });
  const modelNamed = async (name: string): Promise<string> => {
    for (const deadlineMs = Date.now() + 30_000; Date.now() < deadlineMs; ) {
      const found = (await client.models.list()).find((model) => model.name === name);
      if (found) return found.id;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`The model ${name} was not taken up.`);
  };
  const models = { fixed: await modelNamed("Fixed"), rambling: await modelNamed("Rambling") };
  await client.models.setDefault({ modelId: models.fixed });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: language });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = (await context.newPage()) as Page;
  page.setDefaultTimeout(15_000);
  const { problems } = watchPage(page);
  await page.goto(product.address);
  await page.locator("[data-composer]").waitFor();

  const t: Stage["t"] = (key, params) => translate(language, key, params);
  const button: Stage["button"] = (name, within) =>
    (within ?? page.locator("body")).getByRole("button", { name, exact: true }).last();
  const settled = async () => {
    await page.waitForFunction(
      () => !document.querySelector(".say-streaming") && document.querySelectorAll(".say").length > 0,
    );
  };
  const stage: Stage = {
    ...{ page, product, client, language, folder, models, problems, t, button, settled },
    async choose(opener, item) {
      await opener.click();
      await page.getByRole("menu").getByText(item, { exact: true }).first().click();
    },
    async newChat(model) {
      await page.keyboard.press("Escape");
      await page.goto(`${new URL(page.url()).origin}/#/chat`);
      const header = page.getByRole("button", { name: t("chat.answersBy") });
      await header.waitFor();
      await stage.choose(header, model === "fixed" ? "Fixed" : "Rambling");
    },
    async limitAnswers(tokens) {
      await button(t("chatSettings.title")).click();
      const field = page.getByLabel(t("chatSettings.maxTokens"), { exact: true });
      await field.fill(String(tokens));
      await field.press("Enter");
      await page.locator("[data-composer]").focus();
    },
    async ask(question, { wait = true } = {}) {
      const before = await page.locator(".say").count();
      const field = page.locator("[data-composer]");
      await field.fill(question);
      await field.press("Enter");
      await page.locator(".ask, .queued").getByText(question, { exact: true }).first().waitFor();
      if (!wait) return;
      await page.locator(".say").nth(before).waitFor();
      await settled();
    },
    lastAnswer: () => page.locator(".talk [data-message]:has(.say), .talk .say").last(),
    conversationId() {
      const id = /#\/chat\/([^?]+)/.exec(page.url())?.[1];
      if (!id) throw new Error(`No conversation is open: ${page.url()}`);
      return decodeURIComponent(id);
    },
    async close() {
      await context.close();
      await disconnect();
      await product.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return stage;
}

/** A journey: what a person does, and what must have come of it. Throws where it did not. */
export interface Journey {
  name: string;
  run(stage: Stage): Promise<void>;
}

/** Tries until it holds, for what the window shows a moment later. */
export async function eventually(what: string, holds: () => Promise<boolean>, withinMs = 10_000): Promise<void> {
  for (const deadlineMs = Date.now() + withinMs; !(await holds()); ) {
    if (Date.now() > deadlineMs) throw new Error(`It did not come to be so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function must(what: string, holds: boolean): void {
  if (!holds) throw new Error(`It is not so: ${what}`);
}
