// Which of the glyphs that pdf.js drew make up a sentence, what they cover, and how far boxes agree with that. For checks
// of the boxes that the evidence viewer shows.
import type { DrawnGlyph, Point } from "./drawn-glyphs.ts";

const letters = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/** Text of a list of glyphs, letters only, and where each glyph's letters begin in it. */
function lettersOf(glyphs: readonly DrawnGlyph[]): { text: string; starts: number[] } {
  let text = "";
  const starts = glyphs.map((glyph) => {
    const start = text.length;
    text += letters(glyph.text);
    return start;
  });
  return { text, starts };
}

const timesIn = (text: string, part: string): number => text.split(part).length - 1;
const reversed = (text: string): string => [...text].reverse().join("");

/**
 * The glyphs of a sentence. `times` says how often its letters stand on the page; 0 where they do not follow one
 * another there. Right-to-left text is often drawn from left to right, line by line: then each line is looked for
 * backwards.
 */
export function glyphsOfSentence(
  glyphs: readonly DrawnGlyph[],
  sentence: string,
): { times: number; glyphs: DrawnGlyph[] } {
  const wanted = letters(sentence);
  const { text, starts } = lettersOf(glyphs);
  const stretch = (from: number, length: number): [first: number, end: number] => [
    starts.findLastIndex((start) => start <= from),
    starts.findLastIndex((start) => start < from + length) + 1,
  ];
  const times = timesIn(text, wanted);
  if (times > 0) {
    const [first, end] = stretch(text.indexOf(wanted), wanted.length);
    return { times, glyphs: withMarks(glyphs, first, end, sentence) };
  }
  const found: DrawnGlyph[] = [];
  let most = 0;
  for (let done = 0; done < wanted.length; ) {
    let length = wanted.length - done;
    while (length > 1 && !text.includes(reversed(wanted.slice(done, done + length)))) length--;
    // Two letters stand together anywhere: that is no line of this sentence.
    if (length < 3) return { times: 0, glyphs: [] };
    const line = reversed(wanted.slice(done, done + length));
    most = Math.max(most, timesIn(text, line));
    const [first, end] = stretch(text.indexOf(line), length);
    found.push(...glyphs.slice(first, end).reverse());
    done += length;
  }
  return { times: most, glyphs: found };
}

/** A stretch of glyphs with the quotation marks and full stops around it that belong to the sentence. */
function withMarks(glyphs: readonly DrawnGlyph[], first: number, end: number, sentence: string): DrawnGlyph[] {
  const marksIn = (part: string | undefined) => (part ?? "").replace(/\s/g, "").length;
  let begin = first;
  for (let left = marksIn(/^[^\p{L}\p{N}]*/u.exec(sentence)?.[0]); left > 0 && begin > 0; left--) {
    if (letters(glyphs[begin - 1]!.text) !== "") break;
    begin--;
  }
  let stop = end;
  for (let left = marksIn(/[^\p{L}\p{N}]*$/u.exec(sentence)?.[0]); left > 0 && stop < glyphs.length; left--) {
    if (letters(glyphs[stop]!.text) !== "") break;
    stop++;
  }
  return glyphs.slice(begin, stop);
}

/** What stands between two glyphs of a line is part of it; wider gaps are not. In ems. */
const WORD_GAP = 1.5;

/** Outlines of a sentence: its glyphs, and the spaces between those that follow one another on a line. */
export function outlinesOf(glyphs: readonly DrawnGlyph[]): Point[][] {
  const outlines: Point[][] = [];
  let before: DrawnGlyph | null = null;
  for (const glyph of glyphs) {
    if (glyph.text.trim() === "") continue;
    outlines.push(glyph.corners);
    const gap = before && gapBetween(before, glyph);
    if (gap) outlines.push(gap);
    before = glyph;
  }
  return outlines;
}

/** The parallelogram between two glyphs that stand side by side on one line; null for others. */
function gapBetween(a: DrawnGlyph, b: DrawnGlyph): Point[] | null {
  const [topLeft, topRight, bottomRight, bottomLeft] = a.corners;
  const height = Math.hypot(bottomLeft[0] - topLeft[0], bottomLeft[1] - topLeft[1]);
  const across = [(bottomLeft[0] - topLeft[0]) / height, (bottomLeft[1] - topLeft[1]) / height];
  const along = [across[1]!, -across[0]!];
  const offset = (p: Point, q: Point, axis: number[]) => (q[0] - p[0]) * axis[0]! + (q[1] - p[1]) * axis[1]!;
  if (Math.abs(offset(bottomLeft, b.corners[3], across)) > 0.35 * height) return null;
  const after = Math.abs(offset(topRight, b.corners[0], along));
  const ahead = Math.abs(offset(topLeft, b.corners[1], along));
  if (Math.min(after, ahead) > WORD_GAP * height) return null;
  return after <= ahead
    ? [topRight, b.corners[0], b.corners[3], bottomRight]
    : [b.corners[1], topLeft, bottomLeft, b.corners[2]];
}

/** Whether a point lies within a convex outline. */
function isInside(outline: readonly Point[], x: number, y: number): boolean {
  let sign = 0;
  for (let index = 0; index < outline.length; index++) {
    const [x0, y0] = outline[index]!;
    const [x1, y1] = outline[(index + 1) % outline.length]!;
    const side = Math.sign((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0));
    if (side !== 0 && sign !== 0 && side !== sign) return false;
    if (side !== 0) sign = side;
  }
  return true;
}

/** Intersection over union of two sets of outlines, by a grid of `step` pixels. 0 to 1. */
export function overlapOf(a: readonly Point[][], b: readonly Point[][], step: number): number {
  const cells = (outlines: readonly Point[][]): Set<number> => {
    const set = new Set<number>();
    for (const outline of outlines) {
      const xs = outline.map(([x]) => x);
      const ys = outline.map(([, y]) => y);
      for (let row = Math.floor(Math.min(...ys) / step); row <= Math.max(...ys) / step; row++) {
        for (let column = Math.floor(Math.min(...xs) / step); column <= Math.max(...xs) / step; column++) {
          if (isInside(outline, (column + 0.5) * step, (row + 0.5) * step)) set.add(row * 1_000_000 + column);
        }
      }
    }
    return set;
  };
  const [first, second] = [cells(a), cells(b)];
  let both = 0;
  for (const cell of first) if (second.has(cell)) both++;
  const all = first.size + second.size - both;
  return all === 0 ? 0 : both / all;
}
