// How much of the embedder's speed is left when whole files go in: reading, chunking, embedding, indexing and committing,
// against the embedding of the same passages alone. Run by `npm run bench -- ingest`.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../electron/engine/db/open.ts";
import { searchedText } from "../../electron/engine/documents/indexing.ts";
import type { RetrievalMethods } from "../../shared/children/retrieval.ts";
import { ingest, newWorkspace, openEngine } from "../helpers/engine.ts";
import { startBareChild } from "./support/child.ts";
import { inTurn, median, ratioOf, secondsOf } from "./support/measure.ts";
import { figure, report } from "./support/page.ts";
import { textsOf } from "./support/texts.ts";

const EMBEDDER = "all-minilm-l6-v2/1";
const FILES = 9;
const RECORDS_A_FILE = 3;
/** As many texts a call as ingestion sends. */
const BATCH = 64;

const { records } = textsOf("scifact");
const folder = await mkdtemp(join(tmpdir(), "alcove-bench-"));
const opened = await openEngine();
const bare = startBareChild<RetrievalMethods>("retrieval");
const bareWorkspace = await newWorkspace();
const reader = openDatabase(opened.engine.paths.database, { readOnly: true });
const passagesOf = reader.prepare<[string], { heading: string | null; text: string }>(
  "SELECT c.heading, c.text FROM chunks c JOIN documents d ON d.id = c.document_id WHERE d.run_id = ? ORDER BY c.rowid",
);

try {
  await bare.call("open", {
    indexDir: join(bareWorkspace, "index"),
    cacheDir: join(bareWorkspace, "cache"),
    modelsDir: join(bareWorkspace, "models"),
  });
  const { id } = await opened.client.knowledge.create({ name: "bench" });
  /** Files that no round has seen: neither a file nor a passage that is known already is embedded again. */
  let next = 0;
  let passages: string[] = [];
  const product = async () => {
    const paths: string[] = [];
    for (let file = 0; file < FILES; file++, next += RECORDS_A_FILE) {
      const path = join(folder, `${next}.txt`);
      await writeFile(path, records.slice(next, next + RECORDS_A_FILE).join("\n\n"));
      paths.push(path);
    }
    let tokens = 0;
    const seconds = await secondsOf(async () => {
      const view = await ingest(opened.client, id, paths);
      if (view.status !== "succeeded" || view.result?.failed !== 0) throw new Error(JSON.stringify(view.error));
      tokens = Number(view.result.embeddedTokens);
    });
    const newest = (await opened.client.documents.list({ knowledgeBaseId: id })).find(
      (document) => document.name === `${next - RECORDS_A_FILE}.txt`,
    );
    passages = passagesOf.all(newest!.runId!).map(searchedText);
    return tokens / seconds;
  };
  const embedder = async () => {
    let tokens = 0;
    const seconds = await secondsOf(async () => {
      for (let from = 0; from < passages.length; from += BATCH) {
        const texts = passages.slice(from, from + BATCH);
        tokens += (await bare.call("embed", { embedder: EMBEDDER, kind: "passage", texts })).tokens;
      }
    });
    return tokens / seconds;
  };
  const figures = await inTurn({ product, embedder });
  report("ingest", [
    {
      measured: `text files into a knowledge base (${FILES} files, ${passages.length} passages a round), embedded tokens/s`,
      baseline: "the embedder alone on such passages",
      ratio: ratioOf(figures.product, figures.embedder),
      medians: `${figure(median(figures.product))} / ${figure(median(figures.embedder))} tokens/s`,
    },
  ]);
} finally {
  reader.close();
  bare.kill();
  await opened.close();
  for (const path of [folder, bareWorkspace]) await rm(path, { recursive: true, force: true });
}
