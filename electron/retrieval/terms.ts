// What full text looks for and what it counts as found: words with English stems, bigrams for Han, kana and hangul.
// Used by index.ts when writing, by search.ts when asking and by coverage.ts when judging.
import { characterBigrams, characterRuns } from "../../shared/domain/chinese.ts";

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

/** English words that say little, left out of a question that has others: Lucene's list and what questions open with. */
const STOP_WORDS = new Set(
  `a an and are as at be but by for if in into is it its no not of on or such that the their then there these they this
  to was were will with what which who whom whose how when where why do does did has have had can could should would
  am been being i me my we our you your he his she her so than`.split(/\s+/),
);

/**
 * Chinese question words, which stand in questions and hardly in what answers them: BM25 would take them for rare and
 * therefore telling words. Longer ones first, since the first alternative that fits wins.
 */
const QUESTION_WORDS =
  /为什么|為什麼|什么样|什麼樣|什么|什麼|怎么样|怎麼樣|怎么办|怎麼辦|怎么|怎麼|怎样|怎樣|如何|哪些|哪个|哪個|哪里|哪裡|哪儿|哪位|哪种|哪種|哪一|多少|是否|有没有|有沒有|能不能|请问|請問|哪|谁|誰|吗|嗎|呢/g;
const UNSPACED = /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&[\p{L}\p{M}\p{N}]]+/gv;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** The form in which text is indexed and asked: compatibility forms such as full-width letters become plain ones. */
export function searchableText(text: string): string {
  return text.normalize("NFKC").replaceAll("\0", " ");
}

/** The column of bigrams of a text: bigrams of each run, then its characters, so that one character can be found too. */
export function indexedBigrams(text: string): string {
  const singles = characterRuns(text).flatMap((run) => (run.length > 1 ? run : []));
  return [characterBigrams(text), ...singles].join(" ");
}

/** The words of a text outside its runs of Han, kana and hangul, in lower case. */
export function spacedWords(text: string): string[] {
  return text.replace(UNSPACED, " ").toLowerCase().match(WORD) ?? [];
}

function withoutQuestionWords(text: string): string {
  const rest = text.replace(QUESTION_WORDS, " ");
  return characterBigrams(rest) !== "" || spacedWords(rest).length > 0 ? rest : text;
}

interface QuestionTerms {
  words: string[];
  runs: string[][];
}

function termsOfQuestion(question: string): QuestionTerms {
  const text = withoutQuestionWords(searchableText(question));
  const words = spacedWords(text);
  const telling = words.filter((word) => !STOP_WORDS.has(word));
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
