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
 */
export function fuseByScore(nearest: Candidate[], matching: Candidate[], question: QuestionVector): Fused[] {
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
  const gains = entries.map(({ candidate, vector: cosine = averageCosine }) =>
    cosine > averageCosine ? (cosine - averageCosine) * understands(candidate.text) : 0,
  );
  const highestGain = Math.max(...gains);
  const highestMatch = Math.max(...entries.map((entry) => entry.fullText ?? 0));
  for (const [i, entry] of entries.entries()) {
    const dense = highestGain > 0 ? gains[i]! / highestGain : 0;
    const words = highestMatch > 0 ? (entry.fullText ?? 0) / highestMatch : 0;
    entry.fused = denseWeight * dense + (1 - denseWeight) * words;
  }
  return byScore(entries);
}

function byScore(entries: Iterable<Fused>): Fused[] {
  // Equal scores by id, so that the same question always gets the same order.
  return [...entries].sort((a, b) => b.fused - a.fused || (a.candidate.chunkId < b.candidate.chunkId ? -1 : 1));
}
