// Runs: starts them, numbers and keeps their events, lets any number of followers watch, stops and resumes them.
import type { Run } from "../../../shared/contract/runs.ts";
import { AlcoveError, type ErrorJson, errorToJson, isErrorCode, toAlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";
import {
  emptyRunView,
  isFinished,
  type RunEvent,
  type RunEventBody,
  type RunKind,
  type RunStatus,
  reduceRun,
} from "../../../shared/domain/runs.ts";
import type { ChangeFeed } from "../changes.ts";
import type { Log } from "../log.ts";
import type { RunStore } from "./store.ts";

/** What the work of a run may do. */
export interface RunContext {
  runId: string;
  signal: AbortSignal;
  /** True when an earlier process began this run. */
  resumed: boolean;
  emit(body: RunEventBody): void;
}

/** A kind of run, declared by the domain that owns it. */
export interface RunKindDeclaration<Input> {
  kind: RunKind;
  /** After a restart: "resume" does the work again from what is stored, "interrupt" leaves it marked. */
  afterRestart: "resume" | "interrupt";
  /** How many of this kind may run at once. */
  concurrency: number;
  work(input: Input, context: RunContext): Promise<Record<string, unknown> | undefined>;
  /** Called when it ended in any other way than success, also after a restart: put things straight. */
  onUnfinished?(input: Input, runId: string, error: ErrorJson): void;
}

interface LiveRun {
  store: RunStore;
  controller: AbortController;
  seq: number;
  /** Events that are not in the database yet. */
  pending: RunEvent[];
  /** Text waiting to be told, so that tokens are told at most every 16 ms. */
  text: string;
  textTimer: NodeJS.Timeout | undefined;
  flushTimer: NodeJS.Timeout | undefined;
  listeners: Set<(event: RunEvent) => void>;
}

const TEXT_COALESCE_MS = 16;
/** Events reach the database this often; what a follower saw before a crash is at most this much ahead of it. */
const PERSIST_MS = 200;
/**
 * After a crash numbers go on this much higher: followers may have seen events that were not in the database yet, and
 * pass over numbers that they know.
 */
const LOST_EVENTS = 10_000;
const REPLAY_BATCH = 500;
/** How often to look whether a run that was left over has been taken up. */
const TAKEN_UP_MS = 100;

export function runService(deps: {
  store: RunStore;
  /** Rows of runs that must never reach the disk. */
  memoryStore: RunStore;
  changes: ChangeFeed;
  log: Log;
}) {
  const { store: diskStore, memoryStore, changes, log } = deps;
  const storeOf = (runId: string): RunStore => (memoryStore.get(runId) ? memoryStore : diskStore);
  // biome-ignore lint/suspicious/noExplicitAny: each declaration keeps its own input type; they meet only here
  const kinds = new Map<RunKind, RunKindDeclaration<any>>();
  const live = new Map<string, LiveRun>();
  const queues = new Map<RunKind, { running: number; waiting: (() => void)[] }>();
  const endListeners = new Map<RunKind, ((input: unknown, status: RunStatus) => void)[]>();
  let stopping = false;

  const persist = (run: LiveRun) => {
    clearTimeout(run.flushTimer);
    run.flushTimer = undefined;
    if (run.pending.length === 0) return;
    const batch = run.pending;
    run.pending = [];
    run.store.insertEvents(batch);
  };
  const append = (runId: string, run: LiveRun, body: RunEventBody) => {
    const event: RunEvent = { runId, seq: ++run.seq, atMs: Date.now(), body };
    run.pending.push(event);
    for (const listener of run.listeners) listener(event);
    run.flushTimer ??= setTimeout(() => persist(run), PERSIST_MS);
  };
  const flushText = (runId: string, run: LiveRun) => {
    clearTimeout(run.textTimer);
    run.textTimer = undefined;
    if (!run.text) return;
    const text = run.text;
    run.text = "";
    append(runId, run, { type: "text", text });
  };
  const emit = (runId: string, run: LiveRun, body: RunEventBody) => {
    if (body.type === "text") {
      run.text += body.text;
      run.textTimer ??= setTimeout(() => flushText(runId, run), TEXT_COALESCE_MS);
      return;
    }
    flushText(runId, run);
    append(runId, run, body);
  };

  /** Waits for a free place among the runs of this kind; false when cancelled while waiting. */
  const enter = (declaration: RunKindDeclaration<unknown>, signal: AbortSignal): Promise<boolean> => {
    const queue = queues.get(declaration.kind) ?? { running: 0, waiting: [] };
    queues.set(declaration.kind, queue);
    if (queue.running < declaration.concurrency) {
      queue.running++;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const go = () => {
        signal.removeEventListener("abort", giveUp);
        queue.running++;
        resolve(true);
      };
      const giveUp = () => {
        queue.waiting.splice(queue.waiting.indexOf(go), 1);
        resolve(false);
      };
      queue.waiting.push(go);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  };
  const leave = (kind: RunKind) => {
    const queue = queues.get(kind);
    if (!queue) return;
    queue.running--;
    queue.waiting.shift()?.();
  };

  const execute = async (runId: string, declaration: RunKindDeclaration<unknown>, input: unknown, resumed: boolean) => {
    const controller = new AbortController();
    const store = storeOf(runId);
    const run: LiveRun = {
      store,
      controller,
      seq: store.lastSeq(runId) + (resumed ? LOST_EVENTS : 0),
      pending: [],
      text: "",
      textTimer: undefined,
      flushTimer: undefined,
      listeners: new Set(),
    };
    live.set(runId, run);
    let entered = false;
    let result: Record<string, unknown> | undefined;
    let failure: AlcoveError | undefined;
    try {
      entered = await enter(declaration, controller.signal);
      controller.signal.throwIfAborted();
      store.begin(runId, Date.now());
      emit(runId, run, { type: "status", status: "running" });
      changes.changed("runs", runId);
      result = await declaration.work(input, {
        runId,
        signal: controller.signal,
        resumed,
        emit: (body) => emit(runId, run, body),
      });
    } catch (error) {
      failure = controller.signal.aborted ? new AlcoveError("cancelled") : toAlcoveError(error);
      if (failure.code === "internal") log.error("runs", `${declaration.kind} ${runId} failed`, error);
    } finally {
      if (entered) leave(declaration.kind);
    }
    if (stopping) {
      // The engine is going down: what it was doing is taken up, or marked, at the next start.
      flushText(runId, run);
      persist(run);
      live.delete(runId);
      return;
    }
    const status = failure ? (failure.code === "cancelled" ? "cancelled" : "failed") : "succeeded";
    const error = failure ? errorToJson(failure) : null;
    if (error) declaration.onUnfinished?.(input, runId, error);
    if (result) emit(runId, run, { type: "result", result });
    if (error && status === "failed") emit(runId, run, { type: "error", error });
    emit(runId, run, { type: "status", status });
    persist(run);
    store.finish(runId, status, error, result ?? null, Date.now());
    live.delete(runId);
    changes.changed("runs", runId);
    for (const listener of endListeners.get(declaration.kind) ?? []) listener(input, status);
  };

  const get = (runId: string): Run => {
    const run = storeOf(runId).get(runId);
    if (!run) throw new AlcoveError("not-found", { what: "run", id: runId });
    return run;
  };
  const declarationOf = (kind: RunKind): RunKindDeclaration<unknown> => {
    const declaration = kinds.get(kind);
    if (!declaration) throw new AlcoveError("internal", { detail: `runs of kind ${kind} are not declared` });
    return declaration;
  };
  const start = <Input>(kind: RunKind, title: string, input: Input, options: { temporary?: boolean } = {}): string => {
    const declaration = declarationOf(kind);
    const store = options.temporary ? memoryStore : diskStore;
    const runId = newId();
    const resumable = declaration.afterRestart === "resume";
    store.insert({ id: runId, kind, title, input, resumable, createdAtMs: Date.now() });
    changes.changed("runs", runId);
    void execute(runId, declaration, input, false);
    return runId;
  };

  /** Every event after `after`, then new ones until the run ends or `signal` aborts. */
  async function* watch(runId: string, after: number, signal?: AbortSignal): AsyncGenerator<RunEvent, void, void> {
    // After a restart a run may wait to be taken up again; who follows it waits too.
    while (!live.has(runId) && !isFinished(get(runId).status)) {
      if (stopping || signal?.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, TAKEN_UP_MS));
    }
    const run = live.get(runId);
    let seq = after;
    let wake: (() => void) | undefined;
    const fresh: RunEvent[] = [];
    let ended = run === undefined;
    const listener = (event: RunEvent) => {
      fresh.push(event);
      if (event.body.type === "status" && isFinished(event.body.status)) ended = true;
      wake?.();
    };
    const onAbort = () => wake?.();
    run?.listeners.add(listener);
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      if (run) persist(run);
      for (;;) {
        const batch = storeOf(runId).events(runId, seq, REPLAY_BATCH);
        for (const event of batch) {
          seq = event.seq;
          yield event;
        }
        if (batch.length < REPLAY_BATCH) break;
      }
      while (!signal?.aborted) {
        const event = fresh.shift();
        if (event) {
          if (event.seq <= seq) continue;
          seq = event.seq;
          yield event;
        } else if (ended) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          wake = undefined;
        }
      }
    } finally {
      run?.listeners.delete(listener);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  return {
    declare<Input>(declaration: RunKindDeclaration<Input>): void {
      kinds.set(declaration.kind, declaration);
    },
    /** Starts a run and returns its id at once. A temporary one leaves nothing on disk. */
    start,
    get,
    /** Newest first; temporary ones are left out. */
    list: diskStore.list,
    /** Calls `listener` with the input of every run of this kind that ends while the engine stays up. */
    whenEnded<Input>(kind: RunKind, listener: (input: Input, status: RunStatus) => void): void {
      endListeners.set(kind, [
        ...(endListeners.get(kind) ?? []),
        listener as (input: unknown, status: RunStatus) => void,
      ]);
    },
    /** Stops runs, waits until they have let go, and removes every trace of them. */
    async erase(runIds: readonly string[]): Promise<void> {
      for (const id of runIds) live.get(id)?.controller.abort(new AlcoveError("cancelled"));
      while (runIds.some((id) => live.has(id))) await new Promise((resolve) => setTimeout(resolve, 10));
      for (const id of runIds) storeOf(id).erase(id);
    },
    cancel(runId: string): void {
      get(runId);
      live.get(runId)?.controller.abort(new AlcoveError("cancelled"));
    },
    /** The same work once more as a new run, for a run that did not succeed. */
    resume(runId: string): string {
      const run = get(runId);
      if (!isFinished(run.status)) return runId;
      const store = storeOf(runId);
      return start(run.kind, run.title, store.input(runId), { temporary: store === memoryStore });
    },
    watch,
    /** Resolves when a run has ended, however. Throws the signal's reason when that aborts before. */
    async ended(runId: string, signal: AbortSignal): Promise<void> {
      const nothingMore = Number.MAX_SAFE_INTEGER;
      while (!(await watch(runId, nothingMore, signal).next()).done);
      signal.throwIfAborted();
    },
    /** Resolves with the result of a run when it has succeeded; throws its error when it ended otherwise. */
    async result(runId: string): Promise<Record<string, unknown>> {
      let view = emptyRunView;
      for await (const event of watch(runId, 0)) view = reduceRun(view, event);
      if (view.status === "succeeded") return view.result ?? {};
      const { error } = get(runId);
      throw new AlcoveError(error?.code && isErrorCode(error.code) ? error.code : "interrupted", error?.params ?? {});
    },
    /** On start: what an earlier process left running, of the kinds that declare `how`, is taken up again or marked. */
    recover(how: RunKindDeclaration<unknown>["afterRestart"]): void {
      for (const run of diskStore.unfinished()) {
        const declaration = declarationOf(run.kind);
        // What was started since then is not left over.
        if (declaration.afterRestart !== how || live.has(run.id)) continue;
        const input = diskStore.input(run.id);
        if (how === "resume") {
          log.info("runs", `resuming ${run.kind} ${run.id}`);
          void execute(run.id, declaration, input, true);
          continue;
        }
        const error = errorToJson(new AlcoveError("interrupted"));
        declaration.onUnfinished?.(input, run.id, error);
        const seq = diskStore.lastSeq(run.id) + LOST_EVENTS;
        diskStore.insertEvents([
          { runId: run.id, seq: seq + 1, atMs: Date.now(), body: { type: "status", status: "interrupted" } },
        ]);
        diskStore.finish(run.id, "interrupted", error, null, Date.now());
        changes.changed("runs", run.id);
      }
    },
    /** Stops all work for a shutdown and waits until it has let go. */
    async stop(): Promise<void> {
      stopping = true;
      for (const run of live.values()) run.controller.abort(new AlcoveError("interrupted"));
      const deadline = Date.now() + 3000;
      while (live.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}
export type RunService = ReturnType<typeof runService>;
