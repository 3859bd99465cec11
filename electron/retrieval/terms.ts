// What full text looks for and what it counts as found: words with English stems, bigrams for Han, kana and hangul.
// Used by index.ts when writing and by search.ts when asking.
import { characterBigrams, characterRuns } from "../../shared/domain/chinese.ts";
import type { TextQuery } from "./index.ts";

/** Words that say little, left out of a query that has others. The list of Lucene and Snowball, plus question words. */
const STOP_WORDS = new Set(
  `a about above after again all am an and any are as at be because been before being below between both but by can could
  did do does doing down during each few for from further had has have having he her here hers him his how i if in into
  is it its just me more most my no nor not now of off on once only or other our out over own same she should so some
  such than that the their them then there these they this those through to too under until up very was we were what
  when where which while who whom whose why will with would you your`.split(/\s+/),
);
const WORD = /[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}'’]*/gu;

/** The form in which text is indexed and asked: compatibility forms such as full-width letters become plain ones. */
export function searchableText(text: string): string {
  return text.normalize("NFKC").replaceAll("\0", " ");
}

/** The column of bigrams of a text: bigrams of each run, then its characters, so that one character can be found too. */
export function indexedBigrams(text: string): string {
  const singles = characterRuns(text).flatMap((run) => (run.length > 1 ? run : []));
  return [characterBigrams(text), ...singles].join(" ");
}

/** The words of a text in scripts that put spaces between them, in lower case. */
export function spacedWords(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text
    .replace(/[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&[\p{L}\p{M}\p{N}]]+/gv, " ")
    .matchAll(WORD)) {
    words.push(word.toLowerCase());
  }
  return words;
}

/** A question as a plain bag of terms: nothing in it is syntax. */
export function textQuery(question: string): TextQuery {
  const text = searchableText(question);
  const words = spacedWords(text);
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  const bigrams = characterBigrams(text);
  return { words: (telling.length > 0 || bigrams ? telling : words).join(" "), bigrams };
}

/** The terms of a question, words and bigrams, each as often as it occurs. */
export function queryTerms(question: string): string[] {
  const { words, bigrams } = textQuery(question);
  return `${words} ${bigrams}`.split(" ").filter(Boolean);
}
