// Joins the two ranked lists of a hybrid search. Pure; called by search.ts.
import type { Candidate } from "./index.ts";

/** A passage that either list found, with what each list says of it. */
export interface Fused {
  candidate: Candidate;
  /** Cosine with the question. */
  vector?: number;
  /** BM25. */
  fullText?: number;
  /** 0 to 1; the order of the result. */
  fused: number;
}

/** Cosine of two vectors of unit length. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Reciprocal rank fusion (Cormack et al. 2009, k = 60), scaled so that first in both lists is 1. */
export function fuseByRank(nearest: Candidate[], matching: Candidate[]): Fused[] {
  const found = new Map<string, Fused>();
  for (const [list, name] of [
    [nearest, "vector"],
    [matching, "fullText"],
  ] as const) {
    for (const [i, candidate] of list.entries()) {
      const entry = found.get(candidate.chunkId) ?? { candidate, fused: 0 };
      entry[name] = candidate.score;
      entry.fused += 61 / (61 + i) / 2;
      found.set(candidate.chunkId, entry);
    }
  }
  return byScore(found.values());
}

/** What a question brings to the fusion. */
export interface QuestionVector {
  vector: Float32Array;
  /** Its mean cosine with all passages. */
  averageCosine: number;
  /** Share of the vectors in the sum, 0 to 1; full text has the rest. */
  denseWeight: number;
  /** How much of a passage the embedder understands, 0 to 1. */
  understands(text: string): number;
}

/**
 * Weighted sum of both scores, each on a scale with a meaning: for vectors 0 is the cosine of an average passage and 1
 * that of the nearest one, less what the embedder does not understand of the passage; for full text 0 is no word found
 * and 1 the best match. A passage that only full text found has its cosine computed from its vector; one that only the
 * vectors found counts as no match, which measures the same as its true BM25 score.
 * Gives the best `limit`. Only passages that may be among them are judged for what the embedder understands, since that
 * takes longer than everything else here.
 */
export function fuseByScore(
  nearest: Candidate[],
  matching: Candidate[],
  question: QuestionVector,
  limit = Number.POSITIVE_INFINITY,
): Fused[] {
  const { vector, averageCosine, denseWeight, understands } = question;
  const found = new Map<string, Fused>();
  for (const candidate of nearest) found.set(candidate.chunkId, { candidate, vector: candidate.score, fused: 0 });
  for (const candidate of matching) {
    const entry = found.get(candidate.chunkId) ?? { candidate, fused: 0 };
    entry.fullText = candidate.score;
    if (entry.vector === undefined && candidate.vector) entry.vector = dot(vector, candidate.vector);
    found.set(candidate.chunkId, entry);
  }
  const entries = [...found.values()];
  /** What an entry's vector is worth if all of its passage is understood, and what it is worth. */
  const room = ({ vector: cosine = averageCosine }: Fused) => Math.max(0, cosine - averageCosine);
  const gains = new Map<Fused, number>();
  const gainOf = (entry: Fused): number => {
    const gain = gains.get(entry) ?? (room(entry) > 0 ? room(entry) * understands(entry.candidate.text) : 0);
    gains.set(entry, gain);
    return gain;
  };
  let highestGain = 0;
  for (const entry of [...entries].sort((a, b) => room(b) - room(a))) {
    if (room(entry) <= highestGain) break;
    highestGain = Math.max(highestGain, gainOf(entry));
  }
  const highestMatch = Math.max(...entries.map((entry) => entry.fullText ?? 0));
  const fusedWith = (entry: Fused, gain: number): number => {
    const dense = highestGain > 0 ? gain / highestGain : 0;
    const words = highestMatch > 0 ? (entry.fullText ?? 0) / highestMatch : 0;
    return denseWeight * dense + (1 - denseWeight) * words;
  };
  // As if all were understood: none can have more.
  for (const entry of entries) entry.fused = fusedWith(entry, room(entry));
  const best: Fused[] = [];
  for (const entry of byScore(entries)) {
    const last = best[limit - 1];
    if (last && entry.fused < last.fused) break;
    entry.fused = fusedWith(entry, gainOf(entry));
    const place = best.findIndex((other) => order(entry, other) < 0);
    best.splice(place < 0 ? best.length : place, 0, entry);
    if (best.length > limit) best.pop();
  }
  return best;
}

/** Equal scores by id, so that the same question always gets the same order. */
function order(a: Fused, b: Fused): number {
  return b.fused - a.fused || (a.candidate.chunkId < b.candidate.chunkId ? -1 : 1);
}

function byScore(entries: Iterable<Fused>): Fused[] {
  return [...entries].sort(order);
}
