// Gathers documents that were read, then embeds, indexes and commits several together: one index write for many small
// files, full batches for the embedder. Called by ingest.ts.
import type { Channel } from "../../../shared/children/channel.ts";
import type { EmbedderInfo, IndexRow, RetrievalMethods } from "../../../shared/children/retrieval.ts";
import type { RunItem } from "../../../shared/domain/runs.ts";
import { dropRows, searchedText, upsertRows, vectorsOf } from "./indexing.ts";
import type { PreparedChunk } from "./prepare.ts";
import type { DocumentStore, ReadyDocument } from "./store.ts";

/** A document that was read and waits to be embedded and committed. */
export interface Prepared {
  item: RunItem;
  ready: Omit<ReadyDocument, "chunks">;
  chunks: PreparedChunk[];
}

export interface CommitListener {
  onEmbedding(prepared: Prepared): void;
  /** The document can be searched; its transaction is done. */
  onReady(prepared: Prepared): void;
  onFailed(prepared: Prepared, error: unknown): void;
}

/** A batch is committed when it has this many chunks, or when nothing more comes. */
const BATCH_CHUNKS = 128;
/** Who adds waits while more than this many chunks wait. */
const MAX_WAITING_CHUNKS = 1024;

export function batchCommitter(
  deps: { store: DocumentStore; retrieval: Pick<Channel<RetrievalMethods>, "call"> },
  target: { knowledgeBaseId: string; embedder: EmbedderInfo; signal: AbortSignal },
  listener: CommitListener,
) {
  const { store, retrieval } = deps;
  const { knowledgeBaseId, embedder, signal } = target;
  const totals = { embeddedTokens: 0, embedMs: 0, rows: 0 };
  let waiting: Prepared[] = [];
  let waitingChunks = 0;
  let draining: Promise<void> | undefined;

  const commitTogether = async (batch: Prepared[]) => {
    const chunks = batch.flatMap((prepared) => prepared.chunks);
    const startedMs = performance.now();
    const vectors = await vectorsOf(deps, embedder, chunks, {
      signal,
      onTokens: (tokens) => {
        totals.embeddedTokens += tokens;
      },
    });
    totals.embedMs += performance.now() - startedMs;
    let at = 0;
    const rows: IndexRow[] = batch.flatMap(({ ready, chunks: own }) =>
      own.map((chunk) => ({
        chunkId: chunk.id,
        documentId: ready.documentId,
        text: searchedText(chunk),
        vector: vectors[at++]!,
      })),
    );
    try {
      await upsertRows(retrieval, knowledgeBaseId, embedder.dimensions, rows, signal);
      store.commitReady(batch.map(({ ready, chunks: own }) => ({ ...ready, chunks: own })));
    } catch (error) {
      const documentIds = batch.map(({ ready }) => ready.documentId);
      await dropRows(retrieval, knowledgeBaseId, documentIds).catch(() => {});
      throw error;
    }
    totals.rows += rows.length;
    for (const prepared of batch) listener.onReady(prepared);
  };
  const commitBatch = async (batch: Prepared[]) => {
    for (const prepared of batch) listener.onEmbedding(prepared);
    try {
      await commitTogether(batch);
    } catch {
      // One document that breaks the batch must not take the others with it.
      for (const prepared of batch) {
        signal.throwIfAborted();
        await commitTogether([prepared]).catch((error) => {
          signal.throwIfAborted();
          listener.onFailed(prepared, error);
        });
      }
    }
  };
  /** Commits batch after batch, down to what makes no full one, or to nothing. */
  const drain = async (everything: boolean): Promise<void> => {
    while (waiting.length > 0 && (everything || waitingChunks >= BATCH_CHUNKS)) {
      const batch = waiting;
      waiting = [];
      try {
        await commitBatch(batch);
      } finally {
        waitingChunks -= batch.reduce((sum, prepared) => sum + prepared.chunks.length, 0);
      }
    }
  };
  /** At most one drain at a time, so that batches keep their order. */
  const startDrain = (): Promise<void> => {
    draining ??= drain(false).finally(() => {
      draining = undefined;
    });
    return draining;
  };

  return {
    /** Takes a document over; resolves when there is room for another one. */
    async add(prepared: Prepared): Promise<void> {
      waiting.push(prepared);
      waitingChunks += prepared.chunks.length;
      if (waitingChunks < BATCH_CHUNKS) return;
      const drained = startDrain();
      if (waitingChunks >= MAX_WAITING_CHUNKS) await drained;
      // What fails is told to the listener, and a cancelled run ends at its next step.
      else drained.catch(() => {});
    },
    /** Commits what still waits and returns the totals of all batches. */
    async finish(): Promise<typeof totals> {
      await draining;
      await drain(true);
      return totals;
    },
  };
}
