// What each performance setting of electron/engine/db/open.ts is worth: the same work on a database with all settings and
// on one where a single setting has another value. Run by `npm run bench -- sqlite`.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeDatabase, type Db, openDatabase } from "../../electron/engine/db/open.ts";
import { inTurn, median, ratioOf } from "./support/measure.ts";
import { figure, type Row, report } from "./support/page.ts";
import { textsOf } from "./support/texts.ts";

/** The chunk table must be clearly larger than the page cache: some 90 MB. */
const CHUNKS = 60_000;
const ROUND_MS = 400;
const READS_AT_ONCE = 10;
const BULK_MEGABYTES = 96;

const SCHEMA = `
  CREATE TABLE run_events (run_id TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (run_id, seq))
    STRICT, WITHOUT ROWID;
  CREATE TABLE chunks (id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
`;
const folder = mkdtempSync(join(tmpdir(), "alcove-bench-"));
const texts = textsOf("scifact").records;

/** As the product opens it, then `without` put back. */
function open(name: string, without: string[] = []): Db {
  const db = openDatabase(join(folder, `${name}.db`));
  for (const pragma of without) db.pragma(pragma);
  return db;
}

/** Runs `work` for one round; times a second. */
function rate(work: () => void): number {
  const startedMs = performance.now();
  let times = 0;
  while (performance.now() - startedMs < ROUND_MS) {
    work();
    times++;
  }
  return (times * 1000) / (performance.now() - startedMs);
}

/** One event of a run a commit: what streaming an answer writes. */
function writer(db: Db): () => number {
  db.exec(SCHEMA);
  const insert = db.prepare("INSERT INTO run_events VALUES ('run', ?, ?)");
  let seq = 0;
  return () => rate(() => insert.run(seq++, texts[seq % texts.length]!.slice(0, 200)));
}

/** Passages by id, ten a query, all over the table: what a search reads. */
function reader(db: Db): () => number {
  const marks = Array.from({ length: READS_AT_ONCE }, () => "?").join(", ");
  const select = db.prepare(`SELECT id, text FROM chunks WHERE id IN (${marks})`);
  return () =>
    READS_AT_ONCE *
    rate(() => select.all(...Array.from({ length: READS_AT_ONCE }, () => idOf(Math.floor(Math.random() * CHUNKS)))));
}

const idOf = (chunk: number): string => `chunk-${(chunk * 2_654_435_761) % 4_294_967_296}`;

function fillChunks(name: string): void {
  const db = open(name);
  db.exec(SCHEMA);
  const insert = db.prepare("INSERT INTO chunks VALUES (?, ?)");
  db.transaction(() => {
    for (let chunk = 0; chunk < CHUNKS; chunk++) insert.run(idOf(chunk), texts[chunk % texts.length]!.slice(0, 1500));
  })();
  closeDatabase(db);
}

async function compare(what: string, unit: string, without: string, sides: [() => number, () => number]): Promise<Row> {
  const { ours, other } = await inTurn({ ours: sides[0], other: sides[1] });
  return {
    measured: `${what}, all settings`,
    baseline: `the same with ${without}`,
    value: ratioOf(ours, other),
    medians: `${figure(median(ours))} / ${figure(median(other))} ${unit}`,
  };
}

/** Size of the write-ahead log after one large transaction and the small commit that follows it, in megabytes. */
function logMegabytes(name: string, without: string[]): () => number {
  const db = open(name, without);
  databases.push(db);
  db.exec("CREATE TABLE bulk (body BLOB NOT NULL) STRICT");
  const insert = db.prepare("INSERT INTO bulk VALUES (zeroblob(1048576))");
  return () => {
    db.transaction(() => {
      for (let megabyte = 0; megabyte < BULK_MEGABYTES; megabyte++) insert.run();
    })();
    db.exec("DELETE FROM bulk WHERE rowid % 2 = 0");
    insert.run();
    db.exec("DELETE FROM bulk");
    return statSync(join(folder, `${name}.db-wal`)).size / 1_048_576;
  };
}

const databases: Db[] = [];
const opened = (name: string, without: string[] = []): Db => {
  const db = open(name, without);
  databases.push(db);
  return db;
};
/** What each setting is worth, one row each. */
export async function measure(): Promise<Row[]> {
  try {
    const rows: Row[] = [];
    const writes: [string, string[]][] = [
      ["journal_mode DELETE (synchronous NORMAL)", ["journal_mode = DELETE"]],
      ["synchronous FULL", ["synchronous = FULL"]],
      ["wal_autocheckpoint 10,000 pages instead of SQLite's 1,000", ["wal_autocheckpoint = 10000"]],
    ];
    for (const [i, [without, pragmas]] of writes.entries()) {
      const sides: [() => number, () => number] = [writer(opened(`w${i}`)), writer(opened(`w${i}-without`, pragmas))];
      rows.push(await compare("small commits", "commits/s", without, sides));
    }
    fillChunks("chunks");
    const reads: [string, string[]][] = [
      ["cache_size 32 MB instead of the driver's 16", ["cache_size = -32768"]],
      ["mmap_size 0", ["mmap_size = 0"]],
    ];
    for (const [without, pragmas] of reads) {
      const sides: [() => number, () => number] = [reader(opened("chunks")), reader(opened("chunks", pragmas))];
      rows.push(await compare("passages read at random", "passages/s", without, sides));
    }
    const sides: [() => number, () => number] = [
      logMegabytes("bulk", []),
      logMegabytes("bulk-without", ["journal_size_limit = -1"]),
    ];
    const { ours, other } = await inTurn({ ours: sides[0], other: sides[1] }, 3);
    rows.push({
      measured: `write-ahead log after a transaction of ${BULK_MEGABYTES} MB, all settings`,
      baseline: "the same with no journal_size_limit",
      value: ratioOf(ours, other),
      medians: `${figure(median(ours))} / ${figure(median(other))} MB`,
    });
    return rows;
  } finally {
    for (const db of databases.splice(0)) db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) report("sqlite", await measure());
