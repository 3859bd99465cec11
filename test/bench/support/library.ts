// A workspace with a library of many passages, as ingestion would have left it. It is made once and kept in .cache/bench,
// since an index of that size takes minutes. Used by search.bench.ts.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "../../../electron/engine/db/migrate.ts";
import { closeDatabase, openDatabase } from "../../../electron/engine/db/open.ts";
import { documentStore } from "../../../electron/engine/documents/store.ts";
import { indexTable } from "../../../electron/engine/knowledge/service.ts";
import { knowledgeStore } from "../../../electron/engine/knowledge/store.ts";
import { preparePaths } from "../../../electron/engine/paths.ts";
import { openEmbedding } from "../../../electron/retrieval/embed.ts";
import { toHalf } from "../../../electron/retrieval/fp16.ts";
import { openIndex } from "../../../electron/retrieval/index.ts";
import { newId } from "../../../shared/domain/ids.ts";
import { benchCache } from "./cache.ts";

const EMBEDDER = "all-minilm-l6-v2/1";
const PASSAGE_CHARACTERS = 700;
const PASSAGES_A_DOCUMENT = 100;
/** Real vectors are made of this many characters, a tenth of the work of whole passages. */
const OPENING_CHARACTERS = 60;
/** To be raised when a library of an earlier run would no longer be what this file makes. */
const LAYOUT = 1;

/** Where the library lies and how its only knowledge base is called. */
export interface Library {
  workspace: string;
  knowledgeBaseId: string;
  table: string;
  passages: number;
}

/** Passages that slide over real text, each a bit further than the one before, so that they are all different. */
function slide(text: string, count: number): { texts: string[]; stride: number } {
  const stride = (text.length - PASSAGE_CHARACTERS) / count;
  const texts = Array.from({ length: count }, (_, i) => {
    const from = Math.floor(i * stride);
    return text.slice(from, from + PASSAGE_CHARACTERS);
  });
  return { texts, stride };
}

/**
 * Unit vectors of the passages: real ones every passage's length, and between two of them what lies between. They differ
 * as real ones do, which is what the speed of a search depends on; what they would find does not matter here.
 */
async function vectorsBetween(
  workspace: string,
  text: string,
  count: number,
  stride: number,
): Promise<{ vectors: Uint16Array; dimensions: number }> {
  const paths = preparePaths(workspace);
  const entry = new URL("../../../electron/retrieval/entry.ts", import.meta.url);
  const embedding = openEmbedding({ cacheDir: paths.cache, modelsDir: paths.models }, entry);
  const { dimensions } = embedding.info(EMBEDDER);
  const openings: string[] = [];
  for (let at = 0; at <= text.length; at += PASSAGE_CHARACTERS) openings.push(text.slice(at, at + OPENING_CHARACTERS));
  openings.push(openings[0]!);
  const real = (await embedding.embed(EMBEDDER, "passage", openings)).vectors;
  await embedding.close();
  const vectors = new Uint16Array(count * dimensions);
  for (let i = 0; i < count; i++) {
    const place = (Math.floor(i * stride) / PASSAGE_CHARACTERS) % (openings.length - 1);
    const before = Math.floor(place);
    const share = place - before;
    const mixed = new Float32Array(dimensions);
    for (let d = 0; d < dimensions; d++) {
      const at = before * dimensions + d;
      mixed[d] = (1 - share) * real[at]! + share * real[at + dimensions]!;
    }
    const length = Math.hypot(...mixed);
    vectors.set(toHalf(mixed.map((value) => value / length)), i * dimensions);
  }
  return { vectors, dimensions };
}

async function build(workspace: string, records: string[], count: number): Promise<string> {
  const paths = preparePaths(workspace);
  const text = records.join("\n\n");
  const { texts, stride } = slide(text, count);
  const db = openDatabase(paths.database);
  migrate(db, paths.backups);
  const knowledgeBaseId = newId();
  knowledgeStore(db).insert({ id: knowledgeBaseId, name: "bench", embedder: EMBEDDER });
  const store = documentStore(db);
  const runId = newId();
  const rows: { chunkId: string; documentId: string; text: string }[] = [];
  for (let first = 0; first < count; first += PASSAGES_A_DOCUMENT) {
    const own = texts.slice(first, first + PASSAGES_A_DOCUMENT);
    const whole = own.join("");
    const documentId = newId();
    const blobId = createHash("sha256").update(whole).digest("hex");
    const name = `${first}.txt`;
    store.insert({
      id: documentId,
      knowledgeBaseId,
      name,
      sourcePath: null,
      blobId,
      sizeBytes: Buffer.byteLength(whole),
      runId,
    });
    const chunks = own.map((passage, position) => ({
      id: newId(),
      position,
      page: 1,
      heading: null,
      start: position * PASSAGE_CHARACTERS,
      end: position * PASSAGE_CHARACTERS + passage.length,
      text: passage,
      tokens: 150,
      embeddedSha256: createHash("sha256").update(passage).digest(),
    }));
    const pages = [{ number: 1, start: 0, end: whole.length }];
    const ready = { documentId, format: "text", title: null, language: "en", text: whole, pages, warnings: [] };
    store.commitReady([{ ...ready, chunks }]);
    rows.push(...chunks.map(({ id, text: passage }) => ({ chunkId: id, documentId, text: passage })));
  }
  closeDatabase(db);
  const { vectors, dimensions } = await vectorsBetween(workspace, text, count, stride);
  const index = await openIndex(paths.index);
  const table = indexTable(knowledgeBaseId);
  const whole = rows.map((row, i) => ({ ...row, vector: vectors.subarray(i * dimensions, (i + 1) * dimensions) }));
  await index.upsert(table, dimensions, whole);
  await index.optimize(table);
  await index.close();
  return knowledgeBaseId;
}

/** The library of `count` passages over `records`, from the cache or made now. */
export async function libraryOf(records: string[], count: number): Promise<Library> {
  const key = createHash("sha256").update(`${LAYOUT}\n${EMBEDDER}\n${count}\n${records.length}`).digest("hex");
  const workspace = join(benchCache, `library-${count}-${key.slice(0, 8)}`);
  const note = join(workspace, "knowledge-base");
  if (!existsSync(note)) {
    console.log(`Making a library of ${count.toLocaleString("en-US")} passages, once; this takes minutes ...`);
    const partial = `${workspace}.partial`;
    rmSync(partial, { recursive: true, force: true });
    rmSync(workspace, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    writeFileSync(join(partial, "knowledge-base"), await build(partial, records, count));
    renameSync(partial, workspace);
  }
  const knowledgeBaseId = readFileSync(note, "utf8");
  return { workspace, knowledgeBaseId, table: indexTable(knowledgeBaseId), passages: count };
}
