// Promises of the database: it is brought up to date whole or not at all, never by an older program, never by two.
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createChangeFeed } from "../../electron/engine/changes.ts";
import { lockWorkspace } from "../../electron/engine/db/lock.ts";
import { migrate, schemaVersion } from "../../electron/engine/db/migrate.ts";
import type { Migration } from "../../electron/engine/db/migration.ts";
import { migrations } from "../../electron/engine/db/migrations/index.ts";
import { closeDatabase, type Db, openDatabase } from "../../electron/engine/db/open.ts";
import { preparePaths } from "../../electron/engine/paths.ts";
import { settingsService } from "../../electron/engine/settings/service.ts";
import { settingsStore } from "../../electron/engine/settings/store.ts";
import type { AlcoveError } from "../../shared/domain/errors.ts";

let folder: string;
let db: Db;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alcove-db-"));
  db = openDatabase(join(folder, "alcove.db"));
});
afterEach(async () => {
  closeDatabase(db);
  await rm(folder, { recursive: true, force: true });
});

const backups = () => join(folder, "backups");
const tables = (of: Db = db): string[] =>
  of
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];
/** What a call threw. */
function thrown(call: () => unknown): AlcoveError {
  try {
    call();
  } catch (error) {
    return error as AlcoveError;
  }
  throw new Error("Expected an error.");
}

const first: Migration = {
  version: 1,
  name: "first",
  up: (to) => void to.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"),
};
const second: Migration = {
  version: 2,
  name: "second",
  up: (to) => void to.exec("ALTER TABLE notes ADD COLUMN colour TEXT; CREATE TABLE tags (name TEXT) STRICT"),
};
function withNotes(): void {
  migrate(db, backups(), [first]);
  for (const text of ["one", "two", "three"]) db.prepare("INSERT INTO notes (text) VALUES (?)").run(text);
}
const notes = (of: Db = db) => of.prepare("SELECT text FROM notes ORDER BY id").pluck().all();

describe("migrations", () => {
  it("bring an empty file to the current schema without a snapshot, and then do nothing", () => {
    migrate(db, backups());
    expect(schemaVersion(db)).toBe(migrations.at(-1)!.version);
    expect(existsSync(backups())).toBe(false);
    const before = tables();
    migrate(db, backups());
    expect(tables()).toEqual(before);
  });

  it("are numbered from 1 without gaps", () => {
    expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, i) => i + 1));
  });

  it("run what is pending, after a snapshot of what was", () => {
    withNotes();
    migrate(db, backups(), [first, second]);
    expect(schemaVersion(db)).toBe(2);
    expect(tables()).toEqual(["notes", "tags"]);
    expect(notes()).toEqual(["one", "two", "three"]);
    const [snapshot] = readdirSync(backups());
    const copy = openDatabase(join(backups(), snapshot!), { readOnly: true });
    expect([schemaVersion(copy), tables(copy), notes(copy)]).toEqual([1, ["notes"], ["one", "two", "three"]]);
    copy.close();
  });

  it.each<[string, Migration["up"]]>([
    [
      "throws half-way",
      (to) => {
        to.exec("CREATE TABLE half (name TEXT) STRICT");
        throw new Error("no space left");
      },
    ],
    ["loses rows", (to) => void to.exec("DELETE FROM notes WHERE id = 2")],
  ])("that %s is undone, says so, and leaves a snapshot", (_name, up) => {
    withNotes();
    const error = thrown(() => migrate(db, backups(), [first, { version: 2, name: "bad", up }]));
    expect(error).toMatchObject({ code: "workspace.migration-failed" });
    expect(error.message).toContain("bad");
    expect(existsSync(String(error.params.snapshot))).toBe(true);
    expect([schemaVersion(db), tables(), notes()]).toEqual([1, ["notes"], ["one", "two", "three"]]);
  });

  it("keep the steps before the one that failed", () => {
    withNotes();
    const third: Migration = {
      version: 3,
      name: "third",
      up: () => {
        throw new Error("no");
      },
    };
    expect(thrown(() => migrate(db, backups(), [first, second, third])).code).toBe("workspace.migration-failed");
    expect(schemaVersion(db)).toBe(2);
    expect(notes()).toEqual(["one", "two", "three"]);
  });

  it("take a fresh snapshot at each try", () => {
    withNotes();
    const bad: Migration = { ...second, up: (to) => void to.exec("DELETE FROM notes") };
    thrown(() => migrate(db, backups(), [first, bad]));
    db.prepare("INSERT INTO notes (text) VALUES ('four')").run();
    thrown(() => migrate(db, backups(), [first, bad]));
    const files = readdirSync(backups());
    const copy = openDatabase(join(backups(), files.at(-1)!), { readOnly: true });
    expect(notes(copy)).toEqual(["one", "two", "three", "four"]);
    copy.close();
  });

  it("refuse a workspace of a newer program and leave it as it is", () => {
    migrate(db, backups());
    db.pragma("user_version = 999");
    expect(thrown(() => migrate(db, backups()))).toMatchObject({
      code: "workspace.newer",
      params: { found: 999, known: migrations.at(-1)!.version },
    });
    expect(schemaVersion(db)).toBe(999);
  });
});

describe("the schema", () => {
  it("lets no value of another type in", () => {
    migrate(db, backups());
    // Full-text tables (and the ones behind them) are SQLite's own and know no types.
    for (const table of tables().filter((name) => !/^chat_search(?:_data|_idx|_docsize|_config)?$/.test(name))) {
      const strict = db.prepare("SELECT strict FROM pragma_table_list WHERE name = ?").pluck().get(table);
      expect(strict, table).toBe(1);
    }
  });

  it("lets no row point at what is gone", () => {
    migrate(db, backups());
    expect(() => db.prepare("INSERT INTO document_texts (document_id, text) VALUES ('nowhere', 'x')").run()).toThrow(
      /FOREIGN KEY/,
    );
  });
});

describe("the lock", () => {
  it("is held by one engine at a time and free again when that lets go", () => {
    const path = join(folder, "alcove.lock");
    const unlock = lockWorkspace(path, folder);
    expect(thrown(() => lockWorkspace(path, folder))).toMatchObject({
      code: "workspace.locked",
      params: { path: folder },
    });
    unlock();
    unlock();
    lockWorkspace(path, folder)();
  });
});

describe("a workspace that cannot be written to", () => {
  it.each(["index", "blobs", "models"])("is refused with a reason: a file lies where %s belongs", async (name) => {
    const root = join(folder, "workspace");
    await mkdir(root);
    await writeFile(join(root, name), "in the way");
    expect(thrown(() => preparePaths(root))).toMatchObject({ code: "workspace.read-only", params: { path: root } });
  });

  it("is refused where the workspace itself is a file", async () => {
    const root = join(folder, "file");
    await writeFile(root, "in the way");
    expect(thrown(() => preparePaths(root))).toMatchObject({ code: "workspace.read-only" });
  });
});

describe("settings", () => {
  const open = () => settingsService({ store: settingsStore(db), changes: createChangeFeed() });

  it("have defaults: offline, in the system's language", () => {
    migrate(db, backups());
    expect(open().get()).toMatchObject({ airGap: true, language: "system", theme: "system", defaultModelId: null });
  });

  it("are kept one by one, and what is not named stays", () => {
    migrate(db, backups());
    open().set({ theme: "dark" });
    open().set({ language: "zh-CN", theme: undefined });
    expect(open().get()).toMatchObject({ theme: "dark", language: "zh-CN", density: "normal" });
  });

  it("stay safe where a row is broken", () => {
    migrate(db, backups());
    open().set({ airGap: false, theme: "dark" });
    settingsStore(db).put("airGap", "maybe");
    expect(open().get()).toMatchObject({ airGap: true });
  });
});
