// Opens the workspace's database with the settings that the rest relies on. Only `db/` and the stores see SQLite.
import Database from "better-sqlite3";

export type Db = Database.Database;

/**
 * Opens (or creates) the database at `path`. Settings, each with its reason; `npm run bench -- sqlite` measures what WAL,
 * synchronous, mmap and the size limit are worth. The page cache is the driver's: a larger one showed no effect. The
 * checkpoint is SQLite's, every 1,000 pages: a rarer one can make small commits faster, but lets the WAL grow.
 * - WAL: readers never wait for the writer, and a commit is one append.
 * - synchronous NORMAL: in WAL mode a killed process loses nothing; a power cut may lose the last commits, never
 *   the file. FULL costs an fsync for every commit.
 * - busy_timeout 5 s: the backup and the read-only worker connections may hold the file for a moment.
 * - mmap 256 MiB: a library's chunk table is read at random; mapping saves a copy of each page.
 * - journal_size_limit 64 MiB: the WAL of a bulk ingestion shrinks back afterwards.
 * - temp_store MEMORY: what SQLite sorts never lands in a file outside the workspace.
 * - foreign_keys: rows never point at what is gone.
 * - secure_delete: what is deleted is overwritten with zeros, in free pages too, so that nothing of what was erased can
 *   be read from the file.
 */
export function openDatabase(path: string, options: { readOnly?: boolean } = {}): Db {
  const db = new Database(path, { readonly: options.readOnly ?? false, timeout: 5000 });
  if (!options.readOnly) {
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = NORMAL");
    db.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
    db.pragma("foreign_keys = ON");
    db.pragma("secure_delete = ON");
  }
  db.pragma("busy_timeout = 5000");
  db.pragma(`mmap_size = ${256 * 1024 * 1024}`);
  db.pragma("temp_store = MEMORY");
  return db;
}

/** Closes it after letting SQLite refresh the statistics that its query planner uses, and folding the WAL back in. */
export function closeDatabase(db: Db): void {
  if (!db.open) return;
  db.pragma("optimize");
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
}
