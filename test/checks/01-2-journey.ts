// Drop three PDFs, ask ten questions with a real model, follow every citation to its box; then every screen in both
// themes and languages, into docs/screens. `npm run check -- 01.2`
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Browser } from "playwright-core";
import {
  addDocuments,
  askInWindow,
  type FollowedCitation,
  followCitations,
  pathByName,
  skipWelcome,
} from "../helpers/document-journey.ts";
import { serveProduct } from "../helpers/served-product.ts";
import { launchChromium, screenProblems, watchPage } from "../helpers/watched-page.ts";
import { openEngine, readJsonLines } from "./support/engine.ts";
import { atLeast, exactly, type Figure, runCheck, shown } from "./support/figures.ts";
import { materialFolder, repositoryRoot } from "./support/places.ts";
import { shuffled } from "./support/sampling.ts";

interface QaQuestion {
  question: string;
  doc: string;
  page: number;
}

const DOCUMENTS = 3;
const QUESTIONS = 10;
/** Small enough to be kept beside the documentation. */
const PICTURE = { type: "jpeg", quality: 70 } as const;
const screensFolder = join(repositoryRoot, "docs", "screens");

/** The chat model of models/, or the reason why the check cannot run. */
function chatModel(): string {
  const folder = join(repositoryRoot, "models");
  const file = existsSync(folder)
    ? readdirSync(folder).find((name) => name.startsWith("qwen2.5-coder-0.5b"))
    : undefined;
  if (!file) throw new Error("There is no chat model in models/. Run: npm run models:fetch");
  return join(folder, file);
}

/** Three documents with most questions, and ten questions spread over them. */
function material(seed: number): { pdfs: string[]; questions: QaQuestion[] } {
  const docs = materialFolder("qa", "docs");
  const all = readJsonLines<QaQuestion>(materialFolder("qa", "qa.en.jsonl"));
  const byDoc = Map.groupBy(shuffled(all, seed), (question) => question.doc);
  const chosen = [...byDoc].sort(([, a], [, b]) => b.length - a.length).slice(0, DOCUMENTS);
  const questions: QaQuestion[] = [];
  for (let i = 0; questions.length < QUESTIONS && i < 100; i++) {
    for (const [, list] of chosen) {
      const question = list[i];
      if (question && questions.length < QUESTIONS) questions.push(question);
    }
  }
  return { pdfs: chosen.map(([doc]) => join(docs, `${doc}.pdf`)), questions };
}

/** Every place of the product in one theme and language. Returns what is wrong with what is seen. */
async function photograph(
  page: Page,
  language: "en" | "zh-CN",
  theme: "light" | "dark",
  conversation: string,
): Promise<string[]> {
  const problems: string[] = [];
  const shoot = async (name: string) => {
    await page.waitForTimeout(600);
    problems.push(...(await screenProblems(page, `${name} ${language} ${theme}`)));
    await page.screenshot({ path: join(screensFolder, `${name}.${language}.${theme}.jpg`), ...PICTURE });
  };
  const places: [string, RegExp][] = [
    ["library", /^(Library|资料库)/],
    ["models", /^(Models|模型)/],
    ["settings", /^(Settings|设置)/],
    ["chat", /^(Chat|对话|聊天)/],
  ];
  for (const [name, label] of places) {
    await page
      .getByRole("navigation")
      .first()
      .getByRole("link", { name: label })
      .or(page.getByRole("navigation").first().getByRole("button", { name: label }))
      .first()
      .click();
    if (name === "chat") {
      await page.getByText(conversation).first().click();
      await page.locator(".say [data-citation]").first().click();
      await page.locator("[data-evidence-box]").first().waitFor();
      await page.waitForTimeout(800);
    }
    await shoot(name);
  }
  return problems;
}

async function measure(browser: Browser, seed: number): Promise<Figure[]> {
  const { pdfs, questions } = material(seed);
  const product = await serveProduct({ models: [chatModel()] });
  const figures: Figure[] = [];
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US" });
    const page = (await context.newPage()) as Page;
    const { problems } = watchPage(page);
    mkdirSync(screensFolder, { recursive: true });
    await page.goto(product.address);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    problems.push(...(await screenProblems(page, "welcome")));
    await page.screenshot({ path: join(screensFolder, "welcome.en.light.jpg"), ...PICTURE });
    await skipWelcome(page);
    await addDocuments(page, product.workspace, pdfs);

    const followed: FollowedCitation[] = [];
    let streamed = 0;
    let cited = 0;
    let totalMs = 0;
    for (const { question, doc, page: number } of questions) {
      const asked = await askInWindow(page, question);
      if (asked.growths > 1) streamed++;
      totalMs += asked.totalMs;
      const citations = await followCitations(page, question, pathByName(pdfs));
      const [first] = citations;
      if (first && first.document === `${doc}.pdf` && first.page === number) cited++;
      followed.push(...citations);
      const ious = citations.map(({ n, iou }) => `[${n}] ${iou === null ? "?" : iou.toFixed(2)}`).join(" ");
      console.log(
        `  ${(asked.totalMs / 1000).toFixed(0)} s  ${question}\n    ${asked.text.replace(/\s+/g, " ").slice(0, 140)}\n    ${ious}`,
      );
    }
    const measured = followed.flatMap(({ iou }) => (iou === null ? [] : [iou]));
    figures.push(
      shown("questions asked", questions.length),
      exactly("answers that streamed", streamed, questions.length),
      shown("first citation on the answering page", `${cited} of ${questions.length}`),
      shown("citations followed", followed.length),
      exactly(
        "citations that opened their page with a box",
        followed.filter(({ opened }) => opened).length,
        followed.length,
      ),
      atLeast("boxes compared with poppler's words", measured.length, 1),
      atLeast("lowest intersection over union", measured.length > 0 ? Math.min(...measured) : 0, 0.7),
      shown("mean time of an answer", totalMs / questions.length / 1000, "s"),
    );

    for (const language of ["en", "zh-CN"] as const) {
      for (const theme of ["light", "dark"] as const) {
        await setAppearance(product.workspace, language, theme);
        await page.reload();
        await page.locator("[data-composer], main").first().waitFor();
        problems.push(...(await photograph(page, language, theme, questions[0]!.question)));
      }
    }
    figures.push(exactly("console errors, overflow, missing translations, serious axe findings", problems.length, 0));
    for (const problem of new Set(problems)) console.log(`  ${problem}`);
    await context.close();
  } finally {
    await product.stop();
  }
  return figures;
}

async function setAppearance(workspace: string, language: "en" | "zh-CN", theme: "light" | "dark"): Promise<void> {
  const { client, close } = await openEngine(workspace);
  await client.settings.set({ language, theme });
  await close();
}

await runCheck(async ({ seed }) => {
  const browser = await launchChromium();
  try {
    return await measure(browser, seed);
  } finally {
    await browser.close();
  }
});
