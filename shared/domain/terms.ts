// Terms of a text: words with a rough English stem, character bigrams for scripts without spaces. Retrieval counts them
// in passages, the engine compares answers with passages by them.
import { characterBigrams } from "./chinese.ts";

/** English words that say little about what a sentence is about: articles, pronouns, auxiliaries, question words. */
const STOP_WORDS = new Set(
  `a about above after again all am an and any are as at be because been before being below between both but by can could
  did do does doing down during each few for from further had has have having he her here hers him his how i if in into
  is it its just me more most my no nor not now of off on once only or other our out over own same she should so some
  such than that the their them then there these they this those through to too under until up very was we were what
  when where which while who whom whose why will with would you your`.split(/\s+/),
);
const WORD = /[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}'’]*/gu;
const UNSPACED_RUN = /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&[\p{L}\p{M}\p{N}]]+/gv;

export const isStopWord = (word: string): boolean => STOP_WORDS.has(word);

/** The words of a text in scripts that put spaces between them, in lower case. */
export function spacedWords(text: string): string[] {
  return Array.from(text.replace(UNSPACED_RUN, " ").matchAll(WORD), ([word]) => word.toLowerCase());
}

/** A rough stem, enough to let "proteins" count as "protein". */
export function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:ies|es|s|ed|ing|ly|'s|’s)$/, "") : word;
}

/** The distinct terms of a text that say something: stems of words, stop words left out, and bigrams. */
export function contentTerms(text: string): Set<string> {
  const plain = text.normalize("NFKC");
  const words = spacedWords(plain).filter((word) => !STOP_WORDS.has(word));
  const bigrams = characterBigrams(plain);
  return new Set([...words.map(stem), ...(bigrams ? bigrams.split(" ") : [])]);
}
