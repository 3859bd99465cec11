// Whether the documents say anything about a question. None relevant: the answer says so instead of guessing.
import type { SearchOutcome } from "../knowledge/service.ts";

/**
 * Least evidence that a question is about the documents: how much of its weight the best passage holds (coverage, 0 to
 * 1), to which the closest passage's cosine is added where the embedder understands the language. Read off what
 * answerable and foreign questions reach (docs/performance.md, "When nothing is found"): no answerable one is below.
 */
const MIN_COVERAGE_AND_COSINE = 0.57;
const MIN_COVERAGE = 0.2;
/** Below this the vectors only break ties, and their cosines say nothing. */
const MIN_DENSE_WEIGHT = 0.05;

/** True when the hits of a search bear on its question. */
export function isRelevant({ hits, denseWeight }: Pick<SearchOutcome, "hits" | "denseWeight">): boolean {
  if (hits.length === 0) return false;
  const coverage = Math.max(...hits.map((hit) => hit.coverage));
  if (denseWeight < MIN_DENSE_WEIGHT) return coverage >= MIN_COVERAGE;
  const cosine = Math.max(0, ...hits.map((hit) => hit.scores.vector ?? 0));
  return coverage + cosine >= MIN_COVERAGE_AND_COSINE;
}

/** A passage this far below the best one only distracts a small model, and costs it reading time. */
const MIN_RELATIVE_SCORE = 0.45;
const MIN_PASSAGES = 2;

/** The hits that are worth handing to a model: the first two, and those that score near the best. */
export function worthReading(hits: SearchOutcome["hits"]): SearchOutcome["hits"] {
  const best = hits[0]?.score ?? 0;
  return hits.filter((hit, i) => i < MIN_PASSAGES || hit.score >= MIN_RELATIVE_SCORE * best);
}
