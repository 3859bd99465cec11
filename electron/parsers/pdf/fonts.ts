// What the glyph reader needs to know of a font: how far its glyphs reach, its style, and whether its codes mean anything.

/** What is known of a font; lengths are fractions of the font size. */
export interface GlyphFont {
  name: string;
  /** Above and below the baseline; below is negative. */
  ascent: number;
  descent: number;
  /** Size of the em at font size 1; other than 1 only in Type 3 fonts with units of their own. */
  em: number;
  vertical: boolean;
  bold: boolean;
  monospace: boolean;
  /** The file does not say what the codes mean; pdf.js took the glyph numbers for characters. */
  unmapped: boolean;
}

/** A font as pdf.js hands it over, as far as it is used here (`extra` through fontExtraProperties). */
export interface RawFont {
  name?: string;
  ascent?: number;
  descent?: number;
  bbox?: number[];
  vertical?: boolean;
  bold?: boolean;
  black?: boolean;
  isType3Font?: boolean;
  fontMatrix?: number[];
  defaultVMetrics?: number[];
  composite?: boolean;
  isMonospace?: boolean;
  toUnicode?: { firstChar?: number };
}
/** Stands for a font that could not be loaded. */
export const UNKNOWN_FONT: GlyphFont = {
  name: "",
  ascent: 0.9,
  descent: -0.25,
  em: 1,
  vertical: false,
  bold: false,
  monospace: false,
  unmapped: false,
};

/** Ascent and descent of the standard fonts, which files need not embed (Adobe's AFM files). */
const STANDARD_METRICS: [RegExp, number, number][] = [
  [/^courier/i, 0.629, -0.157],
  [/^(?:helvetica|arial)/i, 0.718, -0.207],
  [/^times/i, 0.683, -0.217],
  [/zapf|dingbats/i, 0.82, -0.143],
];
const EMBEDDED_NAME = /^[A-Z]{6}\+/;

/** A Type 3 font's own units: its bounding box says how large its em is. */
function type3Metrics(font: RawFont): { ascent: number; descent: number; em: number } {
  const scale = Math.abs(font.fontMatrix?.[3] ?? 0.001);
  const top = Math.max(0, font.bbox?.[3] ?? 0) * scale;
  const bottom = Math.min(0, font.bbox?.[1] ?? 0) * scale;
  const height = top - bottom;
  if (height <= 0) return { ascent: 0.75, descent: -0.25, em: 1 };
  const em = height > 1.6 || height < 0.3 ? height : 1;
  return { ascent: top / em, descent: bottom / em, em };
}

/** Font descriptors are often wrong by a sign, a factor or altogether; those values would give boxes nobody sees. */
export function describeFont(font: RawFont): GlyphFont {
  const raw = font.name ?? "";
  const name = raw.replace(EMBEDDED_NAME, "");
  const standard = EMBEDDED_NAME.test(raw) ? undefined : STANDARD_METRICS.find(([pattern]) => pattern.test(name));
  const type3 = font.isType3Font ? type3Metrics(font) : null;
  let ascent = type3?.ascent ?? font.ascent ?? 0;
  let descent = type3?.descent ?? -Math.abs(font.descent ?? 0);
  if (!type3 && !(ascent > 0.3)) {
    ascent = standard?.[1] ?? 0.9;
    descent = standard?.[2] ?? -0.22;
  } else if (standard) {
    // Readers replace these fonts by their own, with line heights far above AFM's; the mean overlaps well with both.
    ascent = (ascent + standard[1]) / 2;
    descent = (descent + standard[2]) / 2;
  }
  if (!type3 && !(descent < 0)) descent = standard?.[2] ?? -0.22;
  // No glyph reaches beyond the bounding box of its font, whatever the line height says.
  const top = (font.bbox?.[3] ?? 0) / 1000;
  const bottom = (font.bbox?.[1] ?? 0) / 1000;
  if (!type3 && top > 0.5 && bottom <= 0 && top - bottom > 0.55) {
    ascent = Math.min(ascent, top);
    descent = Math.max(descent, bottom);
  }
  return {
    name,
    ascent: Math.min(ascent, 1.05),
    descent: Math.max(descent, -0.4),
    em: type3?.em ?? 1,
    vertical: font.vertical === true,
    bold: font.bold === true || font.black === true || /bold|black|heavy|semibold|demi/i.test(name),
    monospace: font.isMonospace === true || /mono|courier|consol|typewriter/i.test(name),
    unmapped: font.composite === true && font.toUnicode?.firstChar !== undefined,
  };
}
