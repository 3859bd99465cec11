// Plain text in any common encoding. Takes whatever is text and no other format claims.
import type { Block, ParsedDocument } from "../../../shared/children/parser.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { FORMAT_EXTENSIONS } from "../../../shared/domain/formats.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import { isGarbledText } from "../pdf/garbled.ts";
import { decodeText, isBinary, MAX_CHARACTERS } from "../text/decode.ts";
import { splitParagraphs } from "../text/paragraphs.ts";
import type { Format, SourceFile } from "./format.ts";

async function read(file: SourceFile): Promise<ParsedDocument> {
  const { text, truncated } = decodeText(file.bytes, file.fileName);
  if (text.trim() === "") throw new AlcoveError("file.empty", { file: file.fileName });
  if (isGarbledText(text.slice(0, 100_000))) throw new AlcoveError("document.garbled", { file: file.fileName });
  const blocks: Block[] = splitParagraphs(text).map((span) => ({ kind: "paragraph", page: 1, ...span }));
  return {
    format: "text",
    title: null,
    language: guessLanguage(text),
    text,
    pages: [{ number: 1, start: 0, end: text.length }],
    blocks,
    warnings: truncated ? [{ code: "document.truncated", params: { file: file.fileName, limit: MAX_CHARACTERS } }] : [],
  };
}

/** Text whose meaning is in its markup: read as it stands it would give tags and encoded attachments for content. */
const MARKUP: readonly string[] = ["rtf", "svg", "eml", "mbox", ...FORMAT_EXTENSIONS.html];

function isMarkup({ bytes, extension }: SourceFile): boolean {
  return MARKUP.includes(extension) || Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "{\\rtf";
}

/** Every file that is text, whatever it is called, as long as it is meant to be read as it stands. */
export const text: Format = {
  id: "text",
  extensions: FORMAT_EXTENSIONS.text,
  claim: (file) => (isMarkup(file) || isBinary(file.bytes) ? null : "extension"),
  read,
};
