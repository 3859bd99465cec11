// Kills one part of the product at random moments while it takes in files and answers, and notes what that cost.
// Called by test/checks/01-5-kills.ts and its short form in test/checks-short.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "../../../shared/contract/index.ts";
import { emptyRunView, type RunView } from "../../../shared/domain/runs.ts";
import { type Asker, asker } from "./asker.ts";
import { followRun, knowledgeBase } from "./engine.ts";
import { descendantsOf, type EngineProcess, startEngineProcess, stillRunning } from "./engine-process.ts";
import { randomNumbers } from "./sampling.ts";
import { halfThings } from "./soundness.ts";

export type Victim = "engine" | "retrieval" | "inference" | "parser";

/** What came of the kills of one part. */
export interface KillResult {
  victim: Victim;
  kills: number;
  /** What had been acknowledged and was not there afterwards, as sentences. */
  lost: string[];
  /** What was there in part, as sentences. */
  half: string[];
  /** Ingestions, and those of them that went on and ended by themselves as without a kill. */
  ingestions: number;
  resumed: number;
  /** Answers that were being written when a part was killed, and kept what had been told. */
  cutAnswers: number;
  /** Processes that outlived a killed engine. */
  orphans: number;
  /** Engines that were not the same process at the end although only a child was killed. */
  engineRestarts: number;
  longestRecoveryMs: number;
}

/** What to kill how often, on which workspace, and what the files became without a kill. */
export interface KillPlan {
  workspace: string;
  files: string[];
  /** The chat model that answers. */
  modelId: string;
  baseline: Baseline;
  kills: number;
  seed: number;
}

/** How each file ends where nothing is killed, by name, and how long that takes. */
export interface Baseline {
  outcomes: Map<string, string>;
  milliseconds: number;
}

/** One ingestion that is disturbed. */
interface Round {
  baseId: string;
  runId: string;
  view: RunView;
  /** Documents that the run has told to be ready, with their number of passages. */
  acknowledged: Map<string, number>;
  /** Files that were added right after a restart. */
  latecomers: { runId: string; name: string }[];
  following: Promise<RunView>;
}

const RECOVERS_WITHIN_MS = 60_000;
const INGESTS_WITHIN_MS = 300_000;
const ORPHANS_END_WITHIN_MS = 10_000;
const QUESTIONS = ["What is this about?", "Who won, and when?", "这些文件讲了什么？", "Where does it say so?"];

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Tries until it is so, every 20 ms; false when it was not in time. */
async function waitFor(isSo: () => Promise<boolean>): Promise<boolean> {
  const deadlineMs = performance.now() + RECOVERS_WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) return false;
    await pause(20);
  }
  return true;
}

async function outcomesOf(client: Client, knowledgeBaseId: string): Promise<Map<string, string>> {
  const documents = await client.documents.list({ knowledgeBaseId });
  return new Map(
    documents.map(({ name, status, chunks, error }) => [
      name,
      status === "ready" ? `ready with ${chunks} passages` : `${status} (${error?.code})`,
    ]),
  );
}

/** Removes a knowledge base with its documents and their vectors, so that the next ingestion does all work again. */
async function eraseBase(client: Client, knowledgeBaseId: string): Promise<void> {
  const documentIds = (await client.documents.list({ knowledgeBaseId })).map(({ id }) => id);
  if (documentIds.length > 0) await client.documents.erase({ documentIds });
  await client.knowledge.remove({ knowledgeBaseId });
}

/** Takes in the files without any harm and tells what became of them. */
export async function baselineOf(client: Client, files: string[]): Promise<Baseline> {
  const { id: knowledgeBaseId } = await knowledgeBase(client, "without kills");
  const startedMs = performance.now();
  const { runId } = await client.documents.add({ knowledgeBaseId, files: files.map((path) => ({ path })) });
  const view = await followRun(client, runId);
  if (view.status !== "succeeded") throw new Error(`Without kills the ingestion ended ${view.status}.`);
  const milliseconds = performance.now() - startedMs;
  const outcomes = await outcomesOf(client, knowledgeBaseId);
  await eraseBase(client, knowledgeBaseId);
  return { outcomes, milliseconds };
}

/** Searches until the document is found; right after a restart its rows may still be on their way back. */
const isFound = (client: Client, knowledgeBaseId: string, query: string, documentId: string): Promise<boolean> =>
  waitFor(async () => {
    const request = { knowledgeBaseIds: [knowledgeBaseId], query, mode: "full-text" as const, top: 50 };
    return (await client.knowledge.search(request)).hits.some((hit) => hit.documentId === documentId);
  });

/** Acknowledged documents that are not ready any more, lack passages, or (the last three) are not found by their words. */
async function missingDocuments(client: Client, { baseId, acknowledged }: Round): Promise<string[]> {
  const missing: string[] = [];
  for (const [documentId, chunks] of acknowledged) {
    const document = await client.documents.get({ documentId }).catch(() => undefined);
    if (document?.status === "ready" && document.chunks === chunks) continue;
    missing.push(`${document?.name ?? documentId} was ready with ${chunks} passages and is ${document?.status}.`);
  }
  for (const [documentId] of [...acknowledged].slice(-3)) {
    const { chunks } = await client.documents.chunks({ documentId, offset: 0, limit: 1 });
    const found = await isFound(client, baseId, chunks[0]?.text.slice(0, 200) ?? "", documentId);
    if (!found) missing.push(`${documentId} is not found by its first words.`);
  }
  return missing;
}

function follow(client: Client, round: Round): void {
  round.following = followRun(client, round.runId, (view) => {
    round.view = view;
    for (const { result } of view.items) {
      if (result?.status === "ready") round.acknowledged.set(String(result.documentId), Number(result.chunks));
    }
  });
  // A killed engine breaks the connection; the one after it is followed anew.
  round.following.catch(() => {});
}

async function startRound(client: Client, name: string, files: string[]): Promise<Round> {
  const { id: baseId } = await client.knowledge.create({ name });
  const { runId } = await client.documents.add({ knowledgeBaseId: baseId, files: files.map((path) => ({ path })) });
  const following = Promise.resolve(emptyRunView);
  const round: Round = { baseId, runId, view: emptyRunView, acknowledged: new Map(), latecomers: [], following };
  follow(client, round);
  return round;
}

/** Kills the engine, waits for its children to end, starts it again and compares. Returns the new engine. */
async function killEngine(
  engine: EngineProcess,
  round: Round,
  questions: Asker,
  plan: KillPlan,
  result: KillResult,
): Promise<EngineProcess> {
  const children = descendantsOf(engine.pid);
  const told = questions.told();
  await engine.kill();
  const orphans = await stillRunning(children, ORPHANS_END_WITHIN_MS);
  result.orphans += orphans.length;
  for (const pid of orphans) process.kill(pid, "SIGKILL");
  await questions.pause();

  const restartedMs = performance.now();
  const next = await startEngineProcess(plan.workspace);
  const { client } = next;
  follow(client, round);
  // A person does not wait for the repair to end before adding the next file.
  const name = `late-${result.kills}.txt`;
  const path = join(plan.workspace, "..", name);
  writeFileSync(
    path,
    `This file was added after kill ${result.kills} with seed ${plan.seed}, before all was repaired.`,
  );
  const { runId } = await client.documents.add({ knowledgeBaseId: round.baseId, files: [{ path }] });
  round.latecomers.push({ runId, name });
  result.lost.push(...(await missingDocuments(client, round)));
  result.lost.push(...(await questions.missing(client, told, ["interrupted"])));
  const goesOn = await waitFor(async () => !["queued", "interrupted"].includes(round.view.status));
  if (!goesOn) result.half.push("The ingestion was not taken up again.");
  result.longestRecoveryMs = Math.max(result.longestRecoveryMs, performance.now() - restartedMs);
  return next;
}

/** Kills a process of that part and waits until the part works again; false while none of its processes runs. */
async function killChild(
  engine: EngineProcess,
  victim: Victim,
  round: Round,
  questions: Asker,
  random: () => number,
  files: number,
  result: KillResult,
): Promise<boolean> {
  const { parts } = await engine.client.system.info();
  const pids = parts.flatMap(({ name, pid }) => (name === victim && pid !== null ? [pid] : []));
  const pid = pids[Math.floor(random() * pids.length)];
  if (pid === undefined) return false;
  const before = { started: round.view.items.length, told: questions.toldCharacters() };
  process.kill(pid, "SIGKILL");
  const killedMs = performance.now();
  const back = await waitFor(async () => {
    // The next file that is begun shows that the last one was read; after the last file there is nothing to wait for.
    if (victim === "parser") return round.view.items.length > before.started || before.started === files;
    if (victim === "inference") return questions.toldCharacters() > before.told;
    const request = { knowledgeBaseIds: [round.baseId], query: "the", mode: "default" as const, top: 5 };
    await engine.client.knowledge.search(request);
    return true;
  });
  if (!back) result.half.push(`The ${victim} part did not come back within ${RECOVERS_WITHIN_MS / 1000} s.`);
  result.longestRecoveryMs = Math.max(result.longestRecoveryMs, performance.now() - killedMs);
  return true;
}

/** Waits for the end of the round and looks at everything that it left. */
async function endRound(engine: EngineProcess, round: Round, plan: KillPlan, result: KillResult): Promise<void> {
  const { client } = engine;
  const late = pause(INGESTS_WITHIN_MS).then(() => undefined);
  const end = await Promise.race([round.following, late]);
  for (const { runId, name } of round.latecomers) {
    const view = await Promise.race([followRun(client, runId), late]);
    if (view?.result?.ready !== 1) result.half.push(`${name}, added after a restart, did not become ready.`);
  }
  if (!end) result.half.push(`The ingestion took longer than ${INGESTS_WITHIN_MS / 1000} s.`);
  const outcomes = await outcomesOf(client, round.baseId);
  const changed = [...plan.baseline.outcomes].filter(([name, outcome]) => outcomes.get(name) !== outcome);
  for (const [name, outcome] of changed) {
    result.lost.push(`${name} is ${outcome} without kills, with them ${outcomes.get(name) ?? "not there"}.`);
  }
  if (end?.status === "succeeded" && changed.length === 0) result.resumed++;
  result.lost.push(...(await missingDocuments(client, round)));
  result.half.push(...(await halfThings(plan.workspace)));
  await eraseBase(client, round.baseId);
}

/** Does the plan's kills of one part. `running` is the engine to start with; `engine` is the one that runs afterwards. */
export async function killRepeatedly(
  victim: Victim,
  plan: KillPlan,
  running: EngineProcess,
): Promise<{ result: KillResult; engine: EngineProcess }> {
  const random = randomNumbers(plan.seed);
  const result: KillResult = {
    ...{ victim, kills: 0, lost: [], half: [], ingestions: 0, resumed: 0 },
    ...{ cutAnswers: 0, orphans: 0, engineRestarts: 0, longestRecoveryMs: 0 },
  };
  let engine = running;
  const questions = asker(() => engine.client, QUESTIONS, plan.modelId);
  let spanMs = plan.baseline.milliseconds;
  while (result.kills < plan.kills) {
    const startedMs = performance.now();
    const killsBefore = result.kills;
    const round = await startRound(engine.client, `${victim} ${result.ingestions++}`, plan.files);
    questions.start([round.baseId]);
    // The rest of an ingestion that was disturbed before is shorter than the whole.
    for (let share = 0.9; result.kills < plan.kills; share = 0.5) {
      const delay = pause(random() * share * spanMs).then(() => false);
      if (await Promise.race([round.following.then(() => true), delay])) {
        // With everything warm an ingestion is shorter than the first was; a later kill would come too late.
        if (result.kills === killsBefore) spanMs = Math.min(spanMs, performance.now() - startedMs);
        break;
      }
      if (victim === "engine") {
        result.kills++;
        engine = await killEngine(engine, round, questions, plan, result);
        questions.start([round.baseId]);
      } else if (await killChild(engine, victim, round, questions, random, plan.files.length, result)) result.kills++;
      else continue;
      console.log(`  ${victim}: ${result.kills} of ${plan.kills} kills`);
    }
    await endRound(engine, round, plan, result);
    const told = questions.told();
    await questions.pause();
    const cutBy = victim === "inference" ? ["child.lost"] : [];
    result.lost.push(...(await questions.missing(engine.client, told, cutBy)));
  }
  result.cutAnswers = questions.cutAnswers();
  const { parts } = await engine.client.system.info();
  const enginePid = parts.find(({ name }) => name === "engine")?.pid;
  if (victim !== "engine" && enginePid !== running.pid) result.engineRestarts++;
  return { result, engine };
}
