// Which stretch of a long text is loaded and how passages cut it into pieces. Pure; used by the text viewer.

/** A stretch of a text in UTF-16 offsets, end exclusive. */
export interface Stretch {
  start: number;
  end: number;
}
/** A passage to be marked. */
export interface TextMark extends Stretch {
  n: number;
}
/** A piece of text that is marked as a whole or not at all. */
export interface Piece extends Stretch {
  text: string;
  /** Number of the passage; null between passages. */
  n: number | null;
  /** Index of the hit of a search; null between hits. */
  hit: number | null;
}
/** What cuts a text besides its passages. */
export interface Cuts {
  /** Hits of a search, in order and apart from each other. */
  hits?: readonly Stretch[];
  /** Offsets where pages begin. */
  pages?: readonly number[];
}

/** Text is asked for in blocks of this many UTF-16 units, counted from the start of the document. */
export const BLOCK = 8192;
/** At most this many blocks are shown at a time. */
export const MOST_BLOCKS = 12;

/** First and last block that show a passage with at least `margin` units of text on both sides. */
export function blocksAround(mark: Stretch, total: number, margin: number): { first: number; last: number } {
  const lastOfAll = Math.max(0, Math.ceil(total / BLOCK) - 1);
  const first = Math.min(lastOfAll, Math.floor(Math.max(0, mark.start - margin) / BLOCK));
  const wanted = Math.floor(Math.max(0, Math.min(total, mark.end + margin) - 1) / BLOCK);
  return { first, last: Math.min(lastOfAll, Math.max(first, Math.min(wanted, first + MOST_BLOCKS - 1))) };
}

/** One more block before or after; the far end is let go when there would be too many. */
export function extendBlocks(
  { first, last }: { first: number; last: number },
  total: number,
  towards: "before" | "after",
): { first: number; last: number } {
  const lastOfAll = Math.max(0, Math.ceil(total / BLOCK) - 1);
  if (towards === "before") {
    const start = Math.max(0, first - 1);
    return { first: start, last: Math.min(last, start + MOST_BLOCKS - 1) };
  }
  const end = Math.min(lastOfAll, last + 1);
  return { first: Math.max(first, end - MOST_BLOCKS + 1), last: end };
}

/** Offsets of a block. */
export const blockStretch = (block: number, total: number): Stretch => ({
  start: block * BLOCK,
  end: Math.min(total, (block + 1) * BLOCK),
});

/** Index of the first hit that ends after an offset. */
function firstHitAfter(hits: readonly Stretch[], offset: number): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hits[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Cuts a text that starts at `offset` of its document into pieces along passages, hits and pages. Where passages
 * overlap, `front` (the one looked at) wins, then the one that starts first. Block edges cut too, so that a piece keeps
 * its place when blocks come and go around it.
 */
export function cutAtMarks(
  text: string,
  offset: number,
  marks: readonly TextMark[],
  front: number | null,
  { hits = [], pages = [] }: Cuts = {},
): Piece[] {
  const end = offset + text.length;
  const edges = new Set([offset, end]);
  const clamp = (at: number) => Math.max(offset, Math.min(end, at));
  const within = marks
    .map((mark) => ({ ...mark, start: clamp(mark.start), end: clamp(mark.end) }))
    .filter((mark) => mark.start < mark.end)
    .sort((a, b) => Number(b.n === front) - Number(a.n === front) || a.start - b.start);
  for (const mark of within) edges.add(mark.start).add(mark.end);
  const firstHit = firstHitAfter(hits, offset);
  for (let at = firstHit; at < hits.length && hits[at]!.start < end; at += 1)
    edges.add(clamp(hits[at]!.start)).add(clamp(hits[at]!.end));
  const seams = new Set<number>();
  for (let edge = Math.ceil((offset + 1) / BLOCK) * BLOCK; edge < end; edge += BLOCK) {
    const unit = text.charCodeAt(edge - offset);
    // Never between the halves of a surrogate pair.
    seams.add(unit >= 0xdc00 && unit <= 0xdfff ? edge + 1 : edge);
  }
  for (const page of pages) if (page > offset && page < end) seams.add(page);
  for (const seam of seams) edges.add(seam);
  const cuts = [...edges].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  let nextHit = firstHit;
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const start = cuts[at]!;
    const stop = cuts[at + 1]!;
    const n = within.find((mark) => mark.start <= start && mark.end >= stop)?.n ?? null;
    while (nextHit < hits.length && hits[nextHit]!.end <= start) nextHit += 1;
    const hit = nextHit < hits.length && hits[nextHit]!.start <= start ? nextHit : null;
    const last = pieces.at(-1);
    if (last && last.n === n && last.hit === hit && !seams.has(start)) {
      last.end = stop;
      last.text = text.slice(last.start - offset, stop - offset);
    } else pieces.push({ start, end: stop, n, hit, text: text.slice(start - offset, stop - offset) });
  }
  return pieces;
}

/** A stretch of a piece that is one heading line of Markdown, or what stands between headings. */
export interface Styled {
  text: string;
  heading: boolean;
}

const HEADING = /^#{1,6} .*$/gm;

/** Parts a text at its heading lines, as DOCX, HTML and Markdown documents have them. */
export function headingsOf(text: string): Styled[] {
  const parts: Styled[] = [];
  let done = 0;
  for (const { index, 0: line } of text.matchAll(HEADING)) {
    if (index > done) parts.push({ text: text.slice(done, index), heading: false });
    parts.push({ text: line, heading: true });
    done = index + line.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done), heading: false });
  return parts;
}

/** Number of the page that holds an offset; pages are in order and numbered from 1. */
export function pageOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
