// What full text looks for and what it counts as found: words with English stems, bigrams for Han, kana and hangul.
// Used by index.ts when writing, by search.ts when asking and by coverage.ts when judging.
import { characterBigrams, characterRuns } from "../../shared/domain/chinese.ts";
import { isStopWord, spacedWords, withoutQuestionWords } from "../../shared/domain/terms.ts";

/** One part of a full-text query: a bag of terms for one column; terms are separated by spaces. */
export interface TextClause {
  column: "text" | "bigrams";
  terms: string;
  boost: number;
}

/** Weight of the bigrams of a run beside the dictionary's words of it; measured, see test/bench/fusion-table.ts. */
const BIGRAM_BOOST = 0.5;
/** More distinct terms than this do not make a question clearer, only slower. */
const MAX_TERMS = 256;

/** The form in which text is indexed and asked: compatibility forms such as full-width letters become plain ones. */
export function searchableText(text: string): string {
  return text.normalize("NFKC").replaceAll("\0", " ");
}

/** The column of bigrams of a text: bigrams of each run, then its characters, so that one character can be found too. */
export function indexedBigrams(text: string): string {
  const singles = characterRuns(text).flatMap((run) => (run.length > 1 ? run : []));
  return [characterBigrams(text), ...singles].join(" ");
}

interface QuestionTerms {
  words: string[];
  runs: string[][];
}

function termsOfQuestion(question: string): QuestionTerms {
  const text = withoutQuestionWords(searchableText(question));
  const words = spacedWords(text);
  const telling = words.filter((word) => !isStopWord(word));
  const runs = characterRuns(text);
  return { words: telling.length > 0 || runs.length > 0 ? telling : words, runs };
}

function bag(terms: string[]): string {
  return [...new Set(terms)].slice(0, MAX_TERMS).join(" ");
}

/** A question as plain bags of terms: nothing in it is syntax. Empty where it holds no letter and no digit. */
export function textQuery(question: string): TextClause[] {
  const { words, runs } = termsOfQuestion(question);
  const joined = runs.map((run) => run.join(""));
  // A word of two characters is exactly its bigram; the dictionary might take it apart and find its halves anywhere.
  const short = joined.filter((_, i) => runs[i]!.length <= 2);
  const long = joined.filter((_, i) => runs[i]!.length > 2);
  const clauses: TextClause[] = [
    { column: "text", terms: bag([...words, ...long]), boost: 1 },
    { column: "bigrams", terms: bag(short), boost: 1 },
    { column: "bigrams", terms: bag(characterBigrams(long.join(" ")).split(" ")), boost: BIGRAM_BOOST },
  ];
  return clauses.filter(({ terms }) => terms !== "");
}

/** The distinct terms of a question that coverage counts: its words and bigrams. */
export function queryTerms(question: string): string[] {
  const { words, runs } = termsOfQuestion(question);
  const bigrams = characterBigrams(runs.map((run) => run.join("")).join(" ")).split(" ");
  return [...new Set([...words, ...bigrams])].filter(Boolean);
}
