// How much of a question stands in a passage, rare words counting more: tells "found" from "merely nearest".
// Used by search.ts.
import { characterBigrams } from "../../shared/domain/chinese.ts";
import type { Index } from "./index.ts";
import { queryTerms, spacedWords } from "./terms.ts";

/** The terms of a question with their weights; they sum up to 1, unless there are none. */
export type TermWeights = Map<string, number>;

/** Rows from which document frequencies are estimated. */
const SAMPLE_ROWS = 2_000;

function termsOf(text: string): Set<string> {
  return new Set([...spacedWords(text).map(stem), ...characterBigrams(text).split(" ")]);
}

/** A rough stem, enough to let "proteins" count as "protein". */
export function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:ies|es|s|ed|ing|ly|'s|’s)$/, "") : word;
}

/** Gives the weights of a question's terms in a table, by their idf in a sample that is read again when the table changes. */
export function termWeights(index: Index): (table: string, query: string) => Promise<TermWeights> {
  const cache = new Map<string, { version: number; rows: number; frequencies: Map<string, number> }>();
  return async (table, query) => {
    const { version, rows, texts } = await index.sample(table, SAMPLE_ROWS);
    let known = cache.get(table);
    if (known?.version !== version) {
      const frequencies = new Map<string, number>();
      for (const text of texts)
        for (const term of termsOf(text)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
      known = { version, rows: texts.length, frequencies };
      cache.set(table, known);
    }
    void rows;
    const weights: TermWeights = new Map();
    let sum = 0;
    for (const term of new Set(queryTerms(query).map(stem))) {
      const frequency = known.frequencies.get(term) ?? 0;
      const weight = Math.log(1 + (known.rows - frequency + 0.5) / (frequency + 0.5));
      weights.set(term, weight);
      sum += weight;
    }
    for (const [term, weight] of weights) weights.set(term, weight / sum);
    return weights;
  };
}

/** The share of the weights whose terms stand in the text, 0 to 1. */
export function coverageOf(text: string, weights: TermWeights): number {
  const present = termsOf(text);
  let sum = 0;
  for (const [term, weight] of weights) if (present.has(term)) sum += weight;
  return Math.min(1, sum);
}
