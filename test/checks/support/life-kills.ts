// Kills the product at random moments while everything that a person does goes on at once, and notes what that cost.
// Called by test/checks/02-7-kills.ts.
import { join } from "node:path";
import { openDatabase } from "../../../electron/engine/db/open.ts";
import type { Client } from "../../../shared/contract/index.ts";
import { descendantsOf, type EngineProcess, startEngineProcess, stillRunning } from "./engine-process.ts";
import type { Activity } from "./life/activity.ts";
import { randomNumbers } from "./sampling.ts";

export type LifeVictim = "engine" | "retrieval" | "inference" | "parser";

export interface LifeResult {
  kills: Map<LifeVictim, number>;
  /** What had been acknowledged and was not there afterwards, as sentences. */
  lost: string[];
  /** What the database itself says is broken, as sentences. */
  broken: string[];
  /** Calls that failed although the engine was up, as sentences. */
  refused: string[];
  orphans: number;
  longestRestartMs: number;
}

/** Ways to fail that a killed child explains. */
const EXPECTED = ["child.lost", "cancelled", "interrupted"];
/** Longest time between two kills. */
const MAX_PAUSE_MS = 2500;
const ORPHANS_END_WITHIN_MS = 10_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What SQLite and the full-text index say of themselves, read from outside while the engine runs. */
export function brokenThings(workspace: string): string[] {
  const db = openDatabase(join(workspace, "alcove.db"), { readOnly: true });
  try {
    const rows = (sql: string) => db.prepare(sql).all() as Record<string, unknown>[];
    return [
      ...rows("PRAGMA integrity_check").flatMap((row) =>
        row.integrity_check === "ok" ? [] : [`Integrity: ${row.integrity_check}`],
      ),
      ...rows("PRAGMA foreign_key_check").map((row) => `Foreign key: ${JSON.stringify(row)}`),
      ...rows(
        `SELECT i.id FROM chat_search_items i WHERE NOT EXISTS (SELECT 1 FROM chat_search_docsize d WHERE d.id = i.id)`,
      ).map((row) => `Search entry ${row.id} has no words.`),
      ...rows(
        `SELECT d.id FROM chat_search_docsize d WHERE NOT EXISTS (SELECT 1 FROM chat_search_items i WHERE i.id = d.id)`,
      ).map((row) => `Words ${row.id} belong to no search entry.`),
      ...rows(
        `SELECT m.id FROM messages m WHERE m.status <> 'streaming' AND m.deleted_at_ms IS NULL AND trim(m.text) <> ''
         AND NOT EXISTS (SELECT 1 FROM chat_search_items i WHERE i.message_id = m.id)`,
      ).map((row) => `Message ${row.id} cannot be found.`),
      ...rows(
        `SELECT m.id FROM messages m WHERE m.role = 'user' AND NOT EXISTS (SELECT 1 FROM messages a WHERE a.parent_message_id = m.id)`,
      ).map((row) => `Question ${row.id} has no answer.`),
    ];
  } finally {
    db.close();
  }
}

/** A gate that everyone waits at while the product is down. */
function createGate() {
  let opened: Promise<void> = Promise.resolve();
  let open = () => {};
  return {
    close() {
      opened = new Promise((resolve) => {
        open = resolve;
      });
    },
    open: () => open(),
    wait: () => opened,
  };
}

/**
 * Does `kills` kills, of the engine mostly. `watch` is told when the engine is down and has been started again, and what
 * it finds missing is counted as lost. Returns the engine that runs at the end.
 */
export async function killThroughLife(
  plan: {
    workspace: string;
    activities: Activity[];
    kills: number;
    /** Share of kills that hit the engine itself; the others hit a child. */
    engineShare: number;
    seed: number;
    setClient(client: Client): void;
    beforeKill(): () => Promise<string[]>;
    afterRestart(): void;
  },
  running: EngineProcess,
): Promise<{ result: LifeResult; engine: EngineProcess }> {
  const random = randomNumbers(plan.seed);
  const gate = createGate();
  let engine = running;
  let going = true;
  let down = false;
  const result: LifeResult = {
    kills: new Map(),
    lost: [],
    broken: [],
    refused: [],
    orphans: 0,
    longestRestartMs: 0,
  };

  const live = async (activity: Activity): Promise<void> => {
    while (going) {
      await gate.wait();
      const { client } = engine;
      try {
        await activity.act(client);
      } catch (error) {
        const { code, message } = error as { code?: string; message: string; data?: { code: string } };
        const known = (error as { data?: { code: string } }).data?.code ?? code ?? "";
        // The connection of a killed engine breaks before anybody knows; a moment later it is known.
        await pause(50);
        if (!down && client === engine.client && !EXPECTED.includes(known)) {
          result.refused.push(`${activity.name}: ${known} ${message}`);
        }
      }
    }
  };
  const lives = plan.activities.map(live);

  const killEngine = async () => {
    const children = descendantsOf(engine.pid);
    const compare = plan.beforeKill();
    down = true;
    gate.close();
    await engine.kill();
    const orphans = await stillRunning(children, ORPHANS_END_WITHIN_MS);
    result.orphans += orphans.length;
    for (const pid of orphans) process.kill(pid, "SIGKILL");
    const restartedMs = performance.now();
    engine = await startEngineProcess(plan.workspace);
    result.longestRestartMs = Math.max(result.longestRestartMs, performance.now() - restartedMs);
    plan.setClient(engine.client);
    result.broken.push(...brokenThings(plan.workspace));
    for (const activity of plan.activities) {
      result.lost.push(...(await activity.missing(engine.client)).map((each) => `${activity.name}: ${each}`));
    }
    result.lost.push(...(await compare()).map((each) => `asking: ${each}`));
    down = false;
    gate.open();
    plan.afterRestart();
  };
  const killChild = async (victim: LifeVictim): Promise<boolean> => {
    const { parts } = await engine.client.system.info();
    const pids = parts.flatMap(({ name, pid }) => (name === victim && pid !== null ? [pid] : []));
    const pid = pids[Math.floor(random() * pids.length)];
    if (pid === undefined) return false;
    process.kill(pid, "SIGKILL");
    return true;
  };

  const children: LifeVictim[] = ["retrieval", "inference", "parser"];
  for (let done = 0; done < plan.kills; ) {
    await pause(200 + random() * MAX_PAUSE_MS);
    const victim = random() < plan.engineShare ? "engine" : children[Math.floor(random() * children.length)]!;
    if (victim === "engine") await killEngine();
    else if (!(await killChild(victim))) continue;
    done++;
    result.kills.set(victim, (result.kills.get(victim) ?? 0) + 1);
    if (done % 10 === 0)
      console.log(`  ${done} of ${plan.kills} kills, ${result.lost.length + result.broken.length} things wrong`);
  }
  going = false;
  await Promise.all(lives);
  return { result, engine };
}
