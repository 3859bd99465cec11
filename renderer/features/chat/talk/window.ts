// Which messages are in the page: those in sight with some above and below, and single ones that must not go.
import type { Heights } from "./heights.ts";

/** First and last message, both included. */
export interface Stretch {
  first: number;
  last: number;
}

/** What lies between two distances from the start. */
export function stretchBetween(heights: Heights, from: number, to: number): Stretch {
  return { first: heights.at(Math.max(0, from)), last: heights.at(Math.max(0, to)) };
}

export const holds = (outer: Stretch, inner: Stretch): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;

/** A message that is in the page, or the space that stands for those which are not. */
export type Piece = { index: number } | { from: number; height: number };

/** The page from top to bottom: the messages of the stretch and the pinned ones, with spaces between. */
export function piecesOf(heights: Heights, { first, last }: Stretch, pinned: readonly number[]): Piece[] {
  const outside = pinned.filter((index) => index < first || index > last);
  const inside = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  const shown = [...new Set([...outside, ...inside])]
    .filter((index) => index >= 0 && index < heights.count)
    .sort((a, b) => a - b);
  const pieces: Piece[] = [];
  let next = 0;
  for (const index of [...shown, heights.count]) {
    if (index > next) pieces.push({ from: next, height: heights.top(index) - heights.top(next) });
    if (index < heights.count) pieces.push({ index });
    next = index + 1;
  }
  return pieces;
}
