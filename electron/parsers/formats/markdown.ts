// Markdown: blocks with headings. The marks of blocks stay (#, -, |, fences), those within a line go: what is searched, quoted
// and shown are the words as a reader sees them.
import type { Block, ParsedDocument } from "../../../shared/children/parser.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { FORMAT_EXTENSIONS } from "../../../shared/domain/formats.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import { isGarbledText } from "../pdf/garbled.ts";
import { decodeText, isBinary, MAX_CHARACTERS } from "../text/decode.ts";
import { markdownBlocks } from "../text/markdown-blocks.ts";
import { withoutInlineMarks } from "../text/markdown-inline.ts";
import type { Format, SourceFile } from "./format.ts";

const EXTENSIONS: readonly string[] = FORMAT_EXTENSIONS.markdown;

/** A heading's words without its marks. */
function headingText(source: string): string {
  const words = source
    .replace(/^\s*#{1,6}\s*/, "")
    .replace(/\s*\n[\s\S]*$/, "")
    .replace(/\s+#+\s*$/, "");
  return words.trim();
}

/** The source without its inline marks, and its blocks in that text. Code stays as it is. */
function readable(source: string): Pick<ParsedDocument, "text" | "blocks"> {
  let text = "";
  let from = 0;
  const blocks: Block[] = [];
  for (const block of markdownBlocks(source)) {
    text += source.slice(from, block.start);
    const words = source.slice(block.start, block.end);
    const start = text.length;
    text += block.kind === "code" ? words : withoutInlineMarks(words);
    blocks.push({ ...block, start, end: text.length });
    from = block.end;
  }
  return { text: text + source.slice(from), blocks };
}

async function read(file: SourceFile): Promise<ParsedDocument> {
  const { text: source, truncated } = decodeText(file.bytes, file.fileName);
  if (source.trim() === "") throw new AlcoveError("file.empty", { file: file.fileName });
  if (isGarbledText(source.slice(0, 100_000))) throw new AlcoveError("document.garbled", { file: file.fileName });
  const { text, blocks } = readable(source);
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
