// Promises of runs: their events are numbered without gaps, whoever watches sees all of them once, and a restart takes
// up or marks what was left. Real SQLite, a work of the test's own in place of the product's.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createChangeFeed } from "../../electron/engine/changes.ts";
import { migrate } from "../../electron/engine/db/migrate.ts";
import { closeDatabase, type Db, openDatabase } from "../../electron/engine/db/open.ts";
import { createLog } from "../../electron/engine/log.ts";
import {
  type RunContext,
  type RunKindDeclaration,
  type RunService,
  runService,
} from "../../electron/engine/runs/service.ts";
import { type RunStore, runStore } from "../../electron/engine/runs/store.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { emptyRunView, type RunEvent, reduceRun } from "../../shared/domain/runs.ts";

type Work = RunKindDeclaration<string>["work"];

let folder: string;
let db: Db;
let store: RunStore;
let memoryStore: RunStore;
let runs: RunService;

function openRuns(): void {
  db = openDatabase(join(folder, "alcove.db"));
  migrate(db, folder);
  store = runStore(db);
  const memory = openDatabase(":memory:");
  migrate(memory, folder);
  memoryStore = runStore(memory);
  runs = runService({ store, memoryStore, changes: createChangeFeed(), log: createLog(folder) });
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alcove-runs-"));
  openRuns();
});
afterEach(async () => {
  await runs.stop();
  closeDatabase(db);
  await rm(folder, { recursive: true, force: true });
});

/** Declares a kind of run whose work is given; `unfinished` collects what its end was told. */
function declare(work: Work, options: Partial<RunKindDeclaration<string>> = {}): string[] {
  const unfinished: string[] = [];
  runs.declare<string>({
    kind: "answer",
    afterRestart: "interrupt",
    concurrency: 2,
    work,
    onUnfinished: (input, _runId, error) => unfinished.push(`${input}: ${error.code}`),
    ...options,
  });
  return unfinished;
}
const start = (input = "input") => runs.start("answer", "A run", input);
async function all(runId: string, after = 0): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of runs.watch(runId, after)) events.push(event);
  return events;
}
const viewOf = (events: RunEvent[]) => events.reduce(reduceRun, emptyRunView);
/** Resolves when the run's signal aborts. */
const untilAborted = ({ signal }: RunContext) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("events", () => {
  it("are numbered from 1 without gaps and reduce to the outcome", async () => {
    declare(async (input, { emit }) => {
      emit({ type: "step", step: "writing" });
      for (const word of ["one ", "two ", "three"]) {
        emit({ type: "text", text: word });
        await pause(25);
      }
      emit({ type: "progress", done: 1, total: 2, unit: "files" });
      return { input };
    });
    const runId = start("x");
    const events = await all(runId);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
    expect(viewOf(events)).toMatchObject({
      status: "succeeded",
      text: "one two three",
      step: "writing",
      progress: { done: 1, total: 2 },
      result: { input: "x" },
    });
    expect(runs.get(runId)).toMatchObject({ status: "succeeded", error: null, title: "A run" });
  });

  it("tell text that comes quickly together, and in its place among other events", async () => {
    declare(async (_input, { emit }) => {
      for (let i = 0; i < 500; i++) emit({ type: "text", text: "x" });
      emit({ type: "step", step: "after the text" });
      emit({ type: "text", text: "end" });
      return {};
    });
    const events = await all(start());
    expect(events.map((event) => event.body.type)).toEqual(["status", "text", "step", "text", "result", "status"]);
    expect(viewOf(events).text).toBe(`${"x".repeat(500)}end`);
  });

  it("reach every follower once, whether early, in the middle, late, or all at the same time", async () => {
    let go: () => void = () => {};
    const half = new Promise<void>((resolve) => {
      go = resolve;
    });
    declare(async (_input, { emit }) => {
      for (let i = 0; i < 700; i++) emit({ type: "step", step: String(i) });
      await half;
      for (let i = 700; i < 1400; i++) emit({ type: "step", step: String(i) });
      return {};
    });
    const runId = start();
    const early = all(runId);
    await pause(30);
    const middle = [0, 1, 350, 600, 701].map((after) => all(runId, after));
    go();
    const whole = await early;
    expect(whole.map((event) => event.seq)).toEqual(Array.from({ length: 1403 }, (_, i) => i + 1));
    for (const [i, after] of [0, 1, 350, 600, 701].entries()) expect(await middle[i]).toEqual(whole.slice(after));
    expect(await all(runId)).toEqual(whole);
    expect(await all(runId, 1400)).toEqual(whole.slice(1400));
    expect(await all(runId, 1403)).toEqual([]);
  });

  it("end for a follower that gives up, without harm to the run", async () => {
    declare(async (_input, context) => {
      context.emit({ type: "step", step: "waiting" });
      return untilAborted(context);
    });
    const runId = start();
    const controller = new AbortController();
    const seen: number[] = [];
    const watching = (async () => {
      for await (const event of runs.watch(runId, 0, controller.signal)) {
        seen.push(event.seq);
        if (seen.length === 2) controller.abort();
      }
    })();
    await watching;
    expect(runs.get(runId).status).toBe("running");
    runs.cancel(runId);
    expect(viewOf(await all(runId)).status).toBe("cancelled");
  });
});

describe("ends", () => {
  it("carry an error of the table, or internal for anything else", async () => {
    const unfinished = declare(async (input) => {
      if (input === "known") throw new AlcoveError("model.none");
      throw new TypeError("a bug");
    });
    const known = viewOf(await all(start("known")));
    expect(known).toMatchObject({ status: "failed", error: { code: "model.none" } });
    const bug = viewOf(await all(start("bug")));
    expect(bug).toMatchObject({ status: "failed", error: { code: "internal", params: { detail: "a bug" } } });
    expect(unfinished).toEqual(["known: model.none", "bug: internal"]);
  });

  it("come at once when a run is cancelled, whatever error its work then throws", async () => {
    const unfinished = declare(async (_input, context) => {
      await untilAborted(context).catch(() => {});
      throw new Error("cleaning up failed");
    });
    const runId = start("x");
    await pause(5);
    runs.cancel(runId);
    expect(viewOf(await all(runId))).toMatchObject({ status: "cancelled" });
    expect(unfinished).toEqual(["x: cancelled"]);
    runs.cancel(runId);
    expect(runs.get(runId).status).toBe("cancelled");
  });

  it("are given by result() as a value or as the run's own error", async () => {
    declare(async (input) => {
      if (input === "bad") throw new AlcoveError("disk.full", { needMb: 5, freeMb: 1 });
      return { fine: true };
    });
    expect(await runs.result(start("good"))).toEqual({ fine: true });
    await expect(runs.result(start("bad"))).rejects.toMatchObject({
      code: "disk.full",
      params: { needMb: 5, freeMb: 1 },
    });
  });

  it("are refused for runs that do not exist", async () => {
    expect(() => runs.get("nowhere")).toThrow(expect.objectContaining({ code: "not-found" }));
    expect(() => runs.cancel("nowhere")).toThrow(expect.objectContaining({ code: "not-found" }));
    await expect(all("nowhere")).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the queue", () => {
  it("lets as many run as the kind allows, in order", async () => {
    const order: string[] = [];
    let running = 0;
    let most = 0;
    declare(async (input) => {
      order.push(input);
      most = Math.max(most, ++running);
      await pause(10);
      running--;
      return {};
    });
    await Promise.all(["a", "b", "c", "d", "e"].map((input) => all(start(input))));
    expect(order).toEqual(["a", "b", "c", "d", "e"]);
    expect(most).toBe(2);
  });

  it("drops a run that is cancelled while it waits; its work never starts and the next one's does", async () => {
    const begun: string[] = [];
    const unfinished = declare(
      async (input, context) => {
        begun.push(input);
        return input === "first" ? untilAborted(context) : {};
      },
      { concurrency: 1 },
    );
    const [first, second, third] = [start("first"), start("second"), start("third")];
    await pause(5);
    expect([first, second, third].map((id) => runs.get(id).status)).toEqual(["running", "queued", "queued"]);
    runs.cancel(second);
    expect(viewOf(await all(second)).status).toBe("cancelled");
    runs.cancel(first);
    expect(viewOf(await all(third)).status).toBe("succeeded");
    expect(begun).toEqual(["first", "third"]);
    expect(unfinished.sort()).toEqual(["first: cancelled", "second: cancelled"]);
  });
});

describe("a restart", () => {
  /** Stops as if the process were gone: what runs finds no end, then another process opens the same database. */
  async function restart(): Promise<void> {
    await runs.stop();
    closeDatabase(db);
    openRuns();
  }

  it("takes up a run whose kind says so, and a follower who had heard more than was kept misses nothing of it", async () => {
    const resumed: boolean[] = [];
    const work: Work = async (_input, context) => {
      resumed.push(context.resumed);
      context.emit({ type: "step", step: context.resumed ? "again" : "first" });
      return context.resumed ? {} : untilAborted(context);
    };
    declare(work, { afterRestart: "resume" });
    const runId = start();
    await pause(5);
    await restart();
    expect(runs.get(runId).status).toBe("running");
    declare(work, { afterRestart: "resume" });
    runs.recover("resume");
    const events = await all(runId);
    const numbers = events.map((event) => event.seq);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(events.filter((event) => event.body.type === "step").map((event) => event.body)).toEqual([
      { type: "step", step: "first" },
      { type: "step", step: "again" },
    ]);
    expect(viewOf(events).status).toBe("succeeded");
    expect(resumed).toEqual([false, true]);
    // Told before the end of the first process, never kept: what comes after has higher numbers.
    const after = (await all(runId, 50)).map((event) => event.body);
    expect(after).toEqual(events.slice(2).map((event) => event.body));
  });

  it("marks a run whose kind does not, keeps what it told, and lets it be started anew", async () => {
    const work: Work = async (_input, context) => {
      context.emit({ type: "text", text: "half an answer" });
      await pause(30);
      return untilAborted(context);
    };
    declare(work);
    const runId = start("x");
    await pause(60);
    await restart();
    const unfinished = declare(async () => ({ done: true }));
    runs.recover("interrupt");
    expect(runs.get(runId)).toMatchObject({ status: "interrupted", error: { code: "interrupted" } });
    expect(viewOf(await all(runId))).toMatchObject({ status: "interrupted", text: "half an answer" });
    expect(unfinished).toEqual(["x: interrupted"]);
    const again = runs.resume(runId);
    expect(again).not.toBe(runId);
    expect(viewOf(await all(again))).toMatchObject({ status: "succeeded", result: { done: true } });
  });

  it("leaves finished runs alone", async () => {
    declare(async () => ({}));
    const runId = start();
    const before = await all(runId);
    await restart();
    declare(async () => ({}));
    runs.recover("interrupt");
    runs.recover("resume");
    expect(await all(runId)).toEqual(before);
    expect(runs.list({ active: true, kind: undefined, limit: 10 })).toEqual([]);
  });
});
