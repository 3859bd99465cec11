// Rows of documents, their text, pages, chunks and vectors. The commit point of an ingestion is `commitReady`.
import { inflateRawSync } from "node:zlib";
import type { PackedPage, TextRun } from "../../../shared/children/parser.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import type { ErrorJson } from "../../../shared/domain/errors.ts";
import type { Db } from "../db/open.ts";

interface DocumentRow {
  id: string;
  knowledge_base_id: string;
  name: string;
  blob_id: string;
  size_bytes: number;
  format: string | null;
  language: string | null;
  status: Document["status"];
  page_count: number | null;
  characters: number | null;
  chunk_count: number;
  warnings: string;
  error: string | null;
  run_id: string | null;
  created_at_ms: number;
}
const toDocument = (row: DocumentRow): Document => ({
  id: row.id,
  knowledgeBaseId: row.knowledge_base_id,
  name: row.name,
  format: row.format,
  language: row.language,
  status: row.status,
  blobId: row.blob_id,
  sizeBytes: row.size_bytes,
  pages: row.page_count,
  chunks: row.chunk_count,
  characters: row.characters,
  warnings: JSON.parse(row.warnings),
  error: row.error ? JSON.parse(row.error) : null,
  runId: row.run_id,
  createdAtMs: row.created_at_ms,
});

/** A chunk as it is searched and shown; offsets are UTF-16, into the document's text. */
export interface Chunk {
  id: string;
  position: number;
  page: number;
  heading: string | null;
  start: number;
  end: number;
  text: string;
  tokens: number;
  /** SHA-256 of what was embedded for it (heading path and text). */
  embeddedSha256: Uint8Array;
}
export interface StoredChunk extends Omit<Chunk, "embeddedSha256"> {
  documentId: string;
  documentName: string;
}
interface ChunkRow {
  id: string;
  document_id: string;
  document_name: string;
  position: number;
  page: number;
  heading: string | null;
  start_offset: number;
  end_offset: number;
  text: string;
  tokens: number;
}
const toChunk = (row: ChunkRow): StoredChunk => ({
  id: row.id,
  documentId: row.document_id,
  documentName: row.document_name,
  position: row.position,
  page: row.page,
  heading: row.heading,
  start: row.start_offset,
  end: row.end_offset,
  text: row.text,
  tokens: row.tokens,
});
const CHUNK_COLUMNS = `c.id, c.document_id, d.name AS document_name, c.position, c.page, c.heading, c.start_offset,
  c.end_offset, c.text, c.tokens`;

/** Everything that one transaction stores when a document becomes ready. */
export interface ReadyDocument {
  documentId: string;
  format: string;
  title: string | null;
  language: string | null;
  text: string;
  pages: PackedPage[];
  chunks: Chunk[];
  warnings: ErrorJson[];
}

export interface PageRow {
  number: number;
  start: number;
  end: number;
  width: number | null;
  height: number | null;
}

export function documentStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO documents (id, knowledge_base_id, name, source_path, blob_id, size_bytes, status, run_id, created_at_ms, updated_at_ms)
     VALUES (@id, @knowledgeBaseId, @name, @sourcePath, @blobId, @sizeBytes, 'queued', @runId, @now, @now)`,
  );
  const select = db.prepare<[string], DocumentRow>("SELECT * FROM documents WHERE id = ? AND deleted_at_ms IS NULL");
  const list = db.prepare<[string], DocumentRow>(
    "SELECT * FROM documents WHERE knowledge_base_id = ? AND deleted_at_ms IS NULL ORDER BY created_at_ms, id",
  );
  const sameBlob = db.prepare<[string, string], DocumentRow>(
    `SELECT * FROM documents WHERE blob_id = ? AND knowledge_base_id = ? AND deleted_at_ms IS NULL
     ORDER BY status = 'ready' DESC LIMIT 1`,
  );
  const sourceOf = db.prepare<[string], string | null>("SELECT source_path FROM documents WHERE id = ?").pluck();
  const ofRun = db.prepare<[string], DocumentRow>(
    "SELECT * FROM documents WHERE run_id = ? ORDER BY created_at_ms, id",
  );
  const setRunning = db.prepare(
    "UPDATE documents SET status = 'running', error = NULL, updated_at_ms = ? WHERE id = ?",
  );
  const requeue = db.prepare(
    "UPDATE documents SET status = 'queued', error = NULL, run_id = ?, updated_at_ms = ? WHERE id = ?",
  );
  const fail = db.prepare("UPDATE documents SET status = 'failed', error = ?, updated_at_ms = ? WHERE id = ?");
  const setReady = db.prepare(
    `UPDATE documents SET status = 'ready', format = @format, title = @title, language = @language, page_count = @pages,
       characters = @characters, chunk_count = @chunks, warnings = @warnings, error = NULL, updated_at_ms = @now
     WHERE id = @id`,
  );
  const setDeleted = db.prepare("UPDATE documents SET deleted_at_ms = ?, updated_at_ms = ? WHERE id = ?");
  const erase = db.prepare<[string], { blob_id: string; knowledge_base_id: string }>(
    "DELETE FROM documents WHERE id = ? RETURNING blob_id, knowledge_base_id",
  );
  const blobUses = db.prepare<[string], number>("SELECT count(*) FROM documents WHERE blob_id = ?").pluck();
  const readyOfBase = db
    .prepare<[string], string>("SELECT id FROM documents WHERE knowledge_base_id = ? AND status = 'ready'")
    .pluck();

  const insertText = db.prepare("INSERT OR REPLACE INTO document_texts (document_id, text) VALUES (?, ?)");
  const text = db.prepare<[string], string>("SELECT text FROM document_texts WHERE document_id = ?").pluck();
  const deletePages = db.prepare("DELETE FROM document_pages WHERE document_id = ?");
  const insertPage = db.prepare(
    "INSERT INTO document_pages (document_id, number, start_offset, end_offset, width, height, runs) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const pages = db.prepare<[string], PageRow>(
    `SELECT number, start_offset AS start, end_offset AS "end", width, height FROM document_pages
     WHERE document_id = ? ORDER BY number`,
  );
  const pageRuns = db.prepare<[string, number, number], { number: number; runs: Uint8Array | null }>(
    "SELECT number, runs FROM document_pages WHERE document_id = ? AND end_offset > ? AND start_offset < ? ORDER BY number",
  );

  const deleteChunks = db.prepare("DELETE FROM chunks WHERE document_id = ?");
  const insertChunk = db.prepare(
    `INSERT INTO chunks (id, document_id, position, page, heading, start_offset, end_offset, text, tokens, embedded_sha256)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const chunksById = db.prepare<[string], ChunkRow>(
    `SELECT ${CHUNK_COLUMNS} FROM json_each(?) AS wanted JOIN chunks c ON c.id = wanted.value
     JOIN documents d ON d.id = c.document_id WHERE d.status = 'ready' AND d.deleted_at_ms IS NULL`,
  );
  const chunkPage = db.prepare<[string, number, number], ChunkRow>(
    `SELECT ${CHUNK_COLUMNS} FROM chunks c JOIN documents d ON d.id = c.document_id WHERE c.document_id = ?
     ORDER BY c.position LIMIT ? OFFSET ?`,
  );
  const tokensOf = db.prepare<[string], { id: string; tokens: number }>(
    `SELECT d.id, coalesce(sum(c.tokens), 0) AS tokens FROM documents d JOIN chunks c ON c.document_id = d.id
     WHERE d.knowledge_base_id = ? AND d.deleted_at_ms IS NULL AND d.status = 'ready' GROUP BY d.id`,
  );
  const embeddedChunks = db.prepare<
    [string],
    { id: string; heading: string | null; text: string; embeddedSha256: Uint8Array }
  >("SELECT id, heading, text, embedded_sha256 AS embeddedSha256 FROM chunks WHERE document_id = ? ORDER BY position");

  const insertVector = db.prepare("INSERT OR IGNORE INTO embeddings (embedder, text_sha256, vector) VALUES (?, ?, ?)");
  const vector = db
    .prepare<[string, Uint8Array], Uint8Array>("SELECT vector FROM embeddings WHERE embedder = ? AND text_sha256 = ?")
    .pluck();

  const shasOf = db
    .prepare<[string], Uint8Array>("SELECT DISTINCT embedded_sha256 FROM chunks WHERE document_id = ?")
    .pluck();
  const eraseVector = db.prepare(
    // The embedders are named so that the rows are looked up by their key and not by reading all of them.
    `DELETE FROM embeddings WHERE embedder IN (SELECT embedder FROM knowledge_bases) AND text_sha256 = @sha
       AND NOT EXISTS (SELECT 1 FROM chunks WHERE embedded_sha256 = @sha)`,
  );
  const eraseWhole = db.transaction((id: string) => {
    const shas = shasOf.all(id);
    const row = erase.get(id);
    for (const sha of shas) eraseVector.run({ sha });
    return row && { blobId: row.blob_id, knowledgeBaseId: row.knowledge_base_id };
  });
  const commitReady = db.transaction((ready: ReadyDocument[]) => {
    const now = Date.now();
    for (const document of ready) {
      const { documentId } = document;
      // A document that was erased while it was being read leaves nothing behind.
      const { changes } = setReady.run({
        id: documentId,
        format: document.format,
        title: document.title,
        language: document.language,
        pages: document.pages.length,
        characters: document.text.length,
        chunks: document.chunks.length,
        warnings: JSON.stringify(document.warnings),
        now,
      });
      if (changes === 0) continue;
      insertText.run(documentId, document.text);
      deletePages.run(documentId);
      for (const page of document.pages) {
        const { number, start, end, width, height, packedRuns } = page;
        insertPage.run(documentId, number, start, end, width ?? null, height ?? null, packedRuns ?? null);
      }
      deleteChunks.run(documentId);
      for (const c of document.chunks) {
        insertChunk.run(
          c.id,
          documentId,
          c.position,
          c.page,
          c.heading,
          c.start,
          c.end,
          c.text,
          c.tokens,
          c.embeddedSha256,
        );
      }
    }
  });
  const insertVectors = db.transaction((embedder: string, rows: { sha256: Uint8Array; vector: Uint8Array }[]) => {
    for (const row of rows) insertVector.run(embedder, row.sha256, row.vector);
  });

  return {
    insert: (document: {
      id: string;
      knowledgeBaseId: string;
      name: string;
      sourcePath: string | null;
      blobId: string;
      sizeBytes: number;
      runId: string;
    }) => insert.run({ ...document, now: Date.now() }),
    get(id: string): Document | undefined {
      const row = select.get(id);
      return row && toDocument(row);
    },
    list: (knowledgeBaseId: string): Document[] => list.all(knowledgeBaseId).map(toDocument),
    sameBlob(blobId: string, knowledgeBaseId: string): Document | undefined {
      const row = sameBlob.get(blobId, knowledgeBaseId);
      return row && toDocument(row);
    },
    /** The key that its file had in the run that added it. */
    sourceOf: (id: string): string | null => sourceOf.get(id) ?? null,
    ofRun: (runId: string): Document[] => ofRun.all(runId).map(toDocument),
    setRunning: (id: string) => setRunning.run(Date.now(), id),
    requeue: (id: string, runId: string) => requeue.run(runId, Date.now(), id),
    fail: (id: string, error: ErrorJson) => fail.run(JSON.stringify(error), Date.now(), id),
    commitReady,
    setDeleted: (ids: string[], atMs: number | null) => {
      for (const id of ids) setDeleted.run(atMs, Date.now(), id);
    },
    /** Removes its rows, and vectors that no other chunk uses, at once. Returns where the rest of it lies. */
    erase: (id: string): { blobId: string; knowledgeBaseId: string } | undefined => eraseWhole(id),
    blobInUse: (blobId: string): boolean => (blobUses.get(blobId) ?? 0) > 0,
    /** Trashed ones too: they keep their rows in the index until they are erased. */
    readyOfBase: (knowledgeBaseId: string): string[] => readyOfBase.all(knowledgeBaseId),
    text: (documentId: string): string => text.get(documentId) ?? "",
    pages: (documentId: string): PageRow[] => pages.all(documentId),
    /** Text runs of the pages that hold any of [start, end). */
    runsBetween: (documentId: string, start: number, end: number): { page: number; runs: TextRun[] }[] =>
      pageRuns.all(documentId, start, end).map((row) => ({
        page: row.number,
        runs: row.runs ? (JSON.parse(inflateRawSync(row.runs).toString("utf8")) as TextRun[]) : [],
      })),
    chunksById: (ids: string[]): Map<string, StoredChunk> =>
      new Map(chunksById.all(JSON.stringify(ids)).map((row) => [row.id, toChunk(row)])),
    chunks: (documentId: string, limit: number, offset: number): StoredChunk[] =>
      chunkPage.all(documentId, limit, offset).map(toChunk),
    /** Tokens of the embedder in each ready document of a knowledge base. */
    tokensOf: (knowledgeBaseId: string): Map<string, number> =>
      new Map(tokensOf.all(knowledgeBaseId).map(({ id, tokens }) => [id, tokens])),
    embeddedChunks: (documentId: string) => embeddedChunks.all(documentId),
    insertVectors,
    vector: (embedder: string, sha256: Uint8Array): Uint8Array | undefined => vector.get(embedder, sha256),
  };
}
export type DocumentStore = ReturnType<typeof documentStore>;
