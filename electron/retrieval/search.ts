// A search over one knowledge base: embeds the question, asks both lists, joins them. Called by serve.ts.
import type { RetrievalMethods, SearchHit, SearchMode } from "../../shared/children/retrieval.ts";
import type { Embedding } from "./embed.ts";
import { dot, type Fused, fuseByRank, fuseByScore } from "./fuse.ts";
import type { Candidate, Index } from "./index.ts";
import { coverage, openProfiles, termWeights } from "./profile.ts";
import { embedQuestion } from "./question.ts";
import { queryTerms, textQuery } from "./terms.ts";
import { denseWeight, understanding } from "./trust.ts";

type SearchParams = RetrievalMethods["search"]["params"];
type SearchResult = RetrievalMethods["search"]["result"];

/** How deep each list is read before they are joined. */
const DEPTH = 100;

/** What the vectors have to say; without `vector` they were not asked. */
interface DenseList {
  candidates: Candidate[];
  vector?: Float32Array;
  embedMs: number;
  vectorMs: number;
}

async function timed<T>(work: Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  return [await work, performance.now() - start];
}

function toHit(entry: Fused, rank: number, score: number, covered: number, mode: SearchMode): SearchHit {
  const { candidate, vector, fullText, fused } = entry;
  const single = mode === "vector" || mode === "full-text";
  return {
    chunkId: candidate.chunkId,
    documentId: candidate.documentId,
    rank,
    score: Math.min(1, Math.max(0, score)),
    scores: {
      ...(vector === undefined ? {} : { vector }),
      ...(fullText === undefined ? {} : { fullText }),
      ...(single ? {} : { fused }),
    },
    coverage: covered,
  };
}

/** Answers searches from `index`, with questions embedded by `embedding`. */
export function openSearch(index: Index, embedding: Embedding) {
  const profileOf = openProfiles(index);
  const understandingOf = new Map<string, (text: string) => number>();

  async function nearest(params: SearchParams, limit: number, signal?: AbortSignal): Promise<DenseList> {
    const { table, embedder, query, documentIds } = params;
    const [vector, embedMs] = await timed(embedQuestion(embedding, embedder, query, signal));
    const [candidates, vectorMs] = await timed(index.nearest(table, vector, { limit, documentIds }));
    return { candidates, vector, embedMs, vectorMs };
  }

  return async function search(params: SearchParams, signal?: AbortSignal): Promise<SearchResult> {
    const { table, query, mode, limit, documentIds } = params;
    const info = embedding.info(params.embedder);
    const single = mode === "vector" || mode === "full-text";
    const depth = single ? limit : Math.max(DEPTH, limit);
    const scope = { limit: depth, documentIds, withVectors: mode === "default" };
    const nothing: DenseList = { candidates: [], embedMs: 0, vectorMs: 0 };
    const [dense, [matching, fullTextMs], profile] = await Promise.all([
      mode === "full-text" ? nothing : nearest(params, depth, signal),
      timed(mode === "vector" ? Promise.resolve([]) : index.matching(table, textQuery(query), scope)),
      profileOf(table),
    ]);
    signal?.throwIfAborted();

    const start = performance.now();
    let weight = mode === "vector" ? 1 : mode === "hybrid" ? 0.5 : 0;
    let entries: Fused[];
    if (mode === "hybrid") entries = fuseByRank(dense.candidates, matching);
    else if (mode === "default" && dense.vector) {
      const understands = understandingOf.get(info.id) ?? understanding(info);
      understandingOf.set(info.id, understands);
      weight = denseWeight(understands(query), info);
      const averageCosine = dot(profile.centroid, dense.vector);
      const question = { vector: dense.vector, averageCosine, denseWeight: weight, understands };
      entries = fuseByScore(dense.candidates, matching, question, limit);
    } else {
      entries = [
        ...dense.candidates.map((candidate) => ({ candidate, vector: candidate.score, fused: candidate.score })),
        ...matching.map((candidate) => ({
          candidate,
          fullText: candidate.score,
          fused: candidate.score / matching[0]!.score,
        })),
      ];
    }
    const weights = termWeights(queryTerms(query), profile);
    const hits = entries
      .slice(0, limit)
      .map((entry, i) => toHit(entry, i + 1, entry.fused, coverage(entry.candidate.text, weights), mode));
    const { embedMs, vectorMs } = dense;
    const timings = { embedMs, vectorMs, fullTextMs, fuseMs: performance.now() - start };
    return { hits, denseWeight: weight, timings };
  };
}
