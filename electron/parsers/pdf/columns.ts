// Reading order of a frame: finds gutters and splits the page into regions that are read one after the other.
// Called by page.ts. Tables are left whole, because they are read row by row.
import { isRtl } from "./characters.ts";
import type { Stretch } from "./frames.ts";

/** Fewest lines on each side of a gutter. */
const MIN_LINES = 4;
const MAX_DEPTH = 8;
/** A page with more stretches than this is a drawing or a hostile file; it is read in one piece. */
const MAX_STRETCHES = 8000;

interface Gutter {
  from: number;
  to: number;
  left: Stretch[];
  right: Stretch[];
  score: number;
}

function least(side: readonly Stretch[], of: (stretch: Stretch) => number): number {
  return side.reduce((least, stretch) => Math.min(least, of(stretch)), Number.POSITIVE_INFINITY);
}
function most(side: readonly Stretch[], of: (stretch: Stretch) => number): number {
  return side.reduce((most, stretch) => Math.max(most, of(stretch)), Number.NEGATIVE_INFINITY);
}

function medianSize(stretches: readonly Stretch[]): number {
  const sizes = stretches.map((stretch) => stretch.size).sort((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 10;
}

/** Rows of a side: how many different baselines it has, and how much text stands on one. */
function rowsOf(side: readonly Stretch[], size: number): { rows: number; charactersPerRow: number; fill: number } {
  const sorted = [...side].sort((a, b) => a.base - b.base);
  const lengths: { characters: number; width: number }[] = [];
  let base = Number.NEGATIVE_INFINITY;
  for (const stretch of sorted) {
    if (stretch.base - base > 0.4 * size) {
      lengths.push({ characters: 0, width: 0 });
      base = stretch.base;
    }
    const row = lengths.at(-1)!;
    row.characters += stretch.characters;
    row.width += stretch.u1 - stretch.u0;
  }
  const left = least(side, (stretch) => stretch.u0);
  const right = most(side, (stretch) => stretch.u1);
  const middle = lengths.sort((a, b) => a.characters - b.characters)[lengths.length >> 1];
  return {
    rows: lengths.length,
    charactersPerRow: middle?.characters ?? 0,
    fill: (middle?.width ?? 0) / Math.max(1, right - left),
  };
}

/** Share of neighbours in file order that stay on their side: near 1 for columns, near 0.5 for rows of a table. */
function keepsToSides(left: readonly Stretch[], right: readonly Stretch[]): number {
  const all = [
    ...left.map((stretch) => ({ order: stretch.order, side: 0, base: stretch.base })),
    ...right.map((stretch) => ({ order: stretch.order, side: 1, base: stretch.base })),
  ].sort((a, b) => a.order - b.order);
  let changes = 0;
  for (let index = 1; index < all.length; index++) if (all[index]!.side !== all[index - 1]!.side) changes++;
  return 1 - changes / (2 * Math.min(left.length, right.length));
}

function isColumnPair(left: Stretch[], right: Stretch[], size: number): boolean {
  const a = rowsOf(left, size);
  const b = rowsOf(right, size);
  if (a.rows < MIN_LINES || b.rows < MIN_LINES) return false;
  const order = keepsToSides(left, right);
  const isProse = (side: typeof a) => side.charactersPerRow >= 14 && side.fill >= 0.55;
  if (isProse(a) && isProse(b)) return order > 0.35;
  return order > 0.9 && a.charactersPerRow >= 8 && b.charactersPerRow >= 8;
}

/** Free stretches of v between those that cross a vertical line. */
function freeIntervals(crossing: readonly Stretch[]): [number, number][] {
  const sorted = [...crossing].sort((a, b) => a.v0 - b.v0);
  const free: [number, number][] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const stretch of sorted) {
    if (stretch.v0 > from) free.push([from, stretch.v0]);
    from = Math.max(from, stretch.v1);
  }
  free.push([from, Number.POSITIVE_INFINITY]);
  return free;
}

function findGutter(stretches: readonly Stretch[]): Gutter | null {
  const size = medianSize(stretches);
  const half = Math.max(0.3 * size, 2.4);
  const min = least(stretches, (stretch) => stretch.u0);
  const max = most(stretches, (stretch) => stretch.u1);
  const step = Math.max(size / 4, (max - min) / 400);
  let best: Gutter | null = null;
  for (let at = min + 3 * size; at < max - 3 * size; at += step) {
    const crossing = stretches.filter((stretch) => stretch.u0 < at + half && stretch.u1 > at - half);
    if (crossing.length > stretches.length * 0.7) continue;
    for (const [from, to] of freeIntervals(crossing)) {
      if (to - from < MIN_LINES * size) continue;
      const inside = stretches.filter(
        (stretch) => (stretch.v0 + stretch.v1) / 2 > from && (stretch.v0 + stretch.v1) / 2 < to,
      );
      const left = inside.filter((stretch) => stretch.u1 <= at);
      const right = inside.filter((stretch) => stretch.u0 >= at);
      if (left.length < MIN_LINES || right.length < MIN_LINES) continue;
      const overlap = Math.min(bottom(left), bottom(right)) - Math.max(top(left), top(right));
      if (overlap < MIN_LINES * size) continue;
      if (best && overlap <= best.score) continue;
      if (isColumnPair(left, right, size)) best = { from, to, left, right, score: overlap };
    }
  }
  return best;
}

const top = (side: readonly Stretch[]) => least(side, (stretch) => stretch.v0);
const bottom = (side: readonly Stretch[]) => most(side, (stretch) => stretch.v1);

/** Regions in reading order; each holds the stretches of one column or of one full-width band. */
export function splitColumns(stretches: readonly Stretch[], depth = 0): Stretch[][] {
  if (stretches.length < 2 * MIN_LINES || depth >= MAX_DEPTH || stretches.length > MAX_STRETCHES)
    return stretches.length > 0 ? [[...stretches]] : [];
  const gutter = findGutter(stretches);
  if (!gutter) return [[...stretches]];
  const taken = new Set([...gutter.left, ...gutter.right]);
  const rest = stretches.filter((stretch) => !taken.has(stretch));
  const above = rest.filter((stretch) => (stretch.v0 + stretch.v1) / 2 <= gutter.from);
  const below = rest.filter((stretch) => (stretch.v0 + stretch.v1) / 2 > gutter.from);
  const sides = readsFromRight(stretches) ? [gutter.right, gutter.left] : [gutter.left, gutter.right];
  return [above, ...sides, below].flatMap((part) => splitColumns(part, depth + 1));
}

function readsFromRight(stretches: readonly Stretch[]): boolean {
  let rtl = 0;
  let all = 0;
  for (const stretch of stretches) {
    all += stretch.characters;
    if (isRtl(stretch.glyphs[0]!.text)) rtl += stretch.characters;
  }
  return rtl > all / 2;
}
