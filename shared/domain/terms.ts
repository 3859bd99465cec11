// Terms of a text: words with a rough English stem, character bigrams for scripts without spaces. Retrieval counts them
// in passages, the engine compares answers with passages by them.
import { characterBigrams } from "./chinese.ts";

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

export const isStopWord = (word: string): boolean => STOP_WORDS.has(word);

/** A rough English stem, enough to let "proteins" count as "protein". */
export function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:ies|es|s|ed|ing|ly|y|e)$/, "") : word;
}

/** The words of a text outside its runs of Han, kana and hangul, in lower case. */
export function spacedWords(text: string): string[] {
  return text.replace(UNSPACED, " ").toLowerCase().match(WORD) ?? [];
}

/** A question without the words that only make it one; the question itself where nothing else is left. */
export function withoutQuestionWords(text: string): string {
  const rest = text.replace(QUESTION_WORDS, " ");
  return characterBigrams(rest) !== "" || spacedWords(rest).length > 0 ? rest : text;
}

/** Chinese characters that join words and say nothing: bigrams across them are accidents of one sentence. */
const JOINTS = /[的了是在和与與及或又为為被把将將于於之其也都就]/g;

/** The distinct terms of a text that say something: stems of words, stop words left out, and bigrams between joints. */
export function contentTerms(text: string): Set<string> {
  const plain = text.normalize("NFKC");
  const words = spacedWords(plain).filter((word) => !isStopWord(word));
  const bigrams = characterBigrams(plain.replace(JOINTS, " "));
  return new Set([...words.map(stem), ...(bigrams ? bigrams.split(" ") : [])]);
}
