// Check 02.7: a hundred kill -9 at random moments, while files are taken in, questions asked, a document summarised,
// conversations ordered, exported, deleted and restored: nothing acknowledged is lost, and nothing is broken.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "../../shared/contract/index.ts";
import { asker } from "./support/asker.ts";
import { knowledgeBase } from "./support/engine.ts";
import { startEngineProcess } from "./support/engine-process.ts";
import { type CheckOptions, exactly, type Figure, runCheck, shown } from "./support/figures.ts";
import { filesToTakeIn, placeModel } from "./support/inputs.ts";
import { deleting } from "./support/life/deleting.ts";
import { exporting } from "./support/life/exporting.ts";
import { ingesting } from "./support/life/ingesting.ts";
import { summarising } from "./support/life/summarising.ts";
import { tidying } from "./support/life/tidying.ts";
import { brokenThings, killThroughLife } from "./support/life-kills.ts";
import { checkWorkspace } from "./support/places.ts";
import { randomNumbers } from "./support/sampling.ts";
import { halfThings } from "./support/soundness.ts";

const KILLS = 100;
const SHORT_KILLS = 3;
const ENGINE_SHARE = 0.7;
const QUESTIONS = ["What is this about?", "Who won, and when?", "这些文件讲了什么？", "Where does it say so?"];

/** The model that lies in the models folder; a new engine takes it up a moment after its start. */
async function chatModel(client: Client): Promise<string> {
  for (const deadlineMs = Date.now() + 30_000; Date.now() < deadlineMs; ) {
    const model = (await client.models.list()).find(({ kind }) => kind === "chat");
    if (model) return model.id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The chat model that lies in the models folder was not taken up.");
}

async function measure({ full, short, seed }: CheckOptions): Promise<Figure[]> {
  const kills = short ? SHORT_KILLS : full ? 3 * KILLS : KILLS;
  const workspace = checkWorkspace(short ? "life-short" : "life", { fresh: true });
  const papers = join(workspace, "..", "papers");
  mkdirSync(papers, { recursive: true });
  const write = (name: string, text: string) => {
    const path = join(papers, name);
    writeFileSync(path, text);
    return path;
  };
  await placeModel(workspace, false);
  const first = await startEngineProcess(workspace);
  let client: Client = first.client;
  const modelId = await chatModel(client);
  const library = await knowledgeBase(client, "Library");
  const desk = await knowledgeBase(client, "Desk");

  const random = randomNumbers(seed);
  const activities = [
    ingesting(filesToTakeIn(short ? 4 : 30, seed), library.id),
    tidying(random, modelId),
    deleting(random, { modelId, knowledgeBaseId: desk.id, seed, write }),
    exporting(random, modelId, seed),
    summarising(modelId, write),
  ];
  const questions = asker(() => client, QUESTIONS, modelId);
  questions.start([library.id]);
  const { result, engine } = await killThroughLife(
    {
      workspace,
      activities,
      kills,
      engineShare: short ? 1 : ENGINE_SHARE,
      seed,
      setClient: (next) => {
        client = next;
      },
      beforeKill: () => {
        const told = questions.told();
        return async () => {
          await questions.pause();
          // The last kills may have hit the inference process while it answered.
          return questions.missing(client, told, ["interrupted", "child.lost"]);
        };
      },
      afterRestart: () => questions.start([library.id]),
    },
    first,
  );
  await questions.pause();
  for (const activity of activities) {
    const left = (await activity.settle?.(engine.client)) ?? (await activity.missing(engine.client));
    result.lost.push(...left.map((each) => `${activity.name}: ${each}`));
  }
  await engine.stop();
  result.broken.push(...brokenThings(workspace), ...(await halfThings(workspace)));
  for (const sentence of new Set([...result.lost, ...result.broken, ...result.refused])) console.log(`  ${sentence}`);
  const total = [...result.kills.values()].reduce((sum, count) => sum + count, 0);
  return [
    exactly("kills", total, kills),
    ...[...result.kills].map(([victim, count]) => shown(`of them of the ${victim}`, count)),
    ...activities.map(({ name, count }) => shown(`${name}: things acknowledged`, count())),
    shown("answers that were cut off and kept what was told", questions.cutAnswers()),
    exactly("acknowledged things lost", result.lost.length, 0),
    exactly("integrity failures", result.broken.length, 0),
    exactly("calls refused although the engine was up", result.refused.length, 0),
    exactly("processes that outlived the engine", result.orphans, 0),
    shown("longest restart", result.longestRestartMs / 1000, "s"),
  ];
}

if (import.meta.main) await runCheck(measure);
