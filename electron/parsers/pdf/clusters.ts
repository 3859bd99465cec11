// From glyphs on a line to letters in reading order: accents joined, spaces decided, right-to-left text turned round.
// Called by lines.ts.
import { isCjk, isMark, isRtl } from "./characters.ts";
import type { FrameGlyph, Stretch } from "./frames.ts";

/** A glyph of a line with what was found out about it: a letter with its marks, and whether a space stands before. */
export interface Cluster extends FrameGlyph {
  spaceBefore: boolean;
  /** Right-to-left, left-to-right, or neither of its own. */
  rtl: boolean | null;
}

/** Accents that fonts draw as glyphs of their own, above a letter, with the combining mark that they stand for. */
const ACCENTS: Record<string, string> = {
  "`": "\u0300",
  "´": "\u0301",
  ˆ: "\u0302",
  "^": "\u0302",
  "˜": "\u0303",
  "~": "\u0303",
  "¯": "\u0304",
  "˘": "\u0306",
  "˙": "\u0307",
  "¨": "\u0308",
  "˚": "\u030a",
  "˝": "\u030b",
  ˇ: "\u030c",
  "¸": "\u0327",
  "˛": "\u0328",
};

/** Joins a letter and an accent drawn over it, in either order, into the cluster `last`. False where they are apart. */
function composeAccent(last: Cluster, glyph: FrameGlyph): boolean {
  const overlap = Math.min(last.u1, glyph.u1) - Math.max(last.u0, glyph.u0);
  if (overlap < 0.5 * Math.min(last.u1 - last.u0, glyph.u1 - glyph.u0)) return false;
  const mark = ACCENTS[glyph.text] ?? ACCENTS[last.text];
  if (!mark) return false;
  const letter = (ACCENTS[glyph.text] ? last.text : glyph.text).replace("ı", "i");
  const composed = (letter + mark).normalize("NFC");
  if (!/^\p{L}$/u.test(letter) || composed.length > letter.length) return false;
  last.text = composed;
  last.rtl = false;
  last.u0 = Math.min(last.u0, glyph.u0);
  last.u1 = Math.max(last.u1, glyph.u1);
  last.pen = Math.max(last.pen, glyph.pen);
  return true;
}

/** Whether a stretch begins inside another one; `members` are ordered by their start. */
function areInterlocked(members: readonly Stretch[]): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const stretch of members) {
    if (stretch.u0 < end - 0.2 * stretch.size) return true;
    end = Math.max(end, stretch.u1);
  }
  return false;
}

/** Glyphs from left to right with marks joined to their base, doubles (imitated bold) dropped and spaces decided. */
export function clustersOf(members: readonly Stretch[]): { clusters: Cluster[]; cells: number } {
  const glyphs = members.flatMap((stretch) => stretch.glyphs);
  // Right-to-left text comes in either order, and other fonts' characters may be drawn into gaps left for them.
  if (glyphs.some((glyph) => isRtl(glyph.text)) || areInterlocked(members)) {
    glyphs.sort((a, b) => a.u0 + a.u1 - b.u0 - b.u1);
  }
  const gaps: number[] = [];
  let hasWhite = false;
  let before: FrameGlyph | null = null;
  for (const glyph of glyphs) {
    if (glyph.text === " ") {
      hasWhite = true;
      before = null;
      continue;
    }
    if (before) gaps.push((glyph.u0 - before.pen) / Math.max(glyph.size, 0.1));
    before = glyph;
  }
  gaps.sort((a, b) => a - b);
  const lower = gaps[Math.floor(gaps.length * 0.3)] ?? 0;
  // Letter-spaced lines have wide gaps everywhere; there a word gap must stand out from the rest.
  const threshold = Math.max(hasWhite ? 0.25 : 0.14, lower > 0.08 ? Math.min(0.6, lower * 1.6 + 0.05) : 0);

  const clusters: Cluster[] = [];
  let cells = 1;
  let white = false;
  for (const glyph of glyphs) {
    if (glyph.text === " ") {
      white = true;
      continue;
    }
    const last = clusters.at(-1);
    if (last && isMark(glyph.text) && !white && glyph.u0 < last.u1 + 0.3 * glyph.size) {
      last.text = (last.text + glyph.text).normalize("NFC");
      continue;
    }
    if (last && !white && composeAccent(last, glyph)) continue;
    if (
      last &&
      last.text === glyph.text &&
      Math.abs(glyph.u0 - last.u0) < 0.12 * glyph.size &&
      last.u1 - last.u0 > 0.2 * glyph.size
    ) {
      continue;
    }
    const em = Math.max(glyph.size, last?.size ?? 0, 0.1);
    const gap = last ? (glyph.u0 - last.pen) / em : 0;
    let spaceBefore = false;
    if (last) {
      const leftCjk = isCjk(last.text.at(-1)!);
      const rightCjk = isCjk(glyph.text[0]!);
      const seen = (glyph.u0 - last.u1) / em;
      if (leftCjk && rightCjk) spaceBefore = seen > (white ? 0.6 : 1.2);
      else if (leftCjk || rightCjk) spaceBefore = white || gap > 0.5;
      else spaceBefore = white || gap > threshold;
      if (seen > 1.4) cells++;
    }
    clusters.push({
      ...glyph,
      spaceBefore,
      rtl: isRtl(glyph.text) ? true : /[\p{L}]/u.test(glyph.text) ? false : null,
    });
    white = false;
  }
  return { clusters, cells };
}

const OPENING = "([{«‹<";
const CLOSING = ")]}»›>";

/**
 * Most files give a bracket in right-to-left text the character that it looks like, so that what opens comes out as
 * what closes. Where a line's first bracket closes and a later one opens, all of its brackets are turned round.
 */
function uprightBrackets(clusters: Cluster[]): Cluster[] {
  const turned = clusters.filter(({ rtl, text }) => rtl && (OPENING.includes(text) || CLOSING.includes(text)));
  const [first] = turned;
  if (!first || OPENING.includes(first.text) || turned.every(({ text }) => CLOSING.includes(text))) return clusters;
  for (const cluster of turned) {
    const at = CLOSING.indexOf(cluster.text);
    cluster.text = at >= 0 ? OPENING[at]! : CLOSING[OPENING.indexOf(cluster.text)]!;
  }
  return clusters;
}

/** From the order on the page to the order of reading, for lines that hold Hebrew or Arabic (simplified UAX 9). */
export function logicalOrder(clusters: Cluster[]): { clusters: Cluster[]; rtl: boolean } {
  let strongRtl = 0;
  let strongLtr = 0;
  for (const cluster of clusters) {
    if (cluster.rtl) strongRtl++;
    else if (cluster.rtl === false) strongLtr++;
  }
  if (strongRtl === 0) return { clusters, rtl: false };
  const rtl = strongRtl >= strongLtr;
  // Numbers keep their own direction; other neutrals take that of their neighbours, else the line's.
  const levels = clusters.map((cluster) =>
    cluster.rtl === null && /\p{Nd}/u.test(cluster.text) ? false : cluster.rtl,
  );
  for (let index = 0; index < levels.length; index++) {
    if (levels[index] !== null) continue;
    let end = index;
    while (end < levels.length && levels[end] === null) end++;
    const before = index > 0 ? levels[index - 1]! : rtl;
    const after = end < levels.length ? levels[end]! : rtl;
    levels.fill(before === after ? before : rtl, index, end);
  }
  const spans: Cluster[][] = [];
  for (let index = 0; index < clusters.length; index++) {
    const cluster = { ...clusters[index]!, rtl: levels[index]! };
    const last = spans.at(-1);
    if (last && last[0]!.rtl === cluster.rtl) last.push(cluster);
    else spans.push([cluster]);
  }
  // A space stands before a glyph on the page; when its span turns round it belongs to the neighbour.
  const spaced = (list: Cluster[]) => {
    const flags = list.map((cluster) => cluster.spaceBefore);
    return list.map((cluster, index) => ({ ...cluster, spaceBefore: flags[index + 1] ?? false })).reverse();
  };
  if (!rtl) {
    const ordered = spans.flatMap((span) => {
      if (!span[0]!.rtl) return span;
      const first = span[0]!.spaceBefore;
      const turned = spaced(span);
      turned[0]!.spaceBefore = first;
      return turned;
    });
    return { clusters: uprightBrackets(ordered), rtl };
  }
  const ordered: Cluster[] = [];
  for (let index = spans.length - 1; index >= 0; index--) {
    const span = spans[index]!;
    const part = span[0]!.rtl ? spaced(span) : span.map((cluster) => ({ ...cluster }));
    part[0]!.spaceBefore = spans[index + 1]?.[0]?.spaceBefore ?? false;
    ordered.push(...part);
  }
  return { clusters: uprightBrackets(ordered), rtl };
}
