// Embedding: counts tokens, refuses what is too long, and feeds the session thread with small batches in which queries
// overtake passages. Called by entry.ts and search.ts.
import type { EmbedderInfo } from "../../shared/children/retrieval.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import type { Embedder, ModelFolders } from "./embedders/embedder.ts";
import { EMBEDDERS } from "./embedders/index.ts";
import { openSessions } from "./sessions.ts";
import type { Tokenizer } from "./wordpiece.ts";

export type TextKind = "query" | "passage";

/** Vectors of unit length one after another, and how many tokens they took, special tokens included. */
export interface Embedded {
  vectors: Float32Array;
  tokens: number;
}

export interface EmbedOptions {
  signal?: AbortSignal;
  onProgress?: (done: number) => void;
}

export interface Embedding {
  installed(): Promise<EmbedderInfo[]>;
  /** Rejects with `embedder.unknown`. */
  info(embedderId: string): EmbedderInfo;
  countTokens(embedderId: string, texts: string[]): Promise<number[]>;
  /** Rejects with `embedder.too-long` before anything is computed, and with the signal's reason when it aborts. */
  embed(embedderId: string, kind: TextKind, texts: string[], options?: EmbedOptions): Promise<Embedded>;
  close(): Promise<void>;
}

/**
 * Tokens in a batch, padding included. A query waits for the batch that is running, so this bounds its wait (about
 * 30 ms on two cores); larger batches are no faster on long passages and at most a quarter faster on short ones.
 */
const BATCH_TOKENS = 256;
/** How long the process may tokenize before it looks after its other calls, in milliseconds. */
const SLICE_MS = 8;

interface Batch {
  embedder: Embedder;
  modelPath: string;
  rows: number[][];
  done(vectors: Float32Array): void;
  fail(error: unknown): void;
  signal: AbortSignal | undefined;
}

/** Gives other calls their turn whenever the slice is used up. */
function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}

/** Starts embedding with the models in `folders`; `threadEntry` as in `openSessions`. */
export function openEmbedding(folders: ModelFolders, threadEntry: URL): Embedding {
  const sessions = openSessions(threadEntry);
  const loaded = new Map<string, { tokenizer: Promise<Tokenizer>; model?: Promise<string> }>();
  const queues: Record<TextKind, Batch[]> = { query: [], passage: [] };
  let running = false;

  function find(id: string): Embedder {
    const embedder = EMBEDDERS.find((entry) => entry.info.id === id);
    if (!embedder) throw new AlcoveError("embedder.unknown", { id });
    return embedder;
  }

  function partsOf(embedder: Embedder) {
    let parts = loaded.get(embedder.info.id);
    if (!parts) {
      parts = { tokenizer: embedder.tokenizer(folders) };
      parts.tokenizer.catch(() => loaded.delete(embedder.info.id));
      loaded.set(embedder.info.id, parts);
    }
    return parts;
  }

  function modelOf(embedder: Embedder): Promise<string> {
    const parts = partsOf(embedder);
    if (!parts.model) {
      parts.model = embedder.model(folders);
      parts.model.catch(() => delete parts.model);
    }
    return parts.model;
  }

  async function pump(): Promise<void> {
    if (running) return;
    running = true;
    for (let batch = next(); batch; batch = next()) {
      try {
        batch.signal?.throwIfAborted();
        const { embedder, rows, modelPath } = batch;
        const width = Math.max(...rows.map((row) => row.length));
        const ids = new BigInt64Array(rows.length * width).fill(BigInt(embedder.padId));
        for (const [i, row] of rows.entries()) for (const [j, id] of row.entries()) ids[i * width + j] = BigInt(id);
        const lengths = rows.map((row) => row.length);
        batch.done(await sessions.run({ modelPath, output: embedder.output, ids, lengths }));
      } catch (error) {
        batch.fail(error);
      }
    }
    running = false;
  }
  function next(): Batch | undefined {
    return queues.query.shift() ?? queues.passage.shift();
  }

  async function tokenize(embedder: Embedder, prefix: string, texts: string[], signal?: AbortSignal) {
    const tokenizer = await partsOf(embedder).tokenizer;
    const breathe = breather();
    const rows: number[][] = [];
    for (const text of texts) {
      signal?.throwIfAborted();
      rows.push(tokenizer.encode(prefix + text));
      await breathe();
    }
    return rows;
  }

  return {
    async installed() {
      const flags = await Promise.all(EMBEDDERS.map((embedder) => embedder.installed(folders)));
      return EMBEDDERS.filter((_, i) => flags[i]).map(({ info }) => info);
    },
    info: (id) => find(id).info,
    async countTokens(id, texts) {
      const embedder = find(id);
      const special = (await partsOf(embedder).tokenizer).encode("").length;
      const rows = await tokenize(embedder, embedder.prefixes.passage, texts);
      return rows.map((row) => row.length - special);
    },
    async embed(id, kind, texts, { signal, onProgress } = {}) {
      const embedder = find(id);
      const { dimensions, maxTokens } = embedder.info;
      const rows = await tokenize(embedder, embedder.prefixes[kind], texts, signal);
      for (const { length: tokens } of rows) {
        if (tokens > maxTokens) throw new AlcoveError("embedder.too-long", { tokens, limit: maxTokens });
      }
      const modelPath = await modelOf(embedder);
      const vectors = new Float32Array(texts.length * dimensions);
      let done = 0;
      const batches = batchesByLength(rows).map(
        (members) =>
          new Promise<void>((resolve, reject) => {
            queues[kind].push({
              embedder,
              modelPath,
              rows: members.map((i) => rows[i]!),
              signal,
              done(result) {
                for (const [at, i] of members.entries()) {
                  vectors.set(result.subarray(at * dimensions, (at + 1) * dimensions), i * dimensions);
                }
                done += members.length;
                onProgress?.(done);
                resolve();
              },
              fail: reject,
            });
          }),
      );
      void pump();
      await Promise.all(batches);
      return { vectors, tokens: rows.reduce((sum, row) => sum + row.length, 0) };
    },
    close: () => sessions.close(),
  };
}

/** Groups rows of similar length, so that little is padding: each group as indices into `rows`. */
function batchesByLength(rows: number[][]): number[][] {
  const order = rows.map((_, i) => i).sort((a, b) => rows[a]!.length - rows[b]!.length);
  const batches: number[][] = [];
  let current: number[] = [];
  for (const i of order) {
    // Sorted, so this row is the widest of its batch so far.
    if (current.length > 0 && (current.length + 1) * rows[i]!.length > BATCH_TOKENS) {
      batches.push(current);
      current = [];
    }
    current.push(i);
  }
  if (current.length > 0) batches.push(current);
  return batches;
}
