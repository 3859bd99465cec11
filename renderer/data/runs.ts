// Following runs: one stream a run however many components look, reduced by the shared reducer, resumed after a break.
import { useCallback, useSyncExternalStore } from "react";
import { emptyRunView, isFinished, type RunEvent, type RunView, reduceRun } from "../../shared/domain/runs.ts";
import { client, whenConnected } from "../client.ts";

interface Followed {
  view: RunView;
  listeners: Set<() => void>;
  stop: AbortController | null;
}

const followed = new Map<string, Followed>();
const KEPT = 100;

/** A view after several events; what one frame brought is shown at once. */
export function reduceAll(view: RunView, events: readonly RunEvent[]): RunView {
  return events.reduce(reduceRun, view);
}

async function follow(runId: string, run: Followed, signal: AbortSignal): Promise<void> {
  let waiting: RunEvent[] = [];
  const flush = () => {
    const view = reduceAll(run.view, waiting);
    waiting = [];
    if (view === run.view) return;
    run.view = view;
    for (const listener of run.listeners) listener();
  };
  let attempts = 0;
  while (!signal.aborted && !isFinished(run.view.status)) {
    await whenConnected();
    try {
      const stream = await client.runs.watch({ runId, after: run.view.seq }, { signal });
      for await (const event of stream) {
        // A hidden window has no frames; without them text would pile up unseen.
        if (waiting.push(event) === 1) document.hidden ? setTimeout(flush, 50) : requestAnimationFrame(flush);
      }
      flush();
      if (isFinished(run.view.status)) return;
    } catch {
      flush();
    }
    // A run that does not exist ends its stream at once; do not ask for ever.
    if (++attempts > 5 && run.view.seq === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

function subscribe(runId: string, listener: () => void): () => void {
  let run = followed.get(runId);
  if (!run) {
    run = { view: emptyRunView, listeners: new Set(), stop: null };
    followed.set(runId, run);
    for (const [id, old] of followed) {
      if (followed.size <= KEPT) break;
      if (!old.stop && id !== runId) followed.delete(id);
    }
  }
  const entry = run;
  entry.listeners.add(listener);
  if (!entry.stop && !isFinished(entry.view.status)) {
    const stop = new AbortController();
    entry.stop = stop;
    void follow(runId, entry, stop.signal).finally(() => {
      if (entry.stop === stop) entry.stop = null;
    });
  }
  return () => {
    entry.listeners.delete(listener);
    if (entry.listeners.size > 0) return;
    entry.stop?.abort();
    entry.stop = null;
  };
}

/** What is known of a run, live; null where there is none to follow. */
export function useRun(runId: string | null): RunView | null {
  const listen = useCallback((listener: () => void) => (runId ? subscribe(runId, listener) : () => {}), [runId]);
  const read = useCallback(() => (runId ? (followed.get(runId)?.view ?? emptyRunView) : null), [runId]);
  return useSyncExternalStore(listen, read);
}

/** Asks a run to stop. */
export function stopRun(runId: string): void {
  void client.runs.cancel({ runId }).catch(() => {});
}

const starts = new Map<string, { atMs: number; done: number }>();

/** Milliseconds that are left by the pace so far; null before there is a pace. */
export function remainingMs(runId: string, done: number, total: number | null, nowMs = Date.now()): number | null {
  let start = starts.get(runId);
  if (!start || done < start.done) {
    start = { atMs: nowMs, done };
    starts.set(runId, start);
  }
  const passedMs = nowMs - start.atMs;
  if (total === null || done <= start.done || passedMs < 1500) return null;
  return ((total - done) / (done - start.done)) * passedMs;
}
