// Prints how well each way of searching finds what it should, per collection. Run by hand:
//   node test/bench/fusion-table.ts [collection ...]
// ALCOVE_CACHE names a folder that keeps the vectors between runs; ALCOVE_QUERIES bounds the questions of a collection.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbedding } from "../../electron/retrieval/embed.ts";
import { toHalf } from "../../electron/retrieval/fp16.ts";
import { openIndex } from "../../electron/retrieval/index.ts";
import { openSearch } from "../../electron/retrieval/search.ts";
import type { SearchMode } from "../../shared/children/retrieval.ts";
import { type Collection, collectionsFolder, loadCollection, pieces, scoreRanking } from "./collections.ts";

const ALL = [
  "scifact",
  "xquad-en-sent",
  "xquad-zh-sent",
  "cmrc2018-dev-sent",
  "dureader-demo",
  "drcd-dev-zhTW",
  "xquad-zh2en-para",
];
const MODES: SearchMode[] = ["vector", "full-text", "default", "hybrid"];
const EMBEDDER = "all-minilm-l6-v2/1";
const PIECE_TOKENS = 200;

const folder = collectionsFolder();
if (!folder) throw new Error("The collections are not here; set ALCOVE_MATERIAL.");
const cacheDir = join(process.env.ALCOVE_CACHE ?? tmpdir(), "alcove-bench");
mkdirSync(cacheDir, { recursive: true });
const indexDir = mkdtempSync(join(tmpdir(), "alcove-fusion-"));
const threadEntry = new URL("../../electron/retrieval/entry.ts", import.meta.url);
const embedding = openEmbedding({ cacheDir, modelsDir: cacheDir }, threadEntry);
const index = await openIndex(indexDir);
const search = openSearch(index, embedding);
const { dimensions } = embedding.info(EMBEDDER);

/** The rows of a collection: one a piece, with the record's title before it. */
async function rowsOf(collection: Collection) {
  const rows: { chunkId: string; documentId: string; text: string }[] = [];
  for (const { id, title, text } of collection.records) {
    const count = (texts: string[]) => embedding.countTokens(EMBEDDER, texts);
    const [titleTokens] = await count([title]);
    const heading = title && titleTokens! < PIECE_TOKENS / 4 ? `${title.replaceAll("_", " ")}\n` : "";
    const parts = await pieces(text, PIECE_TOKENS, count);
    for (const [i, part] of parts.entries()) rows.push({ chunkId: `${id}#${i}`, documentId: id, text: heading + part });
  }
  return rows;
}

async function vectorsOf(name: string, texts: string[]): Promise<Uint16Array> {
  const key = createHash("sha256")
    .update(`${EMBEDDER}\n${texts.join("\n")}`)
    .digest("hex")
    .slice(0, 16);
  const path = join(cacheDir, `${name}-${key}.f16`);
  if (existsSync(path)) return new Uint16Array(new Uint8Array(readFileSync(path)).buffer);
  const vectors = toHalf((await embedding.embed(EMBEDDER, "passage", texts)).vectors);
  writeFileSync(path, vectors);
  return vectors;
}

async function measure(collection: Collection, mode: SearchMode) {
  const bound = Number(process.env.ALCOVE_QUERIES ?? Number.POSITIVE_INFINITY);
  const step = Math.max(1, Math.floor(collection.queries.length / bound));
  const queries = collection.queries.filter((_, i) => i % step === 0);
  const sum = { ndcg: 0, recall: 0, mrr: 0, weight: 0 };
  const start = performance.now();
  for (const { id, text } of queries) {
    const query = { table: collection.name, embedder: EMBEDDER, query: text, mode, limit: 50 };
    const { hits, denseWeight } = await search(query);
    const ranking = [...new Set(hits.map((hit) => hit.documentId))];
    const score = scoreRanking(ranking, collection.relevant.get(id)!);
    sum.ndcg += score.ndcg;
    sum.recall += score.recall;
    sum.mrr += score.mrr;
    sum.weight += denseWeight;
  }
  const ms = (performance.now() - start) / queries.length;
  const mean = (value: number) => (value / queries.length).toFixed(3);
  return [mean(sum.ndcg), mean(sum.recall), mean(sum.mrr), mean(sum.weight), ms.toFixed(1)];
}

const names = process.argv.length > 2 ? process.argv.slice(2) : ALL;
console.log("collection           rows  mode       nDCG@10 recall@10 MRR@10 dense ms/query");
for (const name of names) {
  const collection = loadCollection(folder, name);
  const rows = await rowsOf(collection);
  const vectors = await vectorsOf(
    name,
    rows.map((row) => row.text),
  );
  const whole = rows.map((row, i) => ({ ...row, vector: vectors.subarray(i * dimensions, (i + 1) * dimensions) }));
  await index.upsert(name, dimensions, whole);
  await index.optimize(name);
  for (const mode of MODES) {
    const [ndcg, recall, mrr, weight, ms] = await measure(collection, mode);
    const size = String(rows.length).padStart(6);
    console.log(`${name.padEnd(18)} ${size}  ${mode.padEnd(10)} ${ndcg}   ${recall}     ${mrr}  ${weight} ${ms}`);
  }
}
await embedding.close();
await index.close();
rmSync(indexDir, { recursive: true, force: true });
