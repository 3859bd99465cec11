// Documents are committed in batches; one that cannot be indexed fails alone, and leaves nothing in the index.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { migrate } from "../../../electron/engine/db/migrate.ts";
import { type Db, openDatabase } from "../../../electron/engine/db/open.ts";
import { batchCommitter, type Prepared } from "../../../electron/engine/documents/commit.ts";
import { documentStore } from "../../../electron/engine/documents/store.ts";
import { knowledgeStore } from "../../../electron/engine/knowledge/store.ts";
import type { Channel } from "../../../shared/children/channel.ts";
import type { IndexRow, RetrievalMethods } from "../../../shared/children/retrieval.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";

const BASE = "base";
const EMBEDDER = { id: "two-numbers/1", name: "Two numbers", dimensions: 2, maxTokens: 100, languages: ["en"] };

let folder: string;
let db: Db;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alcove-commit-"));
  db = openDatabase(join(folder, "alcove.db"));
  migrate(db, folder);
  knowledgeStore(db).insert({ id: BASE, name: "Base", embedder: EMBEDDER.id });
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An index in memory that cannot take rows whose text says so: those that came before them in the call stay. */
function frailIndex() {
  const rows = new Map<string, string>();
  const call = async (method: string, params: never): Promise<unknown> => {
    if (method === "embed") {
      const { texts } = params as { texts: string[] };
      return { vectors: new Uint16Array(texts.length * 2), tokens: texts.length };
    }
    if (method === "deleteDocuments") {
      const { documentIds } = params as { documentIds: string[] };
      for (const [chunkId, documentId] of rows) if (documentIds.includes(documentId)) rows.delete(chunkId);
      return { rows: 0 };
    }
    for (const row of (params as { rows: IndexRow[] }).rows) {
      if (row.text.includes("broken")) throw new AlcoveError("child.lost", { part: "retrieval" });
      rows.set(row.chunkId, row.documentId);
    }
    return { rows: rows.size };
  };
  return { rows, retrieval: { call } as unknown as Pick<Channel<RetrievalMethods>, "call"> };
}

function prepared(store: ReturnType<typeof documentStore>, id: string, texts: string[]): Prepared {
  store.insert({ id, knowledgeBaseId: BASE, name: id, sourcePath: null, blobId: id, sizeBytes: 1, runId: "run" });
  const text = texts.join("\n");
  return {
    item: { id, name: id, status: "running" },
    ready: {
      ...{ documentId: id, format: "text", title: null, language: "en", text, warnings: [] },
      pages: [{ number: 1, start: 0, end: text.length }],
    },
    chunks: texts.map((part, position) => ({
      ...{ id: `${id}-${position}`, position, page: 1, heading: null, start: 0, end: part.length, text: part },
      ...{ tokens: 1, embedded: part, embeddedSha256: createHash("sha256").update(part).digest() },
    })),
  };
}

it("one document that breaks its batch fails alone", async () => {
  const store = documentStore(db);
  const { rows, retrieval } = frailIndex();
  const ready: string[] = [];
  const failed: string[] = [];
  const committer = batchCommitter(
    { store, retrieval },
    { knowledgeBaseId: BASE, embedder: EMBEDDER, signal: new AbortController().signal },
    {
      onEmbedding() {},
      onReady: ({ item }) => ready.push(item.name),
      onFailed: ({ item }, error) => failed.push(`${item.name}: ${(error as AlcoveError).code}`),
    },
  );
  await committer.add(prepared(store, "first", ["one", "two"]));
  await committer.add(prepared(store, "second", ["three", "broken"]));
  await committer.add(prepared(store, "third", ["four"]));
  await committer.finish();

  expect(ready).toEqual(["first", "third"]);
  expect(failed).toEqual(["second: child.lost"]);
  expect([...rows.keys()].sort()).toEqual(["first-0", "first-1", "third-0"]);
  expect(store.get("first")).toMatchObject({ status: "ready", chunks: 2 });
  expect(store.get("second")?.status).not.toBe("ready");
  expect(store.get("third")).toMatchObject({ status: "ready", chunks: 1 });
});
