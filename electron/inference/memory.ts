// Estimates what a model will need and what the machine has, before anything is loaded. Called by load.ts.
import { freemem, totalmem } from "node:os";
import { architectureOf, type GgufHeader, invalidModel, numberIn, VOCABULARY } from "./gguf-header.ts";

const KV_BYTES = 2;
const WORKING_BYTES = 96 * 1024 * 1024;
/** Share of the free memory that a model may take. */
const USABLE_SHARE = 0.95;
/** Below this a chat with sources is not possible. */
const SMALLEST_CONTEXT = 1_024;
const CONTEXT_STEP = 256;
const DEFAULT_CONTEXT = 8_192;

/** What a model needs: `fixedBytes` always, `bytesPerToken` for each token of context (keys and values as f16). */
export interface MemoryNeed {
  fixedBytes: number;
  bytesPerToken: number;
}

/** Numbers of a model's shape that memory depends on. Throws `model.invalid` where one is missing or absurd. */
function shapeOf(header: GgufHeader) {
  const architecture = architectureOf(header);
  const read = (key: string, max: number) => {
    const value = numberIn(header, `${architecture}.${key}`);
    if (value === null || !Number.isInteger(value) || value < 1 || value > max) {
      throw invalidModel(header.path, `its ${key} is missing or not sound.`);
    }
    return value;
  };
  const layers = read("block_count", 4_096);
  const embedding = read("embedding_length", 1_048_576);
  // llama.cpp ends the process over layers of no width or without heads.
  const isDense = header.tensors.has("blk.0.ffn_up.weight") || header.tensors.has("blk.0.ffn_down.weight");
  if (isDense) {
    const widths = perLayer(header, `${architecture}.feed_forward_length`, layers);
    if (!widths || Math.max(...widths) < 1) throw invalidModel(header.path, "its feed_forward_length is missing.");
  }
  const trainedContext = read("context_length", 100_000_000);
  const heads = perLayer(header, `${architecture}.attention.head_count`, layers) ?? [];
  if (header.tensors.has("blk.0.attn_output.weight") && Math.max(0, ...heads) < 1) {
    throw invalidModel(header.path, "its attention.head_count is missing.");
  }
  const keyValueHeads = perLayer(header, `${architecture}.attention.head_count_kv`, layers) ?? heads;
  const firstHeads = Math.max(1, ...heads);
  const keyLength = numberIn(header, `${architecture}.attention.key_length`) ?? embedding / firstHeads;
  const valueLength = numberIn(header, `${architecture}.attention.value_length`) ?? embedding / firstHeads;
  return { layers, trainedContext, keyValueHeads, keyLength, valueLength };
}

/** A number for each layer, from one number or a list; null where the key is absent. */
function perLayer(header: GgufHeader, key: string, layers: number): number[] | null {
  const value = header.metadata.get(key);
  if (value === undefined) return null;
  const numbers = typeof value === "number" ? new Array<number>(layers).fill(value) : null;
  const list = numbers ?? (typeof value === "object" ? value.numbers : null);
  if (!list || list.length === 0 || list.some((count) => !(count >= 0 && count <= 1_048_576))) {
    throw invalidModel(header.path, `its ${key} is not sound.`);
  }
  return list;
}

/** Longest context that the model was trained for, in tokens. */
export function trainedContextOf(header: GgufHeader): number {
  return shapeOf(header).trainedContext;
}

/** Estimates a model's need from its header. `batchTokens` are evaluated at once and need scores for the vocabulary. */
export function memoryNeedOf(header: GgufHeader, batchTokens: number): MemoryNeed {
  const { keyValueHeads, keyLength, valueLength } = shapeOf(header);
  const vocabulary = header.metadata.get(VOCABULARY);
  const vocabularySize = typeof vocabulary === "object" ? vocabulary.count : 0;
  const heads = keyValueHeads.reduce((sum, count) => sum + count, 0);
  return {
    fixedBytes: header.tensorBytes + vocabularySize * batchTokens * 4 + WORKING_BYTES,
    bytesPerToken: heads * (keyLength + valueLength) * KV_BYTES,
  };
}

/** Memory that a model may take now, in bytes: what is free, held to the limit of the container if there is one. */
export function usableMemory(): number {
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const withinLimit = Math.max(0, limit - process.memoryUsage.rss());
  // macOS counts only untouched pages as free, although it gives back cached ones at once.
  const free = process.platform === "darwin" ? Math.max(freemem(), totalmem() / 2) : freemem();
  return Math.min(free, withinLimit) * USABLE_SHARE;
}

/**
 * The context to reserve, in tokens: what was asked for (8,192 by default), no more than the model was trained for, and
 * less where memory is short. Null where even the smallest context does not fit `freeBytes`.
 */
export function contextThatFits(
  need: MemoryNeed,
  freeBytes: number,
  trainedTokens: number,
  askedTokens = DEFAULT_CONTEXT,
): number | null {
  const wanted = Math.min(askedTokens, trainedTokens);
  const room = need.bytesPerToken > 0 ? Math.floor((freeBytes - need.fixedBytes) / need.bytesPerToken) : wanted;
  if (need.fixedBytes > freeBytes) return null;
  if (room >= wanted) return wanted;
  const rounded = Math.floor(room / CONTEXT_STEP) * CONTEXT_STEP;
  return rounded >= Math.min(SMALLEST_CONTEXT, wanted) ? rounded : null;
}
