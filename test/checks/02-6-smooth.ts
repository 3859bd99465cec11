// Check 02.6: the window stays smooth while an answer streams into a very long conversation, while one types, and while
// a very long answer is scrolled. The window, the engine, its run log and its server are the real ones; only the model is
// a script (support/scripted-product.ts), because what is measured is the window and every round must get the same text.
import { availableParallelism, loadavg } from "node:os";
import type { Page } from "@playwright/test";
import type { Browser } from "playwright-core";
import { launchChromium, watchPage } from "../helpers/watched-page.ts";
import { atMost, type CheckOptions, exactly, type Figure, runCheck, shown } from "./support/figures.ts";
import { longMarkdown, writeLongTalks } from "./support/long-talk.ts";
import { busyShares, percentile, typingLatencies, workByFrame } from "./support/main-thread.ts";
import { checkWorkspace } from "./support/places.ts";
import { randomNumbers } from "./support/sampling.ts";
import { type ScriptedProduct, serveScripted } from "./support/scripted-product.ts";

const MESSAGES = 10_000;
const ANSWER_TOKENS = 20_000;
const CHARACTERS_A_TOKEN = 4;
const TOKENS_PER_SECOND = 200;
const ROUNDS = 3;
/** Pixels a second: a fast turn of the wheel. */
const SCROLL_SPEED = 4000;

interface Round {
  /** Of the same typing while nothing is written: what this machine takes for a letter at the moment. */
  typingIdle: number;
  busy: number;
  busyMost: number;
  typing: number;
  scroll: number;
  scrollMost: number;
  frames: number;
}

/** Streams one answer while typing; the share of the main thread and the latencies meanwhile. */
async function stream(page: Page, product: ScriptedProduct, tokens: number, seed: number) {
  product.script.text = longMarkdown(tokens * CHARACTERS_A_TOKEN, seed);
  product.script.tokens = tokens;
  product.script.tokensPerSecond = TOKENS_PER_SECOND;
  const composer = page.locator("[data-composer]");
  const random = randomNumbers(seed);
  const pause = () => 90 + random() * 120;
  const idle = await typingLatencies(page, "the quick brown fox", pause);
  await composer.fill("And what else?");
  await page.locator(".composer-send[type=submit]:not([disabled])").waitFor();
  await composer.press("Enter");
  await page.locator(".say-streaming .markdown").waitFor();
  const ended = page.locator(".say-streaming").waitFor({ state: "detached", timeout: (tokens / 100) * 1000 + 60_000 });
  // Typing is the smaller part of a second, as it is for people; the busy share includes it.
  const typed = typingLatencies(page, "the quick brown fox jumps over the lazy dog ".repeat(2), pause);
  const shares = await busyShares(page, typed);
  const latencies = await typed;
  const after = await busyShares(page, ended);
  await composer.fill("");
  return { shares: [...shares, ...after.slice(0, -1)], latencies, idle };
}

/** Scrolls the long answer from its end to its beginning and back. */
async function scroll(browser: Browser, page: Page): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const box = (await page.locator(".talk-scroll").boundingBox())!;
  const far = await page.locator(".talk-scroll").evaluate((element) => element.scrollHeight);
  const frames = await workByFrame(browser, page, async () => {
    for (const direction of [1, -1]) {
      await session.send("Input.synthesizeScrollGesture", {
        x: box.x + box.width / 2,
        y: box.y + box.height / 2,
        yDistance: direction * far,
        speed: SCROLL_SPEED,
        gestureSourceType: "mouse",
      });
    }
  });
  await session.detach();
  return frames;
}

async function measure({ full, short, seed }: CheckOptions): Promise<Figure[]> {
  const workspace = checkWorkspace("smooth", { fresh: true });
  const size = { messages: MESSAGES, answerCharacters: ANSWER_TOKENS * CHARACTERS_A_TOKEN };
  const talks = await writeLongTalks(workspace, size, seed);
  const product = await serveScripted(workspace);
  const browser = await launchChromium();
  const rounds: Round[] = [];
  let problems: string[] = [];
  try {
    await product.client.settings.set({ welcomed: true });
    const page = (await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()) as Page;
    problems = watchPage(page).problems;
    await page.goto(product.address);
    await page.locator("[data-composer]").waitFor();
    const open = async (id: string) => {
      await page.evaluate((hash) => location.assign(hash), `#/chat/${id}`);
      await page.locator(".talk .say").last().waitFor();
      await page.waitForTimeout(1500);
    };
    for (let round = 0; round < (short ? 1 : ROUNDS); round++) {
      await open(talks.many);
      const { shares, latencies, idle } = await stream(page, product, full ? ANSWER_TOKENS : 5000, seed + round);
      await open(talks.long);
      const frames = await scroll(browser, page);
      rounds.push({
        busy: percentile(shares, 0.5) * 100,
        busyMost: Math.max(...shares) * 100,
        typing: percentile(latencies, 0.95),
        typingIdle: percentile(idle, 0.95),
        scroll: percentile(frames, 0.95),
        scrollMost: Math.max(...frames),
        frames: frames.length,
      });
      console.log(
        `  round ${round + 1}: ${JSON.stringify(rounds.at(-1), (_, v) => (typeof v === "number" ? Number(v.toFixed(1)) : v))}`,
      );
    }
  } finally {
    await browser.close();
    await product.stop();
  }
  const median = (pick: (round: Round) => number) => percentile(rounds.map(pick), 0.5);
  const spread = (pick: (round: Round) => number) => rounds.map((round) => pick(round).toFixed(1)).join(" ");
  return [
    shown("messages in the conversation", MESSAGES),
    shown("processes that wanted each processor core, at the end", loadavg()[0]! / availableParallelism()),
    atMost(
      "main thread busy while 200 tokens/s come in",
      median((r) => r.busy),
      50,
      "%",
    ),
    shown(
      "  of each round",
      spread((r) => r.busy),
      "%",
    ),
    shown(
      "  worst second of each round",
      spread((r) => r.busyMost),
      "%",
    ),
    atMost(
      "typing meanwhile: key to frame, p95",
      median((r) => r.typing),
      30,
      "ms",
    ),
    shown(
      "  of each round",
      spread((r) => r.typing),
      "ms",
    ),
    shown(
      "  of each round while nothing is written",
      spread((r) => r.typingIdle),
      "ms",
    ),
    atMost(
      "20,000-token answer: script and layout a frame while scrolled, p95",
      median((r) => r.scroll),
      8,
      "ms",
    ),
    shown(
      "  of each round",
      spread((r) => r.scroll),
      "ms",
    ),
    shown(
      "  longest frame of each round",
      spread((r) => r.scrollMost),
      "ms",
    ),
    shown("  frames of each round", rounds.map((r) => r.frames).join(" ")),
    exactly("console errors and requests that left this machine", problems.length, 0),
  ];
}

if (import.meta.main) await runCheck(measure);
