// Joins the two ranked lists of a hybrid search, by how far each can be trusted. Pure; called by search.ts.
import type { Candidate } from "./index.ts";

/** A passage that either list found, with what each list says of it. */
export interface FusedCandidate {
  candidate: Candidate;
  vector?: number;
  fullText?: number;
  /** 0 to 1; the order of the result. */
  fused: number;
}

/** Scores stretched to 0 (the list's last) to 1 (its first); a list of equals is all ones. */
export function minMax(scores: number[]): number[] {
  const low = Math.min(...scores);
  const high = Math.max(...scores);
  return scores.map((score) => (high > low ? (score - low) / (high - low) : 1));
}

/** Cosine of two vectors of unit length. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Reciprocal rank fusion (Cormack et al. 2009, k = 60), scaled so that first in both lists is 1. */
export function fuseByRank(nearest: Candidate[], matching: Candidate[]): FusedCandidate[] {
  const found = new Map<string, FusedCandidate>();
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
  return sorted(found.values());
}

/** Weighted sum of the stretched scores: `denseWeight` for the vectors, the rest for full text. */
export function fuseByScore(nearest: Candidate[], matching: Candidate[], denseWeight: number): FusedCandidate[] {
  const found = new Map<string, FusedCandidate>();
  for (const [list, name, weight] of [
    [nearest, "vector", denseWeight],
    [matching, "fullText", 1 - denseWeight],
  ] as const) {
    const stretched = minMax(list.map((candidate) => candidate.score));
    for (const [i, candidate] of list.entries()) {
      const entry = found.get(candidate.chunkId) ?? { candidate, fused: 0 };
      entry[name] = candidate.score;
      entry.fused += weight * stretched[i]!;
      found.set(candidate.chunkId, entry);
    }
  }
  return sorted(found.values());
}

function sorted(entries: Iterable<FusedCandidate>): FusedCandidate[] {
  return [...entries].sort((a, b) => b.fused - a.fused || (a.candidate.chunkId < b.candidate.chunkId ? -1 : 1));
}
