// Markdown: blocks with headings; the text stays the raw source, so that offsets are those of the file.
import type { ParsedDocument } from "../../../shared/children/parser.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { FORMAT_EXTENSIONS } from "../../../shared/domain/formats.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import { isGarbledText } from "../pdf/garbled.ts";
import { decodeText, isBinary, MAX_CHARACTERS } from "../text/decode.ts";
import { markdownBlocks } from "../text/markdown-blocks.ts";
import type { Format, SourceFile } from "./format.ts";

const EXTENSIONS: readonly string[] = FORMAT_EXTENSIONS.markdown;

/** A heading's words without its marks. */
function headingText(source: string): string {
  const words = source
    .replace(/^\s*#{1,6}\s*/, "")
    .replace(/\s*\n[\s\S]*$/, "")
    .replace(/\s+#+\s*$/, "");
  return words.replace(/[*_`]/g, "").trim();
}

async function read(file: SourceFile): Promise<ParsedDocument> {
  const { text, truncated } = decodeText(file.bytes, file.fileName);
  if (text.trim() === "") throw new AlcoveError("file.empty", { file: file.fileName });
  if (isGarbledText(text.slice(0, 100_000))) throw new AlcoveError("document.garbled", { file: file.fileName });
  const blocks = markdownBlocks(text);
  const heading = blocks.find((block) => block.kind === "heading");
  const title = heading ? headingText(text.slice(heading.start, Math.min(heading.end, heading.start + 1000))) : "";
  return {
    format: "markdown",
    title: title === "" ? null : title.slice(0, 300),
    language: guessLanguage(text),
    text,
    pages: [{ number: 1, start: 0, end: text.length }],
    blocks,
    warnings: truncated ? [{ code: "document.truncated", params: { file: file.fileName, limit: MAX_CHARACTERS } }] : [],
  };
}

/** Text files whose name says Markdown: content alone cannot tell it from plain text. */
export const markdown: Format = {
  id: "markdown",
  extensions: EXTENSIONS,
  claim: (file) => (EXTENSIONS.includes(file.extension) && !isBinary(file.bytes) ? "extension" : null),
  read,
};
