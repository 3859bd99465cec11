// Rows of runs and their numbered events.
import type { Run } from "../../../shared/contract/runs.ts";
import type { ErrorJson } from "../../../shared/domain/errors.ts";
import type { RunEvent, RunKind, RunStatus } from "../../../shared/domain/runs.ts";
import type { Db } from "../db/open.ts";

interface RunRow {
  id: string;
  kind: RunKind;
  status: RunStatus;
  title: string;
  input: string;
  error: string | null;
  created_at_ms: number;
  finished_at_ms: number | null;
}

const toRun = (row: RunRow): Run => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  title: row.title,
  createdAtMs: row.created_at_ms,
  finishedAtMs: row.finished_at_ms,
  error: row.error ? (JSON.parse(row.error) as ErrorJson) : null,
});

export function runStore(db: Db) {
  const insert = db.prepare(
    "INSERT INTO runs (id, kind, status, title, input, resumable, created_at_ms) VALUES (?, ?, 'queued', ?, ?, ?, ?)",
  );
  const select = db.prepare<[string], RunRow>("SELECT * FROM runs WHERE id = ?");
  const list = db.prepare<{ active: number; kind: string | null; limit: number }, RunRow>(
    `SELECT * FROM runs WHERE (@active = 0 OR status IN ('queued', 'running')) AND (@kind IS NULL OR kind = @kind)
     ORDER BY created_at_ms DESC, id DESC LIMIT @limit`,
  );
  const unfinished = db.prepare<[], RunRow>(
    "SELECT * FROM runs WHERE status IN ('queued', 'running') ORDER BY created_at_ms, id",
  );
  const begin = db.prepare("UPDATE runs SET status = 'running', started_at_ms = ? WHERE id = ?");
  const finish = db.prepare("UPDATE runs SET status = ?, error = ?, result = ?, finished_at_ms = ? WHERE id = ?");
  const erase = db.prepare("DELETE FROM runs WHERE id = ?");
  const insertEvent = db.prepare("INSERT OR IGNORE INTO run_events (run_id, seq, at_ms, body) VALUES (?, ?, ?, ?)");
  const events = db.prepare<[string, number, number], { seq: number; at_ms: number; body: string }>(
    "SELECT seq, at_ms, body FROM run_events WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?",
  );
  const lastSeq = db.prepare<[string], number | null>("SELECT max(seq) FROM run_events WHERE run_id = ?").pluck();
  const insertEvents = db.transaction((batch: RunEvent[]) => {
    for (const event of batch) insertEvent.run(event.runId, event.seq, event.atMs, JSON.stringify(event.body));
  });

  return {
    insert(run: { id: string; kind: RunKind; title: string; input: unknown; resumable: boolean; createdAtMs: number }) {
      insert.run(run.id, run.kind, run.title, JSON.stringify(run.input), run.resumable ? 1 : 0, run.createdAtMs);
    },
    /** Removes a run and its events. */
    erase: (id: string) => erase.run(id),
    get(id: string): Run | undefined {
      const row = select.get(id);
      return row && toRun(row);
    },
    input: (id: string): unknown => JSON.parse(select.get(id)?.input ?? "null"),
    list: (options: { active: boolean; kind: RunKind | undefined; limit: number }): Run[] =>
      list.all({ active: options.active ? 1 : 0, kind: options.kind ?? null, limit: options.limit }).map(toRun),
    unfinished: (): Run[] => unfinished.all().map(toRun),
    begin: (id: string, atMs: number) => begin.run(atMs, id),
    finish: (id: string, status: RunStatus, error: ErrorJson | null, result: unknown, atMs: number) =>
      finish.run(status, error && JSON.stringify(error), result === null ? null : JSON.stringify(result), atMs, id),
    insertEvents,
    /** At most `limit` events after `after`. */
    events: (runId: string, after: number, limit: number): RunEvent[] =>
      events
        .all(runId, after, limit)
        .map((row) => ({ runId, seq: row.seq, atMs: row.at_ms, body: JSON.parse(row.body) })),
    lastSeq: (runId: string): number => lastSeq.get(runId) ?? 0,
  };
}
export type RunStore = ReturnType<typeof runStore>;
