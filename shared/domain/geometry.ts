// Where a passage stands on its page: from character offsets to rectangles. Used by the evidence viewer and by checks.
import type { Box, TextRun } from "../children/parser.ts";

/** Position of unit `index` along the run's direction of writing, as a fraction of its box. */
function stopAt(run: TextRun, index: number): number {
  return run.stops?.[index] ?? index / Math.max(1, run.end - run.start);
}

/** The part of a run's box that holds the units from `start` to `end`, which lie within the run. */
export function runBox(run: TextRun, start: number, end: number): Box {
  const near = stopAt(run, start - run.start);
  const far = stopAt(run, end - run.start);
  const angle = run.angle ?? 0;
  // Two reversals cancel out: right-to-left writing on an upside-down line starts at the left again.
  const reversed = angle >= 180 !== (run.rtl === true);
  const [from, to] = reversed ? [1 - far, 1 - near] : [near, far];
  const [left, top, right, bottom] = run.box;
  return angle % 180 === 0
    ? [left + (right - left) * from, top, left + (right - left) * to, bottom]
    : [left, top + (bottom - top) * from, right, top + (bottom - top) * to];
}

/** What stands further apart on a line than this many line heights is boxed by itself: cells, columns. */
const WIDEST_SPACE = 1.2;
/** Text of one size that has climbed by this share of its height since its box began is not on one level line. */
const CLIMB = 0.25;
/** Boxes whose heights are less alike than this are of different sizes: a raised figure belongs to its line. */
const ALIKE = 0.8;

/** Whether a box goes on with the line that `a` holds so far and `first` began. */
function isSameLine(a: Box, first: Box, b: Box, upright: boolean): boolean {
  const [near, far] = upright ? ([1, 3] as const) : ([0, 2] as const);
  const overlap = Math.min(a[far], b[far]) - Math.max(a[near], b[near]);
  const [lower, higher] = [a[far] - a[near], b[far] - b[near]].sort((one, other) => one - other) as [number, number];
  if (overlap < 0.5 * lower) return false;
  // Text set at an angle climbs from letter to letter; one box around all of it would be mostly empty.
  const [small, large] = [first[far] - first[near], b[far] - b[near]].sort((one, other) => one - other) as [
    number,
    number,
  ];
  const climb = Math.abs(first[near] + first[far] - b[near] - b[far]) / 2;
  if (small >= ALIKE * large && climb > CLIMB * small) return false;
  const [start, end] = upright ? ([0, 2] as const) : ([1, 3] as const);
  const gap = Math.max(a[start], b[start]) - Math.min(a[end], b[end]);
  return gap < WIDEST_SPACE * higher;
}

function union(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/**
 * The rectangles of the passage [start, end): one a line, tight at both ends, in the page space of `runs` (points,
 * origin at the top left). Offsets are those of the runs; a passage without any run gives none.
 */
export function passageBoxes(runs: readonly TextRun[], start: number, end: number): Box[] {
  const boxes: Box[] = [];
  let last: TextRun | null = null;
  let first: Box | null = null;
  for (const run of runs) {
    const from = Math.max(start, run.start);
    const to = Math.min(end, run.end);
    if (from >= to) continue;
    const box = runBox(run, from, to);
    const previous = boxes.at(-1);
    const upright = (run.angle ?? 0) % 180 === 0;
    const sameAngle = (last?.angle ?? 0) === (run.angle ?? 0);
    if (previous && first && sameAngle && isSameLine(previous, first, box, upright)) {
      boxes[boxes.length - 1] = union(previous, box);
    } else {
      boxes.push(box);
      first = box;
    }
    last = run;
  }
  return boxes;
}
