// What the engine and a parser process say to each other. One file at a time; the file is untrusted.
import type { FormatId } from "../domain/formats.ts";

/** A rectangle in page space: PDF points at scale 1, origin at the top left of the page as displayed (after /Rotate). */
export type Box = [left: number, top: number, right: number, bottom: number];

/**
 * A stretch of text set in one go on a page. `start` and `end` are UTF-16 offsets in `ParsedDocument.text`.
 * `stops`, where present, has `end - start + 1` ascending fractions (0 to 1) of the box along its writing direction:
 * the edges of each UTF-16 unit. Without it the units share the box equally.
 * `angle` is the direction of writing as displayed, in degrees clockwise (0 left to right, 90 downwards, 180, 270);
 * `rtl` marks runs whose first character is at the far end.
 */
export interface TextRun {
  start: number;
  end: number;
  box: Box;
  stops?: number[];
  angle?: 0 | 90 | 180 | 270;
  rtl?: boolean;
}

/** A page of the source; formats without pages give exactly one, without size and runs. Offsets into the document's text. */
export interface ParsedPage {
  /** From 1. */
  number: number;
  start: number;
  end: number;
  /** Size as displayed, in points. */
  width?: number;
  height?: number;
  runs?: TextRun[];
}

export type BlockKind = "heading" | "paragraph" | "list-item" | "table" | "code" | "quote";

/** A structural unit. Blocks are in reading order, do not overlap, and a block never spans pages. */
export interface Block {
  kind: BlockKind;
  /** 1 to 6 for headings. */
  level?: number;
  page: number;
  start: number;
  end: number;
}

export interface ParsedDocument {
  format: FormatId;
  /** From the file's own metadata or first heading; null where it has none. */
  title: string | null;
  /** BCP 47, guessed from the text: "zh", "en" ...; null when there is too little. */
  language: string | null;
  /** The whole text; every offset in this object points into it. Pages are separated by a line feed or more. */
  text: string;
  pages: ParsedPage[];
  blocks: Block[];
  /** Codes of `shared/domain/errors.ts` for what was left out, for example pages without text. */
  warnings: { code: string; params?: Record<string, string | number> }[];
}

/**
 * A page as it crosses the channel and lies in the database: its runs as JSON, deflated raw. A long document has a
 * hundred thousand runs; as objects they would hold up the engine while they come in and while they are stored.
 */
export interface PackedPage extends Omit<ParsedPage, "runs"> {
  packedRuns?: Uint8Array;
}
/** A document as it crosses the channel. */
export interface PackedDocument extends Omit<ParsedDocument, "pages"> {
  pages: PackedPage[];
}

export type ParserMethods = {
  parse: {
    params: { path: string; fileName: string; password?: string };
    result: PackedDocument;
    event: { pagesDone: number; pagesTotal: number | null };
  };
};
