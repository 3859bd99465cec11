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

/** Prepares the passages of one answer. `question` is what was asked; empty where the answer is not about one. */
export function evidenceIndex(question: string, passages: readonly Passage[]): EvidenceIndex {
  const windows: Window[] = [];
  /** Windows in which a term stands, so that a sentence is compared only with those that share a word with it. */
  const postings = new Map<string, number[]>();
  const frequency = new Map<string, number>();
  const windowsOfPassage: number[][] = passages.map(() => []);
  let count = 0;
  const add = (window: Window, terms: Iterable<string>) => {
    const id = windows.push(window) - 1;
    windowsOfPassage[window.passage]!.push(id);
    for (const term of terms) {
      const list = postings.get(term);
      if (list) list.push(id);
      else postings.set(term, [id]);
    }
  };
  for (const [passage, { text, start: base }] of passages.entries()) {
    const single = sentenceSpans(text).map(({ start, end }) => ({
      window: { passage, start: base + start, end: base + end, pair: false },
      terms: contentTerms(text.slice(start, end)),
    }));
    count += single.length;
    for (const { window, terms } of single) {
      for (const term of terms) frequency.set(term, (frequency.get(term) ?? 0) + 1);
      add(window, terms);
    }
    for (let i = 1; i < single.length; i++) {
      const [first, second] = [single[i - 1]!, single[i]!];
      const window = { passage, start: first.window.start, end: second.window.end, pair: true };
      add(window, new Set([...first.terms, ...second.terms]));
    }
  }
  /** Rare terms tell more; a number counts double, because a wrong one is what a reader must be able to check. */
  const weightOf = (term: string): number =>
    Math.log(1 + (count + 1) / ((frequency.get(term) ?? 0) + 0.5)) * (NUMBER.test(term) ? 2 : 1);
  /** Share of the terms' weight that stands in each window; windows that hold none of them are left out. */
  const sharesOf = (terms: Set<string>): Map<number, number> => {
    const shares = new Map<number, number>();
    let all = 0;
    for (const term of terms) all += weightOf(term);
    for (const term of terms) {
      const share = weightOf(term) / all;
      for (const id of postings.get(term) ?? []) shares.set(id, (shares.get(id) ?? 0) + share);
    }
    return shares;
  };
  const questionShares = sharesOf(contentTerms(withoutQuestionWords(question)));
  const bestScore = passages.reduce((best, passage) => Math.max(best, passage.score), 1e-9);

  return {
    supportOf(sentence, hint) {
      let best: { support: Support; score: number; id: number } | undefined;
      for (const [id, share] of sharesOf(contentTerms(sentence))) {
        if (share < MIN_SHARE) continue;
        const window = windows[id]!;
        const rank = passages[window.passage]!.score / bestScore;
        const score =
          WEIGHTS.sentence * share +
          WEIGHTS.question * (questionShares.get(id) ?? 0) +
          WEIGHTS.rank * rank +
          (hint === window.passage ? WEIGHTS.hint : 0) -
          (window.pair ? PAIR_COST : 0);
        // Of equals the first one in the passages' order.
        if (best && (score < best.score || (score === best.score && id > best.id))) continue;
        const { passage, start, end } = window;
        best = { support: { passage, start, end, share }, score, id };
      }
      return best?.support;
    },
    bestOfPassage(passage) {
      let best: { window: Window; score: number; share: number } | undefined;
      for (const id of windowsOfPassage[passage] ?? []) {
        const window = windows[id]!;
        const share = questionShares.get(id) ?? 0;
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
