// Knowledge bases: a name, an embedder, documents; and finding passages in one or several of them.

import type { Channel } from "../../../shared/children/channel.ts";
import type { RetrievalMethods, SearchHit, SearchMode } from "../../../shared/children/retrieval.ts";
import type { KnowledgeBase, KnowledgeHit } from "../../../shared/contract/knowledge.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";
import type { ChangeFeed } from "../changes.ts";
import type { StoredChunk } from "../documents/store.ts";
import type { KnowledgeKind, KnowledgeStore } from "./store.ts";

/** Name of a knowledge base's table in the index. */
export const indexTable = (knowledgeBaseId: string): string => `kb_${knowledgeBaseId.replaceAll("-", "")}`;

export interface SearchRequest {
  knowledgeBaseIds: string[];
  query: string;
  mode: SearchMode;
  top: number;
}
export interface SearchOutcome {
  hits: KnowledgeHit[];
  timings: Record<string, number>;
  denseWeight: number;
}

/** Hits that one search looks through at most. */
const MAX_HITS = 10_000;

const toKnowledgeHit = (hit: SearchHit, chunk: StoredChunk, rank: number): KnowledgeHit => ({
  rank,
  score: hit.score,
  chunkId: hit.chunkId,
  documentId: hit.documentId,
  document: chunk.documentName,
  page: chunk.page,
  heading: chunk.heading,
  text: chunk.text,
  start: chunk.start,
  end: chunk.end,
  scores: hit.scores,
  coverage: hit.coverage,
});

export function knowledgeService(deps: {
  store: KnowledgeStore;
  changes: ChangeFeed;
  retrieval: Pick<Channel<RetrievalMethods>, "call">;
  defaultEmbedder: string;
  /** Chunks of documents that are ready and not in the trash, by id. */
  chunksById(ids: string[]): Map<string, StoredChunk>;
}) {
  const { store, changes, retrieval } = deps;
  const get = (id: string): KnowledgeBase => {
    const base = store.get(id);
    if (!base) throw new AlcoveError("not-found", { what: "knowledge base", id });
    return base;
  };
  const refuseTaken = (name: string, id?: string) => {
    const taken = store.idOfName(name);
    if (taken && taken !== id) throw new AlcoveError("knowledge.name-taken", { name });
  };

  /** What one knowledge base has. Hits in the trash do not count: where they leave too few, it is asked for more. */
  const searchOne = async (id: string, request: SearchRequest, signal: AbortSignal | undefined) => {
    const { query, mode, top } = request;
    const params = { table: indexTable(id), embedder: get(id).embedder, query, mode };
    for (let limit = top; ; limit *= 4) {
      const result = await retrieval.call("search", { ...params, limit }, signal ? { signal } : {});
      const chunks = deps.chunksById(result.hits.map((hit) => hit.chunkId));
      const found = result.hits.flatMap((hit) => {
        const chunk = chunks.get(hit.chunkId);
        return chunk ? [{ hit, chunk }] : [];
      });
      if (found.length >= top || result.hits.length < limit || limit > MAX_HITS) return { ...result, found };
    }
  };

  return {
    list: store.list,
    get,
    /** As `get`, but undefined where there is none or it is in the trash. */
    find: store.get,
    every: store.every,
    /** Names are unique in the library only; hidden bases are found by their conversation. */
    create(name: string, embedder = deps.defaultEmbedder, kind: KnowledgeKind = "library"): KnowledgeBase {
      if (kind === "library") refuseTaken(name);
      const id = newId();
      store.insert({ id, name, embedder, kind });
      changes.changed("knowledge", id);
      return get(id);
    },
    rename(id: string, name: string): KnowledgeBase {
      get(id);
      refuseTaken(name, id);
      store.rename(id, name);
      changes.changed("knowledge", id);
      return get(id);
    },
    remove(id: string): void {
      get(id);
      store.setDeleted(id, Date.now());
      changes.changed("knowledge", id);
    },
    /** Errors: `not-found`, `knowledge.name-taken` when another one got its name meanwhile. */
    restore(id: string): KnowledgeBase {
      const name = store.nameOf(id);
      if (name === undefined) throw new AlcoveError("not-found", { what: "knowledge base", id });
      refuseTaken(name, id);
      store.setDeleted(id, null);
      changes.changed("knowledge", id);
      return get(id);
    },
    /** The best passages over all given knowledge bases, best first. */
    async search(request: SearchRequest, signal?: AbortSignal): Promise<SearchOutcome> {
      const results = await Promise.all(request.knowledgeBaseIds.map((id) => searchOne(id, request, signal)));
      const found = results.flatMap((result) => result.found);
      const hits = found
        .sort((a, b) => b.hit.score - a.hit.score)
        .slice(0, request.top)
        .map(({ hit, chunk }, i) => toKnowledgeHit(hit, chunk, i + 1));
      const timings: Record<string, number> = {};
      for (const result of results) {
        for (const [name, ms] of Object.entries(result.timings)) timings[name] = Math.max(timings[name] ?? 0, ms);
      }
      const denseWeight = Math.max(0, ...results.map((result) => result.denseWeight));
      return { hits, timings, denseWeight };
    },
  };
}
export type KnowledgeService = ReturnType<typeof knowledgeService>;
