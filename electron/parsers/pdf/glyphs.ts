// Reads a page's drawing operations and gives every glyph its text and its exact place on the page as displayed.
// pdf.js's own text items say only how long a run is; the operations carry each glyph's advance. Called by page.ts.
import { glyphText, isMeaningless } from "./characters.ts";
import { describeFont, type GlyphFont, type RawFont, UNKNOWN_FONT } from "./fonts.ts";
import type { Pdfjs } from "./pdfjs.ts";

/** A drawn glyph in displayed-page space (points, origin at the top left). */
export interface Glyph {
  /** Usually one character; ligatures are spelt out. " " for white space. */
  text: string;
  /** Where the pen stands before it, on the baseline (vertical writing: on the column's axis). */
  x: number;
  y: number;
  /** Direction of writing in degrees clockwise, 0 to 360. */
  angle: number;
  /** Length along the direction of writing, without letter spacing. */
  advance: number;
  /** Letter spacing after it. */
  spacing: number;
  /** Extents across the direction of writing: to the left of it (up, for horizontal text) and to the right. */
  above: number;
  below: number;
  /** Font size in points as displayed. */
  size: number;
  font: GlyphFont;
}

/** Glyphs of a page and how many of them mean nothing as text. */
export interface PageGlyphs {
  glyphs: Glyph[];
  drawn: number;
  meaningless: number;
  unmapped: number;
}

export type Matrix = readonly [number, number, number, number, number, number];

interface RawGlyph {
  unicode: string;
  width: number;
  vmetric?: [number, number, number] | null;
  isSpace: boolean;
}
interface Operations {
  fnArray: number[];
  argsArray: unknown[];
}
interface TextState {
  ctm: Matrix;
  font: RawFont | undefined;
  known: GlyphFont;
  fontSize: number;
  charSpacing: number;
  wordSpacing: number;
  horizontalScale: number;
  leading: number;
  rise: number;
}

/** `inner` first, then `outer`, both as PDF writes them. */
function multiply(outer: Matrix, inner: Matrix): Matrix {
  return [
    outer[0] * inner[0] + outer[2] * inner[1],
    outer[1] * inner[0] + outer[3] * inner[1],
    outer[0] * inner[2] + outer[2] * inner[3],
    outer[1] * inner[2] + outer[3] * inner[3],
    outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
    outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
  ];
}

/**
 * Follows the text operators of ISO 32000-1, 9.4 over a page's operator list. `viewport` maps the page's own space to
 * the displayed page; `fontOf` gives a loaded font by pdf.js's id.
 */
export function readGlyphs(
  operations: Operations,
  OPS: Pdfjs["OPS"],
  viewport: Matrix,
  size: { width: number; height: number },
  fontOf: (id: string) => RawFont | undefined,
): PageGlyphs {
  const result: PageGlyphs = { glyphs: [], drawn: 0, meaningless: 0, unmapped: 0 };
  const fonts = new Map<string, { raw: RawFont | undefined; known: GlyphFont }>();
  const stack: TextState[] = [];
  /** Depth of the stack at each open form or annotation: content that forgets to restore must not leak out of it. */
  const depths: number[] = [];
  let state: TextState = {
    ctm: viewport,
    font: undefined,
    known: UNKNOWN_FONT,
    fontSize: 0,
    charSpacing: 0,
    wordSpacing: 0,
    horizontalScale: 1,
    leading: 0,
    rise: 0,
  };
  let textMatrix: Matrix = [1, 0, 0, 1, 0, 0];
  let lineMatrix: Matrix = textMatrix;

  const save = () => stack.push({ ...state });
  const restore = () => {
    state = stack.pop() ?? state;
  };
  const open = () => {
    depths.push(stack.length);
    save();
  };
  const close = () => {
    const depth = depths.pop();
    if (depth !== undefined && stack.length > depth + 1) stack.length = depth + 1;
    restore();
  };
  const setFont = (id: string, fontSize: number) => {
    let entry = fonts.get(id);
    if (!entry) {
      const raw = fontOf(id);
      entry = { raw, known: raw ? describeFont(raw) : UNKNOWN_FONT };
      fonts.set(id, entry);
    }
    state.font = entry.raw;
    state.known = entry.known;
    state.fontSize = fontSize;
  };
  const moveLine = (x: number, y: number) => {
    lineMatrix = multiply(lineMatrix, [1, 0, 0, 1, x, y]);
    textMatrix = lineMatrix;
  };

  const show = (items: (RawGlyph | number | null)[]) => {
    const { font, known, fontSize, horizontalScale } = state;
    if (!font || fontSize === 0) return;
    const widthScale = font.fontMatrix?.[0] ?? 0.001;
    const matrix = multiply(state.ctm, textMatrix);
    const alongX = known.vertical ? 0 : horizontalScale;
    const alongY = known.vertical ? -1 : 0;
    const direction = [matrix[0] * alongX + matrix[2] * alongY, matrix[1] * alongX + matrix[3] * alongY] as const;
    const unit = Math.hypot(...direction);
    if (!(unit > 0) || !Number.isFinite(unit)) return;
    const sign = fontSize < 0 && !known.vertical ? -1 : 1;
    const angle = ((Math.atan2(direction[1] * sign, direction[0] * sign) * 180) / Math.PI + 360) % 360;
    const across = known.vertical ? [matrix[0], matrix[1]] : [matrix[2], matrix[3]];
    const emAcross = Math.hypot(across[0]!, across[1]!) * Math.abs(fontSize) * known.em;
    const determinant = matrix[0] * matrix[3] - matrix[1] * matrix[2];
    // On the displayed page y grows downwards, so upright text has a negative determinant; the rest is mirrored.
    const mirrored = !known.vertical && determinant > 0;
    const above = known.vertical ? 0.5 : mirrored ? -known.descent : known.ascent;
    const below = known.vertical ? -0.5 : mirrored ? -known.ascent : known.descent;
    let pen = 0;
    for (const item of items) {
      if (item === null || item === undefined) continue;
      if (typeof item === "number") {
        pen += (known.vertical ? 1 : -1) * (item / 1000) * fontSize;
        continue;
      }
      const spacing = state.charSpacing + (item.isSpace ? state.wordSpacing : 0);
      const metric = item.vmetric ?? font.defaultVMetrics;
      const advance = known.vertical
        ? -(metric?.[0] ?? -1000) * widthScale * fontSize
        : item.width * widthScale * fontSize;
      const startX = known.vertical ? 0 : pen * horizontalScale;
      const startY = (known.vertical ? -pen : 0) + state.rise;
      const x = matrix[0] * startX + matrix[2] * startY + matrix[4];
      const y = matrix[1] * startX + matrix[3] * startY + matrix[5];
      pen += known.vertical ? advance - spacing : advance + spacing;
      const text = glyphText(item.unicode);
      if (text.trim() !== "" || !item.unicode.trim()) {
        const outside = x < -emAcross || y < -emAcross || x > size.width + emAcross || y > size.height + emAcross;
        if (!outside && Number.isFinite(x + y) && text !== "") {
          result.glyphs.push({
            text: text.trim() === "" ? " " : text.trim(),
            x,
            y,
            angle,
            advance: Math.abs(advance) * unit,
            spacing: (known.vertical ? -spacing : spacing * sign) * unit,
            above: above * emAcross,
            below: below * emAcross,
            size: emAcross,
            font: known,
          });
        }
      }
      if (item.unicode?.trim() !== "" || item.unicode === "") {
        result.drawn++;
        if (isMeaningless(item.unicode)) result.meaningless++;
        else if (known.unmapped) result.unmapped++;
      }
    }
    const shift: Matrix = known.vertical ? [1, 0, 0, 1, 0, -pen] : [1, 0, 0, 1, pen * horizontalScale, 0];
    textMatrix = multiply(textMatrix, shift);
  };

  const { fnArray, argsArray } = operations;
  for (let index = 0; index < fnArray.length; index++) {
    const args = (argsArray[index] ?? []) as unknown[];
    switch (fnArray[index]) {
      case OPS.save:
        save();
        break;
      case OPS.restore:
        restore();
        break;
      case OPS.transform:
        state.ctm = multiply(state.ctm, args as unknown as Matrix);
        break;
      case OPS.paintFormXObjectBegin:
        open();
        if (args[0]) state.ctm = multiply(state.ctm, args[0] as Matrix);
        break;
      case OPS.paintFormXObjectEnd:
        close();
        break;
      case OPS.beginAnnotation:
        open();
        state.ctm = multiply(multiply(viewport, args[2] as Matrix), args[3] as Matrix);
        break;
      case OPS.endAnnotation:
        close();
        break;
      case OPS.beginText:
        textMatrix = lineMatrix = [1, 0, 0, 1, 0, 0];
        break;
      case OPS.setFont:
        setFont(args[0] as string, args[1] as number);
        break;
      case OPS.setGState:
        for (const [key, value] of args[0] as [string, [string, number]][]) {
          if (key === "Font") setFont(value[0], value[1]);
        }
        break;
      case OPS.setCharSpacing:
        state.charSpacing = args[0] as number;
        break;
      case OPS.setWordSpacing:
        state.wordSpacing = args[0] as number;
        break;
      case OPS.setHScale:
        state.horizontalScale = (args[0] as number) / 100;
        break;
      case OPS.setLeading:
        state.leading = args[0] as number;
        break;
      case OPS.setTextRise:
        state.rise = args[0] as number;
        break;
      case OPS.moveText:
        moveLine(args[0] as number, args[1] as number);
        break;
      case OPS.setLeadingMoveText:
        state.leading = -(args[1] as number);
        moveLine(args[0] as number, args[1] as number);
        break;
      case OPS.nextLine:
        moveLine(0, -state.leading);
        break;
      case OPS.setTextMatrix: {
        const value = (args.length === 6 ? args : args[0]) as unknown as ArrayLike<number>;
        textMatrix = lineMatrix = Array.from(value) as unknown as Matrix;
        break;
      }
      case OPS.showText:
        show(args[0] as RawGlyph[]);
        break;
    }
  }
  return result;
}
