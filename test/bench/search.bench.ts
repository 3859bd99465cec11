// What a search of the product costs over 100,000 passages, against its irreducible parts: embedding the question with
// onnxruntime and asking LanceDB twice, all with the libraries' own calls. Run by `npm run bench -- search`.
import * as lancedb from "@lancedb/lancedb";
import { preparePaths } from "../../electron/engine/paths.ts";
import { textQuery } from "../../electron/retrieval/terms.ts";
import { openEngine } from "../helpers/engine.ts";
import { type Library, libraryOf } from "./support/library.ts";
import { inTurn, percentile, ratioOf, secondsOf } from "./support/measure.ts";
import { figure, type Row, report } from "./support/page.ts";
import { openRawEmbedder } from "./support/raw-embedder.ts";
import { textsOf } from "./support/texts.ts";

const PASSAGES = 100_000;
/** As deep as the product reads each list before it joins them. */
const DEPTH = 100;
const QUESTIONS_A_ROUND = 40;
const AIM = { atMost: 1.3 };

type Search = (question: string) => Promise<number>;

/** The parts alone: both queries side by side, for the same words and columns; gives the number of rows. */
async function rawSearch(library: Library): Promise<Search> {
  const paths = preparePaths(library.workspace);
  const embedder = await openRawEmbedder(paths.cache);
  const table = await (await lancedb.connect(paths.index)).openTable(library.table);
  const columns = ["chunkId", "documentId", "text"];
  return async (question) => {
    const nearest = async () => {
      const { vectors } = await embedder.embed([question]);
      const query = table.query().nearestTo(vectors).column("vector").distanceType("cosine").ef(200);
      return query
        .select([...columns, "_distance"])
        .limit(DEPTH)
        .toArrow();
    };
    const words = textQuery(question).find(({ column }) => column === "text")!;
    const matching = table.query().fullTextSearch(new lancedb.MatchQuery(words.terms, "text"));
    const [near, found] = await Promise.all([
      nearest(),
      matching
        .select([...columns, "_score"])
        .limit(DEPTH)
        .toArrow(),
    ]);
    return near.numRows + found.numRows;
  };
}

/** Median and 95th percentile of a search, as ratios to the parts. */
export async function measure(): Promise<Row[]> {
  const { records, questions } = textsOf("scifact");
  const library = await libraryOf(records, PASSAGES);
  const raw = await rawSearch(library);
  const { client, engine } = await openEngine({ workspace: library.workspace });
  const product: Search = async (query) => {
    const found = await client.knowledge.search({ knowledgeBaseIds: [library.knowledgeBaseId], query, top: 10 });
    return found.hits.length;
  };
  const slow = { product: [] as number[], parts: [] as number[] };
  const roundOf = (search: Search, slowest: number[]) => async (round: number) => {
    const from = (round * QUESTIONS_A_ROUND) % (questions.length - QUESTIONS_A_ROUND);
    const ms: number[] = [];
    for (const question of questions.slice(from, from + QUESTIONS_A_ROUND)) {
      const ask = async () => {
        if ((await search(question)) === 0) throw new Error(`Nothing was found for "${question}".`);
      };
      ms.push(1000 * (await secondsOf(ask)));
    }
    if (round > 0) slowest.push(percentile(ms, 0.95));
    return percentile(ms, 0.5);
  };
  try {
    const usual = await inTurn({ product: roundOf(product, slow.product), parts: roundOf(raw, slow.parts) });
    const row = (name: string, times: typeof usual): Row => ({
      measured: `search over ${library.passages.toLocaleString("en-US")} passages, ${name}`,
      baseline: "embedding the question with onnxruntime and both LanceDB queries, side by side",
      value: ratioOf(times.product, times.parts),
      aim: AIM,
      medians: `${figure(percentile(times.product, 0.5))} / ${figure(percentile(times.parts, 0.5))} ms`,
    });
    return [row("median", usual), row("95th percentile", slow)];
  } finally {
    await engine.stop();
  }
}

if (import.meta.main) {
  report("search", await measure());
  // onnxruntime's threads would keep the process.
  process.exit();
}
