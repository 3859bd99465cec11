// Check 01.5: kill -9 of any process at any moment of taking in and answering loses nothing that was acknowledged, leaves
// nothing half there, and the work goes on by itself.
import { startEngineProcess } from "./support/engine-process.ts";
import { type CheckOptions, exactly, type Figure, runCheck, shown, table } from "./support/figures.ts";
import { filesToTakeIn, placeModel } from "./support/inputs.ts";
import { baselineOf, type KillResult, killRepeatedly, type Victim } from "./support/kills.ts";
import { checkWorkspace } from "./support/places.ts";

const VICTIMS: Victim[] = ["engine", "retrieval", "inference", "parser"];
const KILLS = 10;
const FILES = 30;
const SHORT_FILES = 4;

function figuresOf(result: KillResult, kills: number): Figure[] {
  const { victim } = result;
  for (const sentence of [...new Set([...result.lost, ...result.half])]) console.log(`  ${victim}: ${sentence}`);
  return [
    exactly(`${victim}: kills`, result.kills, kills),
    exactly(`${victim}: acknowledged things lost`, result.lost.length, 0),
    exactly(`${victim}: things half there`, result.half.length, 0),
    exactly(`${victim}: ingestions that went on to their end`, result.resumed, result.ingestions),
    victim === "engine"
      ? exactly("engine: processes that outlived it", result.orphans, 0)
      : exactly(`${victim}: engine restarts`, result.engineRestarts, 0),
  ];
}

function overview(results: KillResult[]): string {
  const rows = results.map((r) => [
    r.victim,
    String(r.kills),
    String(r.lost.length),
    String(r.half.length),
    `${r.resumed} of ${r.ingestions}`,
    String(r.cutAnswers),
    `${(r.longestRecoveryMs / 1000).toFixed(1)} s`,
  ]);
  return table([["part", "kills", "lost", "half", "resumed", "answers cut off", "longest recovery"], ...rows]);
}

async function measure({ full, short, seed }: CheckOptions): Promise<Figure[]> {
  const kills = short ? 1 : full ? 3 * KILLS : KILLS;
  const files = filesToTakeIn(short ? SHORT_FILES : FILES, seed);
  const workspace = checkWorkspace(short ? "kills-short" : "kills", { fresh: true });
  await placeModel(workspace, full);
  let engine = await startEngineProcess(workspace);
  const baseline = await baselineOf(engine.client, files);
  const modelId = (await engine.client.models.list()).find(({ kind }) => kind === "chat")?.id;
  if (!modelId) throw new Error("The chat model that lies in the models folder was not taken up.");
  console.log(`  ${files.length} files, ${(baseline.milliseconds / 1000).toFixed(1)} s without kills`);

  const results: KillResult[] = [];
  for (const [i, victim] of VICTIMS.entries()) {
    const plan = { workspace, files, modelId, baseline, kills, seed: seed * 10 + i };
    const after = await killRepeatedly(victim, plan, engine);
    engine = after.engine;
    results.push(after.result);
  }
  await engine.stop();
  console.log(overview(results));
  const ready = [...baseline.outcomes.values()].filter((outcome) => outcome.startsWith("ready")).length;
  return [
    shown("files that become ready", ready),
    shown("files that fail for a reason of their own", baseline.outcomes.size - ready),
    ...results.flatMap((result) => figuresOf(result, kills)),
  ];
}

if (import.meta.main) await runCheck(measure);
