// Turns glyphs into stretches: neighbours that the producer set in one go, in a frame where writing runs to the right.
// A page has one frame a direction of writing, so that rotated and vertical text is laid out by the same rules.
import type { GlyphFont } from "./fonts.ts";
import type { Glyph } from "./glyphs.ts";

/** A glyph in its frame: `u` grows along the writing, `v` from line to line. */
export interface FrameGlyph {
  text: string;
  u0: number;
  u1: number;
  /** Baseline. */
  base: number;
  v0: number;
  v1: number;
  size: number;
  /** End of the pen's way, letter spacing included. */
  pen: number;
  font: GlyphFont;
}

/** Consecutive glyphs on one baseline without a wide gap; white space at the ends is dropped. */
export interface Stretch {
  glyphs: FrameGlyph[];
  u0: number;
  u1: number;
  v0: number;
  v1: number;
  base: number;
  size: number;
  /** Characters that are not white space. */
  characters: number;
  /** Position in the file's own order. */
  order: number;
}

export interface Frame {
  /** Direction of writing in degrees clockwise. */
  angle: number;
  vertical: boolean;
  stretches: Stretch[];
  characters: number;
}

const SNAP_DEGREES = 2.5;

function frameAngle(angle: number): number {
  const quarter = Math.round(angle / 90) * 90;
  return Math.abs(angle - quarter) <= SNAP_DEGREES ? quarter % 360 : (Math.round(angle * 4) / 4) % 360;
}

function toFrame(glyph: Glyph, cos: number, sin: number): FrameGlyph {
  const u0 = glyph.x * cos + glyph.y * sin;
  const base = -glyph.x * sin + glyph.y * cos;
  return {
    text: glyph.text,
    u0,
    u1: u0 + glyph.advance,
    base,
    v0: base - glyph.above,
    v1: base - glyph.below,
    size: glyph.size,
    // Wide "letter spacing" is a trick of spreadsheets to jump from cell to cell.
    pen: u0 + glyph.advance + (glyph.spacing > 0 && glyph.spacing < 0.5 * glyph.size ? glyph.spacing : 0),
    font: glyph.font,
  };
}

function closeStretch(glyphs: FrameGlyph[], order: number): Stretch | null {
  let from = 0;
  let to = glyphs.length;
  while (from < to && glyphs[from]!.text === " ") from++;
  while (to > from && glyphs[to - 1]!.text === " ") to--;
  if (from === to) return null;
  const kept = glyphs.slice(from, to);
  const stretch: Stretch = {
    glyphs: kept,
    u0: Number.POSITIVE_INFINITY,
    u1: Number.NEGATIVE_INFINITY,
    v0: Number.POSITIVE_INFINITY,
    v1: Number.NEGATIVE_INFINITY,
    base: kept[0]!.base,
    size: 0,
    characters: 0,
    order,
  };
  for (const glyph of kept) {
    if (glyph.text === " ") continue;
    stretch.u0 = Math.min(stretch.u0, glyph.u0);
    stretch.u1 = Math.max(stretch.u1, glyph.u1);
    stretch.v0 = Math.min(stretch.v0, glyph.v0);
    stretch.v1 = Math.max(stretch.v1, glyph.v1);
    stretch.size = Math.max(stretch.size, glyph.size);
    stretch.characters += glyph.text.length;
  }
  return stretch;
}

/** The page's frames, the one with most text first. Within a frame stretches keep the file's order. */
export function buildFrames(glyphs: readonly Glyph[]): Frame[] {
  const frames = new Map<string, Frame>();
  const angles = new Map<string, { cos: number; sin: number }>();
  let current: FrameGlyph[] = [];
  let currentFrame: Frame | null = null;
  let order = 0;
  const flush = () => {
    const stretch = closeStretch(current, order++);
    if (stretch && currentFrame) {
      currentFrame.stretches.push(stretch);
      currentFrame.characters += stretch.characters;
    }
    current = [];
  };
  for (const glyph of glyphs) {
    const angle = frameAngle(glyph.angle);
    const key = `${angle}${glyph.font.vertical ? "v" : ""}`;
    let frame = frames.get(key);
    if (!frame) {
      frame = { angle, vertical: glyph.font.vertical, stretches: [], characters: 0 };
      frames.set(key, frame);
      const radians = (angle * Math.PI) / 180;
      angles.set(key, { cos: Math.cos(radians), sin: Math.sin(radians) });
    }
    const { cos, sin } = angles.get(key)!;
    const placed = toFrame(glyph, cos, sin);
    const last = current.at(-1);
    if (last) {
      const gap = placed.u0 - last.pen;
      const em = Math.max(last.size, placed.size);
      const sameLine =
        Math.abs(placed.base - last.base) < 0.08 * em && placed.size < 1.6 * last.size && last.size < 1.6 * placed.size;
      const isWhite = placed.text === " ";
      const whiteFrom = trailingWhite(current);
      const whiteWidth = placed.u0 - whiteFrom;
      if (
        frame !== currentFrame ||
        !sameLine ||
        gap < -0.35 * em ||
        gap > 0.7 * em ||
        (!isWhite && whiteWidth > 1.8 * em)
      )
        flush();
    }
    currentFrame = frame;
    current.push(placed);
  }
  flush();
  return [...frames.values()].filter((frame) => frame.stretches.length > 0).sort((a, b) => b.characters - a.characters);
}

/** Where the white space at the end of these glyphs begins; their end when there is none. */
function trailingWhite(glyphs: readonly FrameGlyph[]): number {
  let index = glyphs.length - 1;
  if (glyphs[index]!.text !== " ") return glyphs[index]!.u1;
  while (index > 0 && glyphs[index - 1]!.text === " ") index--;
  return index > 0 ? glyphs[index - 1]!.u1 : glyphs[index]!.u0;
}
