// How far a question's vector can be trusted: an embedder that never learnt a language still finds "neighbours" in it.
// Used by search.ts to weigh the two lists of a default search.
import type { EmbedderInfo } from "../../shared/children/retrieval.ts";

const LATIN = /\p{Script=Latin}/gu;
const LETTER = /\p{L}/gu;

/** Weight of the dense list for this question, 0 to 1. */
export function denseTrust(query: string, embedder: EmbedderInfo): number {
  if (embedder.languages.includes("*")) return 0.6;
  const letters = query.match(LETTER)?.length ?? 0;
  if (letters === 0) return 0.5;
  return (0.5 * (query.match(LATIN)?.length ?? 0)) / letters;
}
