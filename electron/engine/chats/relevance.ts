// Which hits are worth answering from; none means that the documents say nothing about the question.
import type { KnowledgeHit } from "../../../shared/contract/knowledge.ts";

/**
 * A hit counts when it holds a fair share of the question's rare words, or when the embedder finds it close. The
 * figures were read off the distributions of answerable and foreign questions (docs/performance.md, "Honesty").
 */
const MIN_COVERAGE = 0.25;
const MIN_COSINE = 0.42;

/** The hits that bear on the question, in their order. */
export function relevantHits(hits: readonly KnowledgeHit[]): KnowledgeHit[] {
  const best = Math.max(0, ...hits.map((hit) => hit.coverage));
  const closest = Math.max(-1, ...hits.map((hit) => hit.scores.vector ?? -1));
  return best >= MIN_COVERAGE || closest >= MIN_COSINE ? [...hits] : [];
}
