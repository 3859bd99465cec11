// A search over one knowledge base: embeds the question, asks both lists, joins them. Called by entry.ts.
import type { EmbedderInfo, RetrievalMethods, SearchHit } from "../../shared/children/retrieval.ts";
import { coverageOf, termWeights } from "./coverage.ts";
import type { Embedding } from "./embed.ts";
import { type FusedCandidate, fuseByRank, fuseByScore } from "./fuse.ts";
import type { Candidate, Index } from "./index.ts";
import { textQuery } from "./terms.ts";
import { denseTrust } from "./trust.ts";

type SearchParams = RetrievalMethods["search"]["params"];
type SearchResult = RetrievalMethods["search"]["result"];

/** How deep each list is read before they are joined. */
const DEPTH = 100;

/** Answers searches from `index`, with questions embedded by `embedding`. */
export function openSearch(index: Index, embedding: Embedding) {
  const weights = termWeights(index);

  async function timed<T>(work: Promise<T>): Promise<[T, number]> {
    const start = performance.now();
    return [await work, performance.now() - start];
  }

  async function nearest(params: SearchParams, limit: number, signal?: AbortSignal) {
    const { table, embedder, query, documentIds } = params;
    const embed = embedding.embed(embedder, "query", [query], signal ? { signal } : {});
    const [{ vectors: vector }, embedMs] = await timed(embed);
    const [list, vectorMs] = await timed(index.nearest(table, vector, { limit, documentIds }));
    return { list, vector, embedMs, vectorMs };
  }

  return async function search(params: SearchParams, signal?: AbortSignal): Promise<SearchResult> {
    const { table, query, mode, limit, documentIds } = params;
    const info: EmbedderInfo = embedding.info(params.embedder);
    const depth = mode === "vector" || mode === "full-text" ? limit : Math.max(DEPTH, limit);
    const trust = mode === "default" ? denseTrust(query, info) : mode === "full-text" ? 0 : mode === "vector" ? 1 : 0.5;

    const dense = trust > 0 ? nearest(params, depth, signal) : undefined;
    const text =
      mode === "vector" ? undefined : timed(index.matching(table, textQuery(query), { limit: depth, documentIds }));
    const [denseList, textList] = await Promise.all([dense, text]);
    signal?.throwIfAborted();

    const start = performance.now();
    const vectors: Candidate[] = denseList?.list ?? [];
    const words: Candidate[] = textList?.[0] ?? [];
    let fused: FusedCandidate[];
    if (mode === "hybrid") fused = fuseByRank(vectors, words);
    else fused = fuseByScore(vectors, words, trust);
    const top = fused.slice(0, limit);
    const weigh = await weights(table, query);
    const hits = top.map((entry, i): SearchHit => {
      const { candidate, vector, fullText } = entry;
      const single = mode === "vector" ? Math.max(0, vector ?? 0) : (fullText ?? 0) / (words[0]?.score || 1);
      return {
        chunkId: candidate.chunkId,
        documentId: candidate.documentId,
        rank: i + 1,
        score: Math.min(1, mode === "vector" || mode === "full-text" ? single : entry.fused),
        scores: {
          ...(vector === undefined ? {} : { vector }),
          ...(fullText === undefined ? {} : { fullText }),
          ...(mode === "vector" || mode === "full-text" ? {} : { fused: entry.fused }),
        },
        coverage: coverageOf(candidate.text, weigh),
      };
    });
    return {
      hits,
      denseWeight: trust,
      timings: {
        embedMs: denseList?.embedMs ?? 0,
        vectorMs: denseList?.vectorMs ?? 0,
        fullTextMs: textList?.[1] ?? 0,
        fuseMs: performance.now() - start,
      },
    };
  };
}
