// Figures of a ranking against judgements, as trec_eval defines them.

/** Judged relevance by document; what is missing is not relevant. */
export type Judgements = Map<string, number>;

/** nDCG at `depth` with linear gains: sum of rel / log2(rank + 1), over the same sum of the ideal order. 0 to 1. */
export function ndcg(ranking: readonly string[], judgements: Judgements, depth: number): number {
  const gain = (relevance: number, i: number) => relevance / Math.log2(i + 2);
  const ideal = [...judgements.values()].filter((relevance) => relevance > 0).sort((a, b) => b - a);
  const best = ideal.slice(0, depth).reduce((sum, relevance, i) => sum + gain(relevance, i), 0);
  if (best === 0) return 0;
  const found = ranking.slice(0, depth).reduce((sum, id, i) => sum + gain(Math.max(0, judgements.get(id) ?? 0), i), 0);
  return found / best;
}

/** Share of the relevant documents among the first `depth`. */
export function recall(ranking: readonly string[], judgements: Judgements, depth: number): number {
  const relevant = [...judgements].filter(([, relevance]) => relevance > 0).map(([id]) => id);
  if (relevant.length === 0) return 0;
  const top = new Set(ranking.slice(0, depth));
  return relevant.filter((id) => top.has(id)).length / relevant.length;
}

/** One over the rank of the first relevant document within `depth`, else 0. */
export function reciprocalRank(ranking: readonly string[], judgements: Judgements, depth: number): number {
  const at = ranking.slice(0, depth).findIndex((id) => (judgements.get(id) ?? 0) > 0);
  return at < 0 ? 0 : 1 / (at + 1);
}

/** The value below which `share` (0 to 1) of the values lie; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
