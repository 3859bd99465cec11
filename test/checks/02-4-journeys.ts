// Check 02.4: a person's journeys through conversations and dropped files, in both languages, in a real browser; after a
// temporary chat a raw scan of the workspace finds none of its text, and does find a normal chat's.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { launchChromium, screenProblems } from "../helpers/watched-page.ts";
import { type CheckOptions, exactly, type Figure, runCheck, shown } from "./support/figures.ts";
import { conversationJourneys } from "./support/journeys/conversations.ts";
import { fileJourneys } from "./support/journeys/files.ts";
import { messageJourneys } from "./support/journeys/messages.ts";
import { crashJourney } from "./support/journeys/recovery.ts";
import { openStage, type WindowLanguage } from "./support/journeys/stage.ts";
import { checkFolder } from "./support/places.ts";

const LANGUAGES: WindowLanguage[] = ["en", "zh-CN"];
/** What the short form walks: one journey of each kind. */
const SHORT = [
  "edit a question and walk the branches",
  "a temporary chat leaves nothing behind",
  "drop a short file to ask: it is read whole",
];

/** ALCOVE_JOURNEY names journeys by a part of their name, for work on one of them. */
const wanted = (name: string, short: boolean): boolean =>
  process.env.ALCOVE_JOURNEY ? name.includes(process.env.ALCOVE_JOURNEY) : !short || SHORT.includes(name);

/** Walks all journeys in one language; sentences for those that failed, and what was wrong on the screens. */
async function walk(browser: Browser, language: WindowLanguage, short: boolean) {
  const failed: string[] = [];
  let walked = 0;
  const pictures = checkFolder("journeys");
  mkdirSync(pictures, { recursive: true });
  const stage = await openStage(browser, language);
  try {
    const journeys = [...messageJourneys, ...conversationJourneys, ...fileJourneys];
    for (const { name, run } of journeys.filter((journey) => wanted(journey.name, short))) {
      try {
        await run(stage);
        // Panes that slide in are measured where they come to rest.
        await stage.page.waitForTimeout(500);
        stage.problems.push(...(await screenProblems(stage.page, name)));
        walked++;
      } catch (error) {
        const reason = error instanceof Error ? error.message.split("\n").slice(0, 4).join(" ") : String(error);
        failed.push(`${name} (${language}): ${reason}`);
        const file = `${name.replaceAll(/\W+/g, "-")}.${language}.png`;
        await stage.page.screenshot({ path: join(pictures, file) }).catch(() => {});
      }
    }
  } finally {
    await stage.close();
  }
  if (wanted("crash", short) && !short) {
    await crashJourney(browser, language).then(
      () => walked++,
      (error: Error) => failed.push(`crash (${language}): ${error.message.split("\n")[0]}`),
    );
  }
  return { failed, walked, problems: stage.problems };
}

async function measure({ short }: CheckOptions): Promise<Figure[]> {
  const browser = await launchChromium();
  const figures: Figure[] = [];
  try {
    for (const language of short ? LANGUAGES.slice(0, 1) : LANGUAGES) {
      const { failed, walked, problems } = await walk(browser, language, short);
      for (const sentence of [...failed, ...new Set(problems)]) console.log(`  ${sentence}`);
      figures.push(
        shown(`${language}: journeys walked to their end`, walked),
        exactly(`${language}: journeys that failed`, failed.length, 0),
        exactly(`${language}: errors, overflows, missing words, serious findings`, problems.length, 0),
      );
    }
  } finally {
    await browser.close();
  }
  return figures;
}

if (import.meta.main) await runCheck(measure);
