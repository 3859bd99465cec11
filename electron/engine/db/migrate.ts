// Brings a database to the current schema: forward only, each step in one transaction, a snapshot before the first.
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { Migration } from "./migration.ts";
import { migrations } from "./migrations/index.ts";
import type { Db } from "./open.ts";

export const schemaVersion = (db: Db): number => Number(db.pragma("user_version", { simple: true }));

/** Rows by table, to tell after a migration that none was lost. */
function rowCounts(db: Db): Map<string, number> {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  return new Map(
    (tables as string[]).map((table) => [table, Number(db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get())]),
  );
}

/**
 * Runs what is pending. An existing database is copied to `backupDir` first (SQLite's VACUUM INTO: one consistent
 * file). A step that throws, or after which a kept table has fewer rows, is rolled back and nothing has changed.
 * Errors: `workspace.newer`, `workspace.migration-failed`.
 */
export function migrate(db: Db, backupDir: string, steps: readonly Migration[] = migrations): void {
  const found = schemaVersion(db);
  const known = steps.at(-1)?.version ?? 0;
  if (found > known) throw new AlcoveError("workspace.newer", { found, known });
  const pending = steps.filter((step) => step.version > found);
  if (pending.length === 0) return;

  let snapshot = "(no snapshot: the workspace was empty)";
  if (found > 0) {
    mkdirSync(backupDir, { recursive: true });
    snapshot = join(backupDir, `before-schema-${known}-from-${found}.db`);
    // One of an earlier try may lack what was added since; it goes only when the new one is whole.
    const partial = `${snapshot}.part`;
    rmSync(partial, { force: true });
    db.prepare("VACUUM INTO ?").run(partial);
    renameSync(partial, snapshot);
  }
  for (const step of pending) {
    try {
      db.transaction(() => {
        const before = rowCounts(db);
        step.up(db);
        const after = rowCounts(db);
        for (const [table, count] of before) {
          const now = after.get(table);
          if (now !== undefined && now < count) throw new Error(`${table} went from ${count} to ${now} rows`);
        }
        db.pragma(`user_version = ${step.version}`);
      }).immediate();
    } catch (error) {
      const detail = `${step.name}: ${error instanceof Error ? error.message : String(error)}`;
      throw new AlcoveError("workspace.migration-failed", { detail, snapshot }, { cause: error });
    }
  }
}
