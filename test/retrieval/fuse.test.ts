// Promise: the fusion judges only passages that can be among the best, and still gives exactly the best.
import { expect, it } from "vitest";
import { dot, fuseByScore } from "../../electron/retrieval/fuse.ts";
import type { Candidate } from "../../electron/retrieval/index.ts";

const DIMENSIONS = 8;

/** Deterministic numbers in 0 to 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function question(seed: number) {
  const random = randomNumbers(seed);
  const unit = () => {
    const values = Float32Array.from({ length: DIMENSIONS }, () => random() - 0.3);
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  };
  const vector = unit();
  const passages = Array.from({ length: 150 }, (_, i) => ({ chunkId: `chunk-${i}`, vector: unit() }));
  // A few steps only, so that scores are often equal.
  const understood = new Map(passages.map(({ chunkId }) => [chunkId, Math.floor(random() * 4) / 3]));
  const candidate = ({ chunkId, vector: own }: (typeof passages)[number], score: number): Candidate => ({
    chunkId,
    documentId: "document",
    text: chunkId,
    vector: own,
    score,
  });
  const nearest = passages.map((one) => candidate(one, dot(vector, one.vector))).sort((a, b) => b.score - a.score);
  const matching = passages.filter(() => random() < 0.6).map((one) => candidate(one, Math.ceil(random() * 5)));
  let judged = 0;
  const understands = (text: string) => {
    judged++;
    return understood.get(text)!;
  };
  return {
    nearest: nearest.slice(0, 100),
    matching: matching.sort((a, b) => b.score - a.score),
    about: { vector, averageCosine: 0.2, denseWeight: seed % 5 === 0 ? 0.002 : 0.5, understands },
    judged: () => judged,
  };
}

it.each(Array.from({ length: 40 }, (_, seed) => seed))(
  "the best ten of question %i are the first ten of all",
  (seed) => {
    const all = question(seed);
    const whole = fuseByScore(all.nearest, all.matching, all.about);
    const few = question(seed);
    const best = fuseByScore(few.nearest, few.matching, few.about, 10);
    expect(best).toEqual(whole.slice(0, 10));
    expect(few.judged()).toBeLessThan(all.judged());
  },
);
