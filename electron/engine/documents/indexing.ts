// Vectors and index rows of chunks: what was embedded once is never embedded again.
import type { Channel } from "../../../shared/children/channel.ts";
import type { EmbedderInfo, IndexRow, RetrievalMethods } from "../../../shared/children/retrieval.ts";
import { breather } from "../breathe.ts";
import { indexTable } from "../knowledge/service.ts";
import type { PreparedChunk } from "./prepare.ts";
import type { DocumentStore } from "./store.ts";

type Retrieval = Pick<Channel<RetrievalMethods>, "call">;

const bytesOf = (vector: Uint16Array): Uint8Array => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
const vectorOf = (bytes: Uint8Array): Uint16Array => new Uint16Array(new Uint8Array(bytes).buffer);

/** Texts a call: enough to fill the embedder's batches, few enough that a cancel is quick and a kill loses little. */
const EMBED_BATCH = 64;
/** Rows a call: what is sent at once is copied at once, some 2 KB a row. */
const UPSERT_BATCH = 512;

/** A vector for each chunk, in order; missing ones are embedded and stored first. `onTokens` counts what was embedded. */
export async function vectorsOf(
  deps: { store: DocumentStore; retrieval: Retrieval },
  embedder: EmbedderInfo,
  chunks: Pick<PreparedChunk, "embedded" | "embeddedSha256">[],
  options: { signal: AbortSignal; onTokens?: (tokens: number) => void },
): Promise<Uint16Array[]> {
  const { store, retrieval } = deps;
  const breathe = breather();
  const vectors: (Uint16Array | undefined)[] = [];
  for (const chunk of chunks) {
    const known = store.vector(embedder.id, chunk.embeddedSha256);
    vectors.push(known && vectorOf(known));
    await breathe();
  }
  const missing = chunks.map((_, i) => i).filter((i) => !vectors[i]);
  for (let from = 0; from < missing.length; from += EMBED_BATCH) {
    const batch = missing.slice(from, from + EMBED_BATCH);
    const texts = batch.map((i) => chunks[i]!.embedded);
    const params = { embedder: embedder.id, kind: "passage" as const, texts };
    const result = await retrieval.call("embed", params, { signal: options.signal });
    options.onTokens?.(result.tokens);
    const rows = batch.map((i, position) => {
      const at = position * embedder.dimensions;
      const vector = result.vectors.slice(at, at + embedder.dimensions);
      vectors[i] = vector;
      return { sha256: chunks[i]!.embeddedSha256, vector: bytesOf(vector) };
    });
    store.insertVectors(embedder.id, rows);
  }
  return vectors as Uint16Array[];
}

/** Writes rows into a knowledge base's index table. */
export async function upsertRows(
  retrieval: Retrieval,
  knowledgeBaseId: string,
  dimensions: number,
  rows: IndexRow[],
  signal: AbortSignal,
): Promise<void> {
  const table = indexTable(knowledgeBaseId);
  for (let from = 0; from < rows.length; from += UPSERT_BATCH) {
    await retrieval.call("upsert", { table, dimensions, rows: rows.slice(from, from + UPSERT_BATCH) }, { signal });
  }
}

/** Takes out what was indexed of documents that did not become ready. */
export async function dropRows(retrieval: Retrieval, knowledgeBaseId: string, documentIds: string[]): Promise<void> {
  await retrieval.call("deleteDocuments", { table: indexTable(knowledgeBaseId), documentIds });
}

/**
 * Makes a base's index hold exactly the rows of its ready documents, from the stored vectors (one that is missing is made again). For recovery:
 * rows without a ready document go, ready documents whose rows are incomplete are written again.
 */
export async function reconcileIndex(
  deps: { store: DocumentStore; retrieval: Retrieval },
  base: { id: string; embedder: EmbedderInfo },
  signal: AbortSignal,
): Promise<{ removed: number; rewritten: number }> {
  const { store, retrieval } = deps;
  const table = indexTable(base.id);
  const present = new Map(
    (await retrieval.call("listDocuments", { table }, { signal })).map((entry) => [entry.documentId, entry.rows]),
  );
  const ready = new Set(store.readyOfBase(base.id));
  const strangers = [...present.keys()].filter((id) => !ready.has(id));
  if (strangers.length > 0) await retrieval.call("deleteDocuments", { table, documentIds: strangers }, { signal });

  let rewritten = 0;
  for (const documentId of ready) {
    const chunks = store.embeddedChunks(documentId).map((chunk) => ({ ...chunk, embedded: searchedText(chunk) }));
    if (present.get(documentId) === chunks.length) continue;
    await retrieval.call("deleteDocuments", { table, documentIds: [documentId] }, { signal });
    const vectors = await vectorsOf(deps, base.embedder, chunks, { signal });
    const rows = chunks.map((chunk, i) => ({
      chunkId: chunk.id,
      documentId,
      text: searchedText(chunk),
      vector: vectors[i]!,
    }));
    await upsertRows(retrieval, base.id, base.embedder.dimensions, rows, signal);
    rewritten++;
  }
  return { removed: strangers.length, rewritten };
}

/** What full text finds a chunk by: the heading path, then the text. */
export const searchedText = (chunk: { heading: string | null; text: string }): string =>
  chunk.heading ? `${chunk.heading}\n${chunk.text}` : chunk.text;
