// What a search of the product costs over 10,000 passages, against its irreducible parts: embedding the question and the
// two LanceDB queries side by side. Run by `npm run bench -- search`.
import { createHash } from "node:crypto";
import { migrate } from "../../electron/engine/db/migrate.ts";
import { closeDatabase, openDatabase } from "../../electron/engine/db/open.ts";
import { documentStore } from "../../electron/engine/documents/store.ts";
import { indexTable } from "../../electron/engine/knowledge/service.ts";
import { knowledgeStore } from "../../electron/engine/knowledge/store.ts";
import { preparePaths } from "../../electron/engine/paths.ts";
import { openEmbedding } from "../../electron/retrieval/embed.ts";
import { toHalf } from "../../electron/retrieval/fp16.ts";
import { openIndex } from "../../electron/retrieval/index.ts";
import { embedQuestion } from "../../electron/retrieval/question.ts";
import { textQuery } from "../../electron/retrieval/terms.ts";
import { newId } from "../../shared/domain/ids.ts";
import { newWorkspace, openEngine } from "../helpers/engine.ts";
import { inTurn, percentile, ratioOf, secondsOf } from "./support/measure.ts";
import { figure, report } from "./support/page.ts";
import { textsOf } from "./support/texts.ts";

const EMBEDDER = "all-minilm-l6-v2/1";
const PASSAGES = 10_000;
const PASSAGE_CHARACTERS = 700;
/** As deep as the product reads each list before it joins them. */
const DEPTH = 100;
const QUESTIONS_A_ROUND = 30;

const { records, questions } = textsOf("scifact");
const passages = records
  .flatMap((record) => record.match(new RegExp(`[^]{1,${PASSAGE_CHARACTERS}}`, "g")) ?? [])
  .slice(0, PASSAGES);
const workspace = await newWorkspace();
const paths = preparePaths(workspace);
const embedding = openEmbedding(
  { cacheDir: paths.cache, modelsDir: paths.models },
  new URL("../../electron/retrieval/entry.ts", import.meta.url),
);
const index = await openIndex(paths.index);
const { dimensions } = embedding.info(EMBEDDER);

/**
 * Vectors of the passages' first words: real, all different, and made in a tenth of the time. Every search compares with
 * every vector, so its time does not depend on where they point.
 */
async function quickVectors(): Promise<Uint16Array> {
  const openings = passages.map((passage) => passage.slice(0, 60));
  return toHalf((await embedding.embed(EMBEDDER, "passage", openings)).vectors);
}

/** One document that holds all passages, as an ingestion would have left it. */
async function fill(): Promise<string> {
  const db = openDatabase(paths.database);
  migrate(db, paths.backups);
  const knowledgeBaseId = newId();
  const documentId = newId();
  knowledgeStore(db).insert({ id: knowledgeBaseId, name: "bench", embedder: EMBEDDER });
  const store = documentStore(db);
  const blobId = createHash("sha256").update(passages.join("")).digest("hex");
  const sizeBytes = Buffer.byteLength(passages.join(""));
  store.insert({
    id: documentId,
    knowledgeBaseId,
    name: "all.txt",
    sourcePath: null,
    blobId,
    sizeBytes,
    runId: newId(),
  });
  let start = 0;
  const chunks = passages.map((text, position) => {
    const embeddedSha256 = createHash("sha256").update(text).digest();
    const from = start;
    start += text.length;
    return {
      id: newId(),
      position,
      page: 1,
      heading: null,
      start: from,
      end: start,
      text,
      tokens: 150,
      embeddedSha256,
    };
  });
  const pages = [{ number: 1, start: 0, end: start }];
  const document = { documentId, format: "text", title: null, language: "en", text: passages.join("") };
  store.commitReady([{ ...document, pages, chunks, warnings: [] }]);
  closeDatabase(db);
  const vectors = await quickVectors();
  const rows = chunks.map(({ id, text }, i) => {
    return { chunkId: id, documentId, text, vector: vectors.subarray(i * dimensions, (i + 1) * dimensions) };
  });
  await index.upsert(indexTable(knowledgeBaseId), dimensions, rows);
  await index.optimize(indexTable(knowledgeBaseId));
  return knowledgeBaseId;
}

const knowledgeBaseId = await fill();
const table = indexTable(knowledgeBaseId);
const { client, close } = await openEngine({ workspace });
try {
  const times = { product: [] as number[][], parts: [] as number[][] };
  const roundOf = async (kept: number[][], round: number, search: (question: string) => Promise<void>) => {
    const from = (round * QUESTIONS_A_ROUND) % (questions.length - QUESTIONS_A_ROUND);
    const ms: number[] = [];
    for (const question of questions.slice(from, from + QUESTIONS_A_ROUND)) {
      ms.push(1000 * (await secondsOf(() => search(question))));
    }
    if (round > 0) kept.push(ms);
    return percentile(ms, 0.5);
  };
  const found = (hits: unknown[]) => {
    if (hits.length === 0) throw new Error("A search found nothing.");
  };
  const { product, parts } = await inTurn({
    product: (round) =>
      roundOf(times.product, round, async (query) => {
        found((await client.knowledge.search({ knowledgeBaseIds: [knowledgeBaseId], query, top: 10 })).hits);
      }),
    parts: (round) =>
      roundOf(times.parts, round, async (query) => {
        const scope = { limit: DEPTH, documentIds: undefined };
        const nearest = async () => index.nearest(table, await embedQuestion(embedding, EMBEDDER, query), scope);
        const [near] = await Promise.all([nearest(), index.matching(table, textQuery(query), scope)]);
        found(near);
      }),
  });
  const slow = (rounds: number[][]) => rounds.map((ms) => percentile(ms, 0.95));
  const row = (name: string, ours: number[], baseline: number[]) => ({
    measured: `search of the product over ${passages.length.toLocaleString("en-US")} passages, ${name}`,
    baseline: "embedding the question and both LanceDB queries alone",
    ratio: ratioOf(ours, baseline),
    medians: `${figure(percentile(ours, 0.5))} / ${figure(percentile(baseline, 0.5))} ms`,
  });
  report("search", [row("median", product, parts), row("95th percentile", slow(times.product), slow(times.parts))]);
} finally {
  await index.close();
  await embedding.close();
  await close();
}
