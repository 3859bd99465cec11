// The run `evaluation`: a BEIR-format folder through the product's own ingestion and search, and the figures.
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import type { SearchMode } from "../../../shared/children/retrieval.ts";
import type { FileSource } from "../../../shared/contract/base.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import type { RetrievalFigures } from "../../../shared/contract/evaluation.ts";
import type { KnowledgeBase } from "../../../shared/contract/knowledge.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { BlobStore } from "../documents/blobs.ts";
import type { KnowledgeService } from "../knowledge/service.ts";
import type { RunContext, RunKindDeclaration } from "../runs/service.ts";
import { type Judgements, ndcg, percentile, recall, reciprocalRank } from "./metrics.ts";

export interface EvaluationInput {
  folder: string;
  modes: SearchMode[];
  /** Queries at most. */
  limit: number | null;
  /** Path of a TREC run to write. */
  runOut: string | null;
}

interface BeirRecord {
  _id: string;
  title?: string;
  text: string;
}

const CHUNKS_PER_QUERY = 50;
const DEPTH = 10;

async function readJsonLines<T>(path: string): Promise<T[]> {
  const text = await readFile(path, "utf8").catch((error) => {
    throw new AlcoveError("file.not-found", { path }, { cause: error });
  });
  return text.split("\n").flatMap((line) => (line.trim() ? [JSON.parse(line) as T] : []));
}

async function readJudgements(path: string): Promise<Map<string, Judgements>> {
  const lines = (await readFile(path, "utf8")).split("\n").slice(1);
  const byQuery = new Map<string, Judgements>();
  for (const line of lines) {
    const [query, document, score] = line.split("\t");
    if (!query || !document) continue;
    const judgements = byQuery.get(query) ?? new Map<string, number>();
    byQuery.set(query, judgements.set(document, Number(score)));
  }
  return byQuery;
}

export function evaluationRun(deps: {
  knowledge: KnowledgeService;
  blobs: BlobStore;
  documentsOf(knowledgeBaseId: string): Document[];
  /** Ingests and waits; returns the run's result. */
  ingest(knowledgeBaseId: string, files: FileSource[], context: RunContext): Promise<Record<string, unknown>>;
}): RunKindDeclaration<EvaluationInput> {
  const { knowledge, blobs } = deps;

  /** The knowledge base that holds the collection's records, one document each; made at the first evaluation. */
  const collectionBase = async (name: string, corpus: BeirRecord[], context: RunContext) => {
    const title = `Evaluation: ${name}`;
    const base: KnowledgeBase = knowledge.list().find((each) => each.name === title) ?? knowledge.create(title);
    const present = new Set(deps.documentsOf(base.id).flatMap((each) => (each.status === "ready" ? [each.name] : [])));
    const files: FileSource[] = [];
    for (const record of corpus) {
      const fileName = `${record._id}.txt`;
      const text = record.title ? `${record.title}\n\n${record.text}` : record.text;
      if (present.has(fileName) || !text.trim()) continue;
      const { blobId } = await blobs.add(Readable.from([Buffer.from(text)]), context.signal);
      files.push({ blobId, fileName });
    }
    if (files.length === 0) return { base, tokensPerSecond: null };
    const startedMs = performance.now();
    const { embeddedTokens } = await deps.ingest(base.id, files, context);
    const seconds = (performance.now() - startedMs) / 1000;
    return { base, tokensPerSecond: Number(embeddedTokens ?? 0) / seconds };
  };

  return {
    kind: "evaluation",
    afterRestart: "interrupt",
    concurrency: 1,
    async work(input, context) {
      const { signal, emit } = context;
      const name = basename(input.folder);
      const corpus = await readJsonLines<BeirRecord>(join(input.folder, "corpus.jsonl"));
      const judgements = await readJudgements(join(input.folder, "qrels.tsv"));
      const all = await readJsonLines<BeirRecord>(join(input.folder, "queries.jsonl"));
      const queries = all.filter((query) => judgements.has(query._id)).slice(0, input.limit ?? all.length);

      emit({ type: "step", step: "ingesting" });
      const { base, tokensPerSecond } = await collectionBase(name, corpus, context);
      emit({ type: "step", step: "searching" });
      const figures: RetrievalFigures[] = [];
      const trec: string[] = [];
      const total = queries.length * input.modes.length;
      let done = 0;
      for (const mode of input.modes) {
        const sums = { ndcg: 0, recall: 0, rr: 0 };
        const timesMs: number[] = [];
        for (const query of queries) {
          signal.throwIfAborted();
          const startedMs = performance.now();
          const request = { knowledgeBaseIds: [base.id], query: query.text, mode, top: CHUNKS_PER_QUERY };
          const { hits } = await knowledge.search(request, signal);
          timesMs.push(performance.now() - startedMs);
          // A record counts once, at its best chunk.
          const ranking = [...new Set(hits.map((hit) => hit.document.replace(/\.txt$/, "")))];
          const judged = judgements.get(query._id)!;
          sums.ndcg += ndcg(ranking, judged, DEPTH);
          sums.recall += recall(ranking, judged, DEPTH);
          sums.rr += reciprocalRank(ranking, judged, DEPTH);
          for (const [i, id] of ranking.entries())
            trec.push(`${query._id} Q0 ${id} ${i + 1} ${ranking.length - i} ${mode}`);
          if (++done % 50 === 0) emit({ type: "progress", done, total, unit: "queries" });
        }
        const mean = (sum: number) => (queries.length === 0 ? 0 : sum / queries.length);
        figures.push({
          collection: name,
          mode,
          ndcg10: mean(sums.ndcg),
          recall10: mean(sums.recall),
          mrr10: mean(sums.rr),
          queries: queries.length,
          ingestTokensPerSecond: tokensPerSecond,
          queryP50Ms: percentile(timesMs, 0.5),
          queryP95Ms: percentile(timesMs, 0.95),
        });
      }
      if (input.runOut) await writeFile(input.runOut, `${trec.join("\n")}\n`);
      return { figures };
    },
  };
}
