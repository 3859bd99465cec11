// One engine a workspace: a lock that the operating system gives back when its holder dies, however it dies.
import Database from "better-sqlite3";
import { AlcoveError } from "../../../shared/domain/errors.ts";

/**
 * Takes the workspace's lock and returns the function that gives it back. The lock is an exclusive SQLite transaction
 * on a file of its own: a file lock on every system, without the stale files that a process id would leave.
 * Errors: `workspace.locked`.
 */
export function lockWorkspace(lockPath: string, workspace: string): () => void {
  const db = new Database(lockPath, { timeout: 0 });
  try {
    db.pragma("locking_mode = EXCLUSIVE");
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    throw new AlcoveError("workspace.locked", { path: workspace }, { cause: error });
  }
  return () => {
    if (db.open) db.close();
  };
}
