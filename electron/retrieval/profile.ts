// What a search needs to know of a whole table: how common terms are and where its vectors lie. Estimated from a sample
// that is read again when the table has changed by a tenth. Used by search.ts.
import { spacedWords, stem } from "../../shared/domain/terms.ts";
import type { Index } from "./index.ts";
import { indexedBigrams } from "./terms.ts";

/** A sample of a table's rows. */
export interface Profile {
  rows: number;
  /** In how many rows of the sample a term stands. */
  frequencies: Map<string, number>;
  /** Mean of the sampled vectors; not of unit length. Empty for an empty table. */
  centroid: Float32Array;
}

/** Weights of a question's terms, summing up to 1; empty when it has none. */
export type TermWeights = Map<string, number>;

const SAMPLE_ROWS = 1_000;

function termsOf(text: string): Set<string> {
  return new Set([...spacedWords(text).map(stem), ...indexedBigrams(text).split(" ")]);
}

/** Gives the profile of a table, from a cache where it still fits. */
export function openProfiles(index: Index): (table: string) => Promise<Profile> {
  const cache = new Map<string, Promise<Profile & { tableRows: number }>>();

  async function read(table: string, tableRows: number) {
    const { texts, vectors } = await index.sample(table, SAMPLE_ROWS);
    const frequencies = new Map<string, number>();
    for (const text of texts) {
      for (const term of termsOf(text)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    }
    const centroid = new Float32Array(vectors[0]?.length ?? 0);
    for (const vector of vectors) for (let i = 0; i < centroid.length; i++) centroid[i]! += vector[i]! / vectors.length;
    return { rows: texts.length, frequencies, centroid, tableRows };
  }

  return async (table) => {
    const tableRows = await index.countRows(table);
    const known = await cache.get(table)?.catch(() => undefined);
    if (known && Math.abs(known.tableRows - tableRows) * 10 <= known.tableRows) return known;
    const fresh = read(table, tableRows);
    cache.set(table, fresh);
    return fresh;
  };
}

/** Weights by inverse document frequency, with the formula of BM25 (Robertson and Zaragoza 2009), scaled to sum up to 1. */
export function termWeights(terms: string[], profile: Profile): TermWeights {
  const weights: TermWeights = new Map();
  for (const term of new Set(terms.map(stem))) {
    const frequency = profile.frequencies.get(term) ?? 0;
    weights.set(term, Math.log(1 + (profile.rows - frequency + 0.5) / (frequency + 0.5)));
  }
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  for (const [term, weight] of weights) weights.set(term, weight / sum);
  return weights;
}

/** The share of the weights whose terms stand in the text, 0 to 1. */
export function coverage(text: string, weights: TermWeights): number {
  const present = termsOf(text);
  let sum = 0;
  for (const [term, weight] of weights) if (present.has(term)) sum += weight;
  return Math.min(1, sum);
}
