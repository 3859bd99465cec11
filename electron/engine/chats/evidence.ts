// Which stretch of which passage supports a sentence. Decided here from the passages' own text, never from what a model
// claims: its marks are a hint at most.
import type { Passage } from "../../../shared/domain/citations.ts";
import { sentenceSpans } from "../../../shared/domain/sentences.ts";
import { contentTerms, withoutQuestionWords } from "../../../shared/domain/terms.ts";

/** One or two consecutive sentences of a passage. Offsets are into the document's text. */
interface Window {
  passage: number;
  start: number;
  end: number;
  pair: boolean;
  terms: Set<string>;
}

export interface Support {
  /** Index of the passage in the list that was given. */
  passage: number;
  start: number;
  end: number;
  /** Share of the sentence's weight that stands in the window, 0 to 1. */
  share: number;
}

export interface EvidenceIndex {
  /** The best support of a sentence of an answer, or undefined when nothing supports it. `hint` is a passage that the model named. */
  supportOf(sentence: string, hint?: number): Support | undefined;
  /** The stretch of a passage that bears most on the question. */
  bestOfPassage(passage: number): Support;
}

/** Weights of how well a window fits: the sentence itself, the question, the passage's rank, and the model's own word. */
const WEIGHTS = { sentence: 0.62, question: 0.2, rank: 0.13, hint: 0.05 };
/** Least share of a sentence's weight that must stand in a window. */
const MIN_SHARE = 0.34;
/** A window of two sentences must bring this much more than one of its own, for one sentence is easier to check. */
const PAIR_COST = 0.06;

const NUMBER = /^\d[\d.,:]*$/;

/** Prepares the passages of one answer. `question` is what was asked. */
export function evidenceIndex(question: string, passages: readonly Passage[]): EvidenceIndex {
  const windows: Window[] = [];
  const frequency = new Map<string, number>();
  let count = 0;
  for (const [passage, { text, start: base }] of passages.entries()) {
    const spans = sentenceSpans(text);
    const single = spans.map(({ start, end }) => ({
      passage,
      start: base + start,
      end: base + end,
      pair: false,
      terms: contentTerms(text.slice(start, end)),
    }));
    count += single.length;
    for (const window of single) {
      for (const term of window.terms) frequency.set(term, (frequency.get(term) ?? 0) + 1);
      windows.push(window);
    }
    for (let i = 1; i < single.length; i++) {
      const [first, second] = [single[i - 1]!, single[i]!];
      windows.push({
        passage,
        start: first.start,
        end: second.end,
        pair: true,
        terms: new Set([...first.terms, ...second.terms]),
      });
    }
  }
  /** Rare terms tell more; a number counts double, because a wrong one is what a reader must be able to check. */
  const weightOf = (term: string): number =>
    Math.log(1 + (count + 1) / ((frequency.get(term) ?? 0) + 0.5)) * (NUMBER.test(term) ? 2 : 1);
  const shareOf = (terms: Set<string>, window: Window): number => {
    let all = 0;
    let present = 0;
    for (const term of terms) {
      const weight = weightOf(term);
      all += weight;
      if (window.terms.has(term)) present += weight;
    }
    return all === 0 ? 0 : present / all;
  };
  const questionTerms = contentTerms(withoutQuestionWords(question));
  const bestScore = Math.max(1e-9, ...passages.map((passage) => passage.score));

  return {
    supportOf(sentence, hint) {
      const terms = contentTerms(sentence);
      if (terms.size === 0) return undefined;
      let best: { support: Support; score: number } | undefined;
      for (const window of windows) {
        const share = shareOf(terms, window);
        if (share < MIN_SHARE) continue;
        const rank = passages[window.passage]!.score / bestScore;
        const score =
          WEIGHTS.sentence * share +
          WEIGHTS.question * shareOf(questionTerms, window) +
          WEIGHTS.rank * rank +
          (hint === window.passage ? WEIGHTS.hint : 0) -
          (window.pair ? PAIR_COST : 0);
        if (!best || score > best.score) {
          const { passage, start, end } = window;
          best = { support: { passage, start, end, share }, score };
        }
      }
      return best?.support;
    },
    bestOfPassage(passage) {
      const own = windows.filter((window) => window.passage === passage);
      let best: { window: Window; score: number; share: number } | undefined;
      for (const window of own) {
        const share = shareOf(questionTerms, window);
        const score = share - (window.pair ? PAIR_COST : 0);
        if (!best || score > best.score) best = { window, score, share };
      }
      if (!best) {
        const { start, end } = passages[passage]!;
        return { passage, start, end, share: 0 };
      }
      return { passage, start: best.window.start, end: best.window.end, share: best.share };
    },
  };
}
