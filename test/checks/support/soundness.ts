// Is anything half there? Looks at the database, the index and the files of a workspace from outside of the engine.
// Called by checks of crashes when no ingestion is running.
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openDatabase } from "../../../electron/engine/db/open.ts";
import { indexTable } from "../../../electron/engine/knowledge/service.ts";
import { openIndex } from "../../../electron/retrieval/index.ts";

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

// biome-ignore lint/suspicious/noExplicitAny: rows of many different queries, each read a few lines below its SQL
type Row = Record<string, any>;

/** What only half happened, as finished sentences; empty where everything is whole. */
export async function halfThings(workspace: string): Promise<string[]> {
  const found: string[] = [];
  const db = openDatabase(join(workspace, "alcove.db"), { readOnly: true });
  const index = await openIndex(join(workspace, "index"));
  try {
    const all = (sql: string, ...values: unknown[]) => db.prepare(sql).all(...values) as Row[];
    for (const row of all("PRAGMA integrity_check")) {
      if (row.integrity_check !== "ok") found.push(`Integrity: ${row.integrity_check}`);
    }
    for (const row of all("PRAGMA foreign_key_check")) found.push(`Foreign key: ${JSON.stringify(row)}`);
    for (const row of all("SELECT id, kind, status FROM runs WHERE status IN ('queued', 'running')")) {
      // These are marked at the next start instead of being taken up.
      if (row.kind !== "answer" && row.kind !== "title")
        found.push(`The run ${row.id} (${row.kind}) is still ${row.status}.`);
    }
    for (const row of all("SELECT name, status FROM documents WHERE status IN ('queued', 'running')")) {
      found.push(`${row.name} is still ${row.status}.`);
    }
    for (const row of all(
      "SELECT name FROM documents d WHERE status = 'failed' AND EXISTS (SELECT 1 FROM chunks WHERE document_id = d.id)",
    )) {
      found.push(`${row.name} failed and has passages.`);
    }
    const documents = all(
      `SELECT d.id, d.name, d.blob_id, d.chunk_count, k.id AS base,
         (SELECT count(*) FROM chunks WHERE document_id = d.id) AS chunks,
         (SELECT count(*) FROM chunks c JOIN embeddings e ON e.text_sha256 = c.embedded_sha256
            WHERE c.document_id = d.id AND e.embedder = k.embedder AND length(e.vector) > 0) AS vectors,
         (SELECT count(*) FROM document_pages WHERE document_id = d.id) = d.page_count AS pages,
         EXISTS (SELECT 1 FROM document_texts WHERE document_id = d.id) AS text
       FROM documents d JOIN knowledge_bases k ON k.id = d.knowledge_base_id WHERE d.status = 'ready'`,
    );
    const bases = all("SELECT id FROM knowledge_bases").map(({ id }) => id as string);
    const rows = new Map<string, number>();
    for (const base of bases) {
      for (const entry of await index.listDocuments(indexTable(base))) rows.set(entry.documentId, entry.rows);
    }
    for (const { id, name, blob_id, chunk_count, chunks, vectors, pages, text } of documents) {
      const say = (what: string, count: number) => {
        if (count !== chunk_count)
          found.push(`${name} is ready with ${chunk_count} passages and has ${count} ${what}.`);
      };
      if (chunk_count === 0) found.push(`${name} is ready without a passage.`);
      say("passages", chunks);
      say("vectors", vectors);
      say("rows in the index", rows.get(id) ?? 0);
      if (!pages || !text) found.push(`${name} is ready without its pages or its text.`);
      const blob = join(workspace, "blobs", (blob_id as string).slice(0, 2), blob_id);
      if (!existsSync(blob) || (await sha256Of(blob)) !== blob_id) found.push(`The file of ${name} is gone or broken.`);
      rows.delete(id);
    }
    for (const id of rows.keys()) found.push(`The index has rows of ${id}, which is not ready.`);
    for (const name of readdirSync(join(workspace, "blobs"))) {
      if (!/^[0-9a-f]{2}$/.test(name)) found.push(`The part of a file was left: ${name}`);
    }
    return found;
  } finally {
    index.close();
    db.close();
  }
}
