// What an answer is given to read: the conversation's own files, once they are read, and passages that a search finds.
import type { Conversation, Inspection } from "../../../shared/contract/chats.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import type { KnowledgeHit } from "../../../shared/contract/knowledge.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import type { DocumentStore } from "../documents/store.ts";
import type { SearchOutcome, SearchRequest } from "../knowledge/service.ts";
import type { RunContext } from "../runs/service.ts";
import { isRelevant, worthReading } from "./relevance.ts";

export interface SourceDeps {
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchOutcome>;
  /** True when any of these knowledge bases has something to search. */
  hasChunks(knowledgeBaseIds: string[]): boolean;
  documents: Pick<DocumentStore, "get" | "list" | "text" | "pages" | "chunks">;
  /** Runs that are reading files into a knowledge base at the moment. */
  ingestionsOf(knowledgeBaseId: string): string[];
  /** Resolves when a run has ended, however; throws the signal's reason when that aborts. */
  runEnded(runId: string, signal: AbortSignal): Promise<void>;
}

export type Stages = Inspection["stages"];
/** A passage with the scores that brought it where it is. */
export type ScoredPassage = Passage & { scores: Record<string, number> };

export interface Found {
  /** What is worth reading, best first. */
  passages: Passage[];
  /** Everything that was looked at, best first. */
  looked: ScoredPassage[];
  stages: Stages;
}

/** Passages that an inspection shows at least, although fewer are read. */
const LOOKED_AT = 20;
/** First passages of each file, for a question that no passage bears on: what a file is about mostly stands there. */
const OPENING = 2;

/** Names of the parts of a search, as an inspection calls them. */
const SEARCH_STAGES = {
  embedMs: "embedding",
  vectorMs: "vector-search",
  fullTextMs: "text-search",
  fuseMs: "fusion",
} as Record<string, string>;

const toPassage = (hit: KnowledgeHit): Passage => ({
  chunkId: hit.chunkId,
  documentId: hit.documentId,
  documentName: hit.document,
  page: hit.page,
  heading: hit.heading,
  text: hit.text,
  start: hit.start,
  end: hit.end,
  score: hit.score,
});

const scoredPassage = (hit: KnowledgeHit): ScoredPassage => {
  const scores = Object.entries({ ...hit.scores, coverage: hit.coverage });
  return {
    ...toPassage(hit),
    scores: Object.fromEntries(scores.filter((entry): entry is [string, number] => entry[1] !== undefined)),
  };
};

/** No text has fewer tokens than a twelfth of its characters; longer files need not be counted to know that they are too long. */
export const MOST_CHARACTERS_A_TOKEN = 12;

/** Does some work as a stage that an inspection names. */
export async function timed<T>(stages: Stages, name: string, work: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  try {
    return await work();
  } finally {
    stages.push({ name, ms: performance.now() - startedMs });
  }
}

/** Waits until no file is being read into a knowledge base; `emit` and `stages` hear of it where there is one. */
export async function untilRead(
  deps: Pick<SourceDeps, "ingestionsOf" | "runEnded">,
  knowledgeBaseId: string,
  stages: Stages,
  { emit, signal }: Pick<RunContext, "emit" | "signal">,
): Promise<void> {
  const reading = deps.ingestionsOf(knowledgeBaseId);
  if (reading.length === 0) return;
  emit({ type: "step", step: "reading-files" });
  const startedMs = performance.now();
  for (const runId of reading) await deps.runEnded(runId, signal);
  stages.push({ name: "reading-files", ms: performance.now() - startedMs });
}

/** The conversation's own files, once they are read; those that could not be read are passed over. */
export async function filesOf(
  deps: SourceDeps,
  { attachmentsId }: Pick<Conversation, "attachmentsId">,
  stages: Stages,
  context: Pick<RunContext, "emit" | "signal">,
): Promise<Document[]> {
  if (!attachmentsId) return [];
  await untilRead(deps, attachmentsId, stages, context);
  return deps.documents.list(attachmentsId).filter((document) => document.status === "ready");
}

/** How a file begins, as passages without a score. */
function openingOf(deps: SourceDeps, { id }: Document): Passage[] {
  return deps.documents.chunks(id, OPENING, 0).map(
    (chunk): Passage => ({
      chunkId: chunk.id,
      documentId: chunk.documentId,
      documentName: chunk.documentName,
      page: chunk.page,
      heading: chunk.heading,
      text: chunk.text,
      start: chunk.start,
      end: chunk.end,
      score: 0,
    }),
  );
}

/**
 * The passages that bear on a question, none where the documents say nothing about it. A conversation's own `files`
 * were brought to be asked: where nothing bears on the question, what comes nearest in them is read, and how they begin.
 */
export async function findPassages(
  deps: SourceDeps,
  conversation: Pick<Conversation, "knowledgeBaseIds" | "attachmentsId">,
  files: readonly Document[],
  question: { text: string; passages: number },
  signal: AbortSignal,
): Promise<Found> {
  const { attachmentsId } = conversation;
  const bases = [...conversation.knowledgeBaseIds, ...(attachmentsId && files.length > 0 ? [attachmentsId] : [])];
  if (!deps.hasChunks(bases)) return { passages: [], looked: [], stages: [] };
  const top = Math.max(question.passages, LOOKED_AT);
  const found = await deps.search({ knowledgeBaseIds: bases, query: question.text, mode: "default", top }, signal);
  const stages = Object.entries(found.timings).map(([name, ms]) => ({ name: SEARCH_STAGES[name] ?? name, ms }));
  const looked = found.hits.map(scoredPassage);
  const best = found.hits.slice(0, question.passages);
  if (isRelevant({ hits: best, denseWeight: found.denseWeight })) {
    return { passages: worthReading(best).map(toPassage), looked, stages };
  }
  const nearest = found.hits.filter((hit) => files.some(({ id }) => id === hit.documentId));
  const near = worthReading(nearest.slice(0, question.passages)).map(toPassage);
  const opening = files.flatMap((file) => openingOf(deps, file));
  const fresh = opening
    .filter((passage) => !near.some(({ chunkId }) => chunkId === passage.chunkId))
    .slice(0, Math.floor(question.passages / 2));
  const passages = [...near.slice(0, question.passages - fresh.length), ...fresh];
  return { passages, looked: [...looked, ...fresh.map((passage) => ({ ...passage, scores: {} }))], stages };
}
