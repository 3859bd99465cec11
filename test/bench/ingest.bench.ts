// How much of the embedder's speed is left when whole files go in: reading, chunking, embedding, indexing and committing,
// against the embedding of the same passages alone, with onnxruntime and with `@huggingface/transformers` on the same
// ONNX file. Run by `npm run bench -- ingest`.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../electron/engine/db/open.ts";
import { searchedText } from "../../electron/engine/documents/indexing.ts";
import { ingest, openEngine, type TestEngine } from "../helpers/engine.ts";
import { inTurn, median, ratioOf, secondsOf } from "./support/measure.ts";
import { figure, type Row, report } from "./support/page.ts";
import { openRawEmbedder, type RawEmbedder } from "./support/raw-embedder.ts";
import { textsOf } from "./support/texts.ts";
import { openTransformers, type Transformers } from "./support/transformers.ts";

const FILES = 9;
const RECORDS_A_FILE = 3;
/** Texts of one call, as its documentation has them; of passages of one length larger ones are no faster. */
const TRANSFORMERS_BATCH = 8;
const AIMS = { onnxruntime: { atLeast: 0.85 }, transformers: { atLeast: 1 } };

/** Ingests files that no round has seen: neither a file nor a passage that is known already is embedded again. */
async function openProduct(opened: TestEngine, folder: string, records: string[]) {
  const { client, engine } = opened;
  const reader = openDatabase(engine.paths.database, { readOnly: true });
  const passagesOf = reader.prepare<[string], { heading: string | null; text: string }>(
    "SELECT c.heading, c.text FROM chunks c JOIN documents d ON d.id = c.document_id WHERE d.run_id = ? ORDER BY c.rowid",
  );
  const { id } = await client.knowledge.create({ name: "bench" });
  let next = 0;
  let passages: string[] = [];
  return {
    close: () => reader.close(),
    /** What the last round embedded. */
    passages: () => passages,
    async tokensPerSecond(): Promise<number> {
      const paths: string[] = [];
      for (let file = 0; file < FILES; file++, next += RECORDS_A_FILE) {
        const path = join(folder, `${next}.txt`);
        await writeFile(path, records.slice(next, next + RECORDS_A_FILE).join("\n\n"));
        paths.push(path);
      }
      let tokens = 0;
      const seconds = await secondsOf(async () => {
        const view = await ingest(client, id, paths);
        if (view.status !== "succeeded" || view.result?.failed !== 0) throw new Error(JSON.stringify(view.error));
        tokens = Number(view.result.embeddedTokens);
      });
      const documents = await client.documents.list({ knowledgeBaseId: id });
      const newest = documents.find((document) => document.name === `${next - RECORDS_A_FILE}.txt`);
      passages = passagesOf.all(newest!.runId!).map(searchedText);
      return tokens / seconds;
    },
  };
}

/** One passage a call, which costs no padding: the fastest way on passages as long as these. */
async function rawTokensPerSecond(embedder: RawEmbedder, passages: string[]): Promise<number> {
  let tokens = 0;
  const seconds = await secondsOf(async () => {
    for (const passage of passages) tokens += (await embedder.embed([passage])).tokens;
  });
  return tokens / seconds;
}

/** Throws where the library computes something else than the product: then its speed would say nothing. */
async function assertSame(library: Transformers, embedder: RawEmbedder): Promise<void> {
  const text = "Cells of the immune system were counted twice.";
  const { vector } = await library.embed({ texts: [text], batch: 1 });
  const { vectors } = await embedder.embed([text]);
  const cosine = vector.reduce((sum, value, i) => sum + value * vectors[i]!, 0);
  if (!(cosine > 0.999)) throw new Error(`@huggingface/transformers gives another vector: cosine ${cosine}`);
}

/** Ingestion against each of the two. */
export async function measure(): Promise<Row[]> {
  const { records } = textsOf("scifact");
  const folder = await mkdtemp(join(tmpdir(), "alcove-bench-"));
  const opened = await openEngine();
  const product = await openProduct(opened, folder, records);
  const embedder = await openRawEmbedder(opened.engine.paths.cache);
  const library = await openTransformers(embedder.modelPath);
  try {
    if (library) await assertSame(library, embedder);
    const alone = async () => rawTokensPerSecond(embedder, product.passages());
    const other = async () => {
      const { tokens, seconds } = await library!.embed({ texts: product.passages(), batch: TRANSFORMERS_BATCH });
      return tokens / seconds;
    };
    const figures = await inTurn<"product" | "alone" | "other">({
      product: product.tokensPerSecond,
      alone,
      other: library ? other : () => Number.NaN,
    });
    const row = (baseline: string, speeds: number[], aim: { atLeast: number }): Row => ({
      measured: `text files into a knowledge base (${FILES} files a round), embedded tokens/s`,
      baseline,
      value: ratioOf(figures.product, speeds),
      aim,
      medians: `${figure(median(figures.product))} / ${figure(median(speeds))} tokens/s`,
    });
    const name = `@huggingface/transformers ${library?.version} on the same passages and ONNX file (fp32), ${TRANSFORMERS_BATCH} a call`;
    return [
      row("onnxruntime alone on the same passages, one a call", figures.alone, AIMS.onnxruntime),
      ...(library ? [row(name, figures.other, AIMS.transformers)] : []),
    ];
  } finally {
    library?.close();
    product.close();
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  report("ingest", await measure());
  // onnxruntime's threads would keep the process.
  process.exit();
}
