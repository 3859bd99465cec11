// How long the engine's event loop keeps everything else waiting while documents are ingested: what a person who types
// or scrolls meanwhile would feel. Run by `npm run bench -- loop`.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { newWorkspace } from "../helpers/engine.ts";
import { collectionsFolder } from "./collections.ts";
import { beyond, type LoopReply, RESOLUTION_MS } from "./support/loop-delay.ts";
import { median, spreadOf } from "./support/measure.ts";
import { figure, type Row, report } from "./support/page.ts";
import { textsOf } from "./support/texts.ts";

const ROUNDS = 7;
const KINDS = new Set([".pdf", ".txt", ".md"]);
/** The largest files of the material, since what is small blocks nothing, and a long text. */
const FILES_A_ROUND = 4;
const LONG_TEXT_RECORDS = 40;
const AIM = { atMost: 20 };

/** The 99th percentile of the delays, each round over other files. */
export async function measure(): Promise<Row[]> {
  const { records } = textsOf("scifact");
  const material = join(collectionsFolder()!, "..");
  const files = ["ingest/files", "qa/docs"]
    .flatMap((folder) => readdirSync(join(material, folder)).map((file) => join(material, folder, file)))
    .filter((file) => KINDS.has(extname(file)))
    .sort((a, b) => statSync(b).size - statSync(a).size)
    .slice(0, FILES_A_ROUND * ROUNDS);
  const workspace = await newWorkspace();
  const child = fork(join(import.meta.dirname, "support/watched-engine.ts"), [workspace]);
  const rounds: LoopReply[] = [];
  // This process has nothing to do meanwhile: what delays it delays the engine too, and is the machine's doing.
  const idle = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const idleP99: number[] = [];
  try {
    await once(child, "message");
    for (let round = 0; round < ROUNDS; round++) {
      const long = join(workspace, `${round}.txt`);
      const from = round * LONG_TEXT_RECORDS;
      writeFileSync(long, records.slice(from, from + LONG_TEXT_RECORDS).join("\n\n"));
      child.send([...files.filter((_, i) => i % ROUNDS === round), long]);
      idle.reset();
      idle.enable();
      const [reply] = (await once(child, "message")) as [LoopReply];
      idle.disable();
      idleP99.push(beyond(idle.percentile(99)));
      rounds.push(reply);
    }
  } finally {
    child.disconnect();
    await once(child, "exit");
    rmSync(workspace, { recursive: true, force: true });
  }
  const longest = Math.max(...rounds.map((round) => round.max));
  const ready = rounds.reduce((sum, round) => sum + round.ready, 0);
  return [
    {
      measured: `delay of the engine's event loop while ${ready} documents are ingested, 99th percentile`,
      baseline: "",
      value: spreadOf(rounds.map((round) => round.p99)),
      unit: "ms",
      aim: AIM,
      medians: `${figure(median(idleP99))} ms in an idle process meanwhile, longest ${figure(longest)} ms, ${figure(median(rounds.map((round) => round.seconds)))} s a round`,
    },
  ];
}

if (import.meta.main) report("loop", await measure());
