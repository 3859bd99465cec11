// Reads the retrieval collections (BEIR format), cuts long records into pieces, and scores rankings.
// Used by fusion-table.ts and by the tests of retrieval.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A judged collection; `relevant` gives the gain of each relevant record of a question. */
export interface Collection {
  name: string;
  records: { id: string; title: string; text: string }[];
  queries: { id: string; text: string }[];
  relevant: Map<string, Map<string, number>>;
}

/** The folder of the collections, or undefined where the test material is not at hand. */
export function collectionsFolder(): string | undefined {
  const material = process.env.ALCOVE_MATERIAL ?? resolve(import.meta.dirname, "../../../shared/material");
  const folder = join(material, "retrieval");
  return existsSync(folder) ? folder : undefined;
}

function jsonLines<T>(path: string): T[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as T);
}

/** Loads one collection; only questions with at least one relevant record. */
export function loadCollection(folder: string, name: string): Collection {
  const relevant = new Map<string, Map<string, number>>();
  const [, ...lines] = readFileSync(join(folder, name, "qrels.tsv"), "utf8")
    .trim()
    .split(/\r?\n/);
  for (const line of lines) {
    const [query, record, gain] = line.split("\t");
    if (Number(gain) <= 0) continue;
    const gains = relevant.get(query!) ?? new Map<string, number>();
    relevant.set(query!, gains.set(record!, Number(gain)));
  }
  const records = jsonLines<{ _id: string; title?: string; text: string }>(join(folder, name, "corpus.jsonl"));
  const queries = jsonLines<{ _id: string; text: string }>(join(folder, name, "queries.jsonl"));
  return {
    name,
    records: records.map(({ _id, title, text }) => ({ id: _id, title: title ?? "", text })),
    queries: queries.map(({ _id, text }) => ({ id: _id, text })).filter(({ id }) => relevant.has(id)),
    relevant,
  };
}

/** Cuts a text at sentence ends into pieces of at most `limit` tokens; a longer sentence is cut by characters. */
export async function pieces(
  text: string,
  limit: number,
  countTokens: (texts: string[]) => Promise<number[]>,
): Promise<string[]> {
  const sentences = text.match(/[^.!?。！？\n]+(?:[.!?。！？\n]+["”’」』)]*\s*|$)|[.!?。！？\n]+/g) ?? [text];
  const counts = await countTokens(sentences);
  const result: string[] = [];
  let piece = "";
  let tokens = 0;
  for (const [i, sentence] of sentences.entries()) {
    const parts =
      counts[i]! > limit ? (sentence.match(new RegExp(`[^]{1,${Math.floor(limit / 2)}}`, "g")) ?? []) : [sentence];
    for (const part of parts) {
      const size = parts.length > 1 ? (await countTokens([part]))[0]! : counts[i]!;
      if (piece && tokens + size > limit) {
        result.push(piece);
        piece = "";
        tokens = 0;
      }
      piece += part;
      tokens += size;
    }
  }
  if (piece.trim()) result.push(piece);
  return result;
}

/** nDCG, recall and reciprocal rank, each at 10, of one ranking of record ids. */
export function scoreRanking(
  ranking: string[],
  gains: Map<string, number>,
): { ndcg: number; recall: number; mrr: number } {
  const top = ranking.slice(0, 10);
  const discounted = (values: number[]) => values.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
  const ideal = discounted([...gains.values()].sort((a, b) => b - a).slice(0, 10));
  const first = top.findIndex((id) => gains.has(id));
  return {
    ndcg: discounted(top.map((id) => gains.get(id) ?? 0)) / ideal,
    recall: top.filter((id) => gains.has(id)).length / gains.size,
    mrr: first < 0 ? 0 : 1 / (first + 1),
  };
}
