// Check 01.4: who looks for a Chinese word of two characters finds passages that hold it. The records of two collections
// become 11,348 small files, go through the product's own ingestion, and are asked by full text.
import { join } from "node:path";
import { ingest, openEngine, progressPrinter } from "./support/engine.ts";
import { atLeast, type CheckOptions, type Figure, runCheck, shown, table } from "./support/figures.ts";
import { checkFolder, checkWorkspace } from "./support/places.ts";
import { sample } from "./support/sampling.ts";
import {
  COMMON_WORDS,
  drawnWords,
  heldPercent,
  recordTexts,
  searchWords,
  type WordResult,
  writeRecords,
} from "./support/word-search.ts";

const COLLECTIONS = ["dureader-demo", "cmrc2018-dev-sent"];
const AIM_PERCENT = 95;
/** Words drawn from the records beside the fixed list; with `--full` ten times as many. */
const DRAWN = 100;
const SHORT_RECORDS = 400;

function wordTable(results: WordResult[]): string {
  const rows = results.map(({ word, records, wanted, held }) => [word, String(records), `${held} of ${wanted}`]);
  return table([["word", "records", "first hits that hold it"], ...rows]);
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function measure({ full, short, seed }: CheckOptions): Promise<Figure[]> {
  const name = short ? "chinese-words-short" : "chinese-words";
  const all = COLLECTIONS.flatMap(recordTexts);
  const texts = short ? sample(all, SHORT_RECORDS, seed) : all;
  const folder = join(checkFolder(name), "records");
  writeRecords(folder, texts);
  const connection = await openEngine(checkWorkspace(name));
  const { client } = connection;
  try {
    // A knowledge base of its own each time: what an earlier version cut and indexed proves nothing of this one. The
    // earlier ones go afterwards, because vectors are kept as long as any passage has the same text.
    const earlier = await client.knowledge.list();
    const base = await client.knowledge.create({ name: `records ${Date.now()}` });
    const ingested = await ingest(client, base.id, [folder], progressPrinter("taking in"));
    for (const { id: knowledgeBaseId } of earlier) {
      const documentIds = (await client.documents.list({ knowledgeBaseId })).map(({ id }) => id);
      if (documentIds.length > 0) await client.documents.erase({ documentIds });
      await client.knowledge.remove({ knowledgeBaseId });
    }

    const fixed = await searchWords(client, base.id, COMMON_WORDS, texts);
    const drawn = await searchWords(client, base.id, drawnWords(texts, full ? 10 * DRAWN : DRAWN, seed), texts);
    console.log(wordTable(fixed));
    const poor = drawn.filter(({ held, wanted }) => held < wanted);
    if (poor.length > 0) console.log(`Drawn words with a hit that does not hold them:\n${wordTable(poor)}`);
    const seconds = ingested.totalMs / 1000;
    return [
      atLeast(`first hits that hold the word, ${fixed.length} common words`, heldPercent(fixed), AIM_PERCENT, "%"),
      atLeast(`first hits that hold the word, ${drawn.length} drawn words`, heldPercent(drawn), AIM_PERCENT, "%"),
      atLeast("common words that occur", fixed.length, short ? 20 : COMMON_WORDS.length),
      atLeast("records that became ready", ingested.ready, new Set(texts).size),
      shown("files taken in", ingested.files),
      shown("files a second", ingested.files / seconds),
      shown(
        "of the time, vectors (kept from the last run where there was one)",
        (100 * ingested.embedMs) / ingested.totalMs,
        "%",
      ),
      shown("tokens embedded", ingested.embeddedTokens),
      shown("search, median", median([...fixed, ...drawn].map(({ milliseconds }) => milliseconds)), "ms"),
    ];
  } finally {
    await connection.close();
  }
}

if (import.meta.main) await runCheck(measure);
