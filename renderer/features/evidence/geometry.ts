// Geometry of pages and passages: turning, trimming, outlines and the stack of pages. Pure; used by the page viewer.

/** Left, top, right, bottom; points at scale 1 from the top left of the displayed page, or pixels where said so. */
export type Box = [left: number, top: number, right: number, bottom: number];
export interface Size {
  width: number;
  height: number;
}
/** What zoom 1 means: a width that reads well, the whole width of the view, or each page as a whole. */
export type Fit = "reading" | "width" | "page";
/** Clockwise quarter turns that a person added to the page's own rotation. */
export type QuarterTurns = 0 | 1 | 2 | 3;

/** Size of a page after clockwise quarter turns. */
export function turnSize(size: Size, turns: QuarterTurns): Size {
  return turns % 2 === 0 ? size : { width: size.height, height: size.width };
}

/** Where a box of a page of the given size comes to lie after clockwise quarter turns. */
export function turnBox([left, top, right, bottom]: Box, { width, height }: Size, turns: QuarterTurns): Box {
  switch (turns) {
    case 0:
      return [left, top, right, bottom];
    case 1:
      return [height - bottom, left, height - top, right];
    case 2:
      return [width - right, height - bottom, width - left, height - top];
    case 3:
      return [top, width - right, bottom, width - left];
  }
}

/** A box of the page in pixels from the top left of the shown part of it. */
export function toPixels([left, top, right, bottom]: Box, crop: Box, scale: number): Box {
  return [(left - crop[0]) * scale, (top - crop[1]) * scale, (right - crop[0]) * scale, (bottom - crop[1]) * scale];
}

/** The smallest box around all boxes; null for none. */
export function unionBox(boxes: readonly Box[]): Box | null {
  const [first, ...rest] = boxes;
  if (!first) return null;
  return rest.reduce<Box>(
    (sum, box) => [
      Math.min(sum[0], box[0]),
      Math.min(sum[1], box[1]),
      Math.max(sum[2], box[2]),
      Math.max(sum[3], box[3]),
    ],
    first,
  );
}

/** More than this share of a line's height between two lines begins another paragraph. */
const PARAGRAPH_GAP = 0.7;

/** Boxes whose heights differ by more than this factor are no lines of one paragraph, such as text along the edge. */
const UNLIKE_HEIGHTS = 2.4;
function areAlike(a: Box, b: Box): boolean {
  const [lower, higher] = [a[3] - a[1], b[3] - b[1]].sort((one, other) => one - other) as [number, number];
  return higher <= lower * UNLIKE_HEIGHTS;
}

/** Text at an angle comes in small boxes that climb; joining them would cover what lies above and below. */
const CLIMB = 0.15;
const SAME_SIZE = 0.8;
function climbs(a: Box, b: Box): boolean {
  const [low, high] = [a[3] - a[1], b[3] - b[1]].sort((one, other) => one - other) as [number, number];
  return low >= SAME_SIZE * high && Math.abs(a[1] + a[3] - b[1] - b[3]) / 2 > CLIMB * low;
}

/** Lines that belong to one outline: each starts below the one before and they overlap sideways. */
function columnsOfLines(lines: readonly Box[]): Box[][] {
  const groups: Box[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const lineHeight = line[3] - line[1];
    const follows =
      last &&
      areAlike(last, line) &&
      line[1] > last[1] + lineHeight * 0.3 &&
      line[1] - last[3] < lineHeight * PARAGRAPH_GAP &&
      Math.min(line[2], last[2]) - Math.max(line[0], last[0]) > 1;
    if (follows) group?.push(line);
    else groups.push([line]);
  }
  return groups;
}

/** Boxes that stand on the same line of text, joined where they touch, so that a font change draws no seam. */
export function joinLine(boxes: readonly Box[]): Box[] {
  const lines: Box[] = [];
  let first: Box | null = null;
  for (const box of boxes) {
    const last = lines.at(-1);
    if (last && first) {
      const overlap = Math.min(last[3], box[3]) - Math.max(last[1], box[1]);
      const lower = Math.min(last[3] - last[1], box[3] - box[1]);
      const apart = Math.max(box[0] - last[2], last[0] - box[2]);
      if (areAlike(last, box) && !climbs(first, box) && overlap > lower * 0.6 && apart < (last[3] - last[1]) * 0.8) {
        lines[lines.length - 1] = unionBox([last, box])!;
        continue;
      }
    }
    lines.push(box);
    first = box;
  }
  return lines;
}

/** Ragged ends within this share of the width, and starts within so many line heights, are drawn as one edge. */
const RAGGED_SHARE = 0.28;
const HANGING_LINES = 4;

/** Evens out ragged ends, as a marker pen would: the first line's start and the last line's end stay where they are. */
function evenEdges(lines: readonly Box[]): Box[] {
  const all = unionBox(lines);
  if (!all || lines.length < 2) return [...lines];
  const height = Math.max(...lines.map((line) => line[3] - line[1]));
  const ragged = (all[2] - all[0]) * RAGGED_SHARE;
  return lines.map(([left, top, right, bottom], at) => {
    const toRight = all[2] - right < (at === lines.length - 1 ? height / 2 : ragged);
    const toLeft = left - all[0] < (at === 0 ? height / 2 : height * HANGING_LINES);
    return [toLeft ? all[0] : left, top, toRight ? all[2] : right, bottom];
  });
}

const NO_SIZE: Size = { width: 0, height: 0 };
const back = (turns: QuarterTurns) => ((4 - turns) % 4) as QuarterTurns;

/** Quarter turns that bring lines of text into the usual position: written to the right, one below the other. */
export function turnsToUpright(boxes: readonly Box[]): QuarterTurns {
  const wide = boxes.reduce((sum, [left, top, right, bottom]) => sum + (right - left) - (bottom - top), 0) >= 0;
  let forward = 0;
  for (let at = 1; at < boxes.length; at += 1) {
    const [now, before] = [boxes[at]!, boxes[at - 1]!];
    // Lines run downwards when upright, to the left when turned clockwise.
    forward += wide ? Math.sign(now[1] - before[3] + (now[3] - now[1]) / 2) : Math.sign(before[0] - now[0]);
  }
  if (wide) return forward < 0 ? 2 : 0;
  return forward < 0 ? 1 : 3;
}

/**
 * SVG paths around the lines of a passage, in the units of the boxes, `pad` further out on every side. Lines of one
 * paragraph share one stepped outline; what goes on in another paragraph or column gets one of its own.
 */
export function outlinePaths(boxes: readonly Box[], pad: number): string[] {
  const turns = turnsToUpright(boxes);
  const upright = boxes.map((box) => turnBox(box, NO_SIZE, turns));
  const point = (x: number, y: number) => {
    const [left, top] = turnBox([x, y, x, y], NO_SIZE, back(turns));
    return `${round(left)} ${round(top)}`;
  };
  return columnsOfLines(joinLine(upright)).map((ragged) => {
    const lines = evenEdges(ragged);
    const right: string[] = [];
    const left: string[] = [];
    lines.forEach((line, index) => {
      const above = lines[index - 1];
      const below = lines[index + 1];
      const top = above ? (above[3] + line[1]) / 2 : line[1] - pad;
      const bottom = below ? (line[3] + below[1]) / 2 : line[3] + pad;
      right.push(point(line[2] + pad, top), point(line[2] + pad, bottom));
      left.unshift(point(line[0] - pad, bottom), point(line[0] - pad, top));
    });
    return `M${[...right, ...left].join("L")}Z`;
  });
}

/** Hundredths, without a negative zero. */
const round = (value: number) => Math.round(value * 100) / 100 + 0;

const SIDE_PT = 20;
const EDGE_PT = 12;
/** A page with three words on it is not blown up further than this share of its width. */
const LEAST_SHARE = 0.62;

/** The part of a page that is shown when blank paper is trimmed away: its content with some paper around it. */
export function trimmed(content: Box | null, page: Size): Box {
  if (!content) return [0, 0, page.width, Math.min(page.height, 96)];
  const width = Math.min(page.width, Math.max(content[2] - content[0] + 2 * SIDE_PT, page.width * LEAST_SHARE));
  const middle = (content[0] + content[2]) / 2;
  const left = Math.max(0, Math.min(page.width - width, middle - width / 2));
  return [
    left,
    Math.max(0, content[1] - EDGE_PT),
    left + width,
    Math.min(page.height, Math.max(content[3] + EDGE_PT, content[1] + 36)),
  ];
}

/** A part of a page may stick out this far over the common sides before it gets wider ones of its own. */
const SLACK_PT = 4;

/** The trimmed part of a page with the sides that its neighbours have, so that text does not jump from page to page. */
export function withSides(crop: Box, sides: Box | null, page: Size): Box {
  if (!sides) return crop;
  const left = crop[0] < sides[0] - SLACK_PT ? crop[0] : sides[0];
  const right = crop[2] > sides[2] + SLACK_PT ? crop[2] : sides[2];
  return [Math.max(0, left), crop[1], Math.min(page.width, right), crop[3]];
}

/** A page in the stack: where it starts in the scrolled area and how large a point of it is, in CSS pixels. */
export interface Placed {
  top: number;
  height: number;
  width: number;
  scale: number;
  crop: Box;
}

/** What pages are fitted to at zoom 1, in pixels; `largest` is in pixels a point. */
export interface Frame {
  width: number;
  height: number;
  largest: number;
}

/**
 * Stacks pages below each other, each preceded by a strip of `gap` pixels with its number. `crops` are in points of the
 * turned page; at zoom 1 each is as large as fits into the frame.
 */
export function stackPages(crops: readonly Box[], frame: Frame, zoom: number, gap: number): Placed[] {
  let top = 0;
  return crops.map((crop) => {
    const scale =
      Math.min(
        frame.width / Math.max(1, crop[2] - crop[0]),
        frame.height / Math.max(1, crop[3] - crop[1]),
        frame.largest,
      ) * zoom;
    top += gap;
    const height = (crop[3] - crop[1]) * scale;
    const placed = { top, height, width: (crop[2] - crop[0]) * scale, scale, crop };
    top += height;
    return placed;
  });
}

/** Index of the page that covers a height of the stack, the last one below its end. */
export function pageAt(stack: readonly Placed[], y: number): number {
  let low = 0;
  let high = stack.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { top, height } = stack[middle]!;
    if (top + height < y) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low);
}

/** First and last index of the pages that touch the stretch of the stack; [0, -1] for an empty stack. */
export function pagesWithin(stack: readonly Placed[], from: number, to: number): [number, number] {
  if (stack.length === 0) return [0, -1];
  const first = pageAt(stack, from);
  let last = first;
  while (last + 1 < stack.length && stack[last + 1]!.top <= to) last += 1;
  return [first, last];
}

/**
 * Where to scroll so that a box of a page is seen: in the upper third where it fits, its start near the top otherwise.
 * All lengths in pixels.
 */
export function scrollToBox(placed: Placed, box: Box | null, viewHeight: number, total: number): number {
  const [, top, , bottom] = box ? toPixels(box, placed.crop, placed.scale) : [0, 0, 0, 0];
  const height = bottom - top;
  const lead = height < viewHeight * 0.6 ? (viewHeight - height) * 0.3 : 24;
  return Math.max(0, Math.min(total - viewHeight, placed.top + top - (box ? lead : 24)));
}

/**
 * The box of everything that is not paper in an RGBA picture of a page, in points; null for a blank page. Paper is the
 * colour of the picture's corners, `pxPerPt` the picture's scale.
 */
export function contentOf(pixels: Uint8ClampedArray, width: number, height: number, pxPerPt: number): Box | null {
  const paper = [pixels[0]!, pixels[1]!, pixels[2]!];
  const differs = (x: number, y: number) => {
    const at = (y * width + x) * 4;
    return (
      Math.abs(pixels[at]! - paper[0]!) +
        Math.abs(pixels[at + 1]! - paper[1]!) +
        Math.abs(pixels[at + 2]! - paper[2]!) >
      30
    );
  };
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!differs(x, y)) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return null;
  return [left / pxPerPt, top / pxPerPt, (right + 1) / pxPerPt, (bottom + 1) / pxPerPt];
}

/** A passage on a page: its number, its lines in points of the unturned page, and whether it is the one looked at. */
export interface PageMark {
  n: number;
  boxes: Box[];
  open: boolean;
}
