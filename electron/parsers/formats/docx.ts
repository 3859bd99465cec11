// Word documents: headings, lists, tables, notes and comments through mammoth, with the pages that Word last saw.
import type { ParsedDocument } from "../../../shared/children/parser.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { FORMAT_EXTENSIONS } from "../../../shared/domain/formats.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import { openZip } from "../container/zip.ts";
import { convertDocument, isPageBreak } from "../docx/convert.ts";
import { readParts, type WordParts } from "../docx/parts.ts";
import { walkHtml } from "../html/walk.ts";
import { isGarbledText } from "../pdf/garbled.ts";
import { MAX_CHARACTERS } from "../text/decode.ts";
import { cleanTitle } from "../text/title.ts";
import type { Claim, Format, ReadContext, SourceFile } from "./format.ts";

const EXTENSIONS: readonly string[] = FORMAT_EXTENSIONS.docx;
const isZip = ({ bytes }: SourceFile): boolean => Buffer.from(bytes.subarray(0, 4)).toString("latin1") === "PK\x03\x04";
/** Encrypted documents, and those of Word before 2007, are compound files. */
const isCompound = ({ bytes }: SourceFile): boolean =>
  Buffer.from(bytes.subarray(0, 4)).toString("latin1") === "\xd0\xcf\x11\xe0";
/** How a compound file names the stream that an encrypted document is in. */
const ENCRYPTED_STREAM = Buffer.from("EncryptedPackage", "utf16le");

function claim(file: SourceFile): Claim {
  const isNamed = EXTENSIONS.includes(file.extension);
  if (isCompound(file)) return isNamed && Buffer.from(file.bytes).includes(ENCRYPTED_STREAM) ? "extension" : null;
  if (!isZip(file)) return null;
  if (isNamed) return "extension";
  try {
    return openZip(file.bytes).names.includes("word/document.xml") ? "content" : null;
  } catch {
    return null;
  }
}

function damaged(file: SourceFile, error: unknown): AlcoveError {
  const detail = error instanceof Error ? error.message : String(error);
  return new AlcoveError("document.damaged", { file: file.fileName, detail }, { cause: error });
}

async function read(file: SourceFile, context: ReadContext): Promise<ParsedDocument> {
  const name = { file: file.fileName };
  if (isCompound(file)) throw new AlcoveError("document.encrypted", name);
  let parts: WordParts | null;
  try {
    parts = readParts(openZip(file.bytes));
  } catch (error) {
    throw damaged(file, error);
  }
  if (!parts) throw new AlcoveError("document.unsupported", name);
  context.signal.throwIfAborted();
  const document = await convertDocument(parts).catch((error: unknown) => {
    throw damaged(file, error);
  });
  context.signal.throwIfAborted();
  const { text, blocks, pages, truncated } = walkHtml(document, { dropBoilerplate: false, isPageBreak });
  if (text === "") throw new AlcoveError("document.no-text", name);
  if (isGarbledText(text.slice(0, 100_000))) throw new AlcoveError("document.garbled", name);
  context.onProgress(pages.length, pages.length);
  const heading = blocks.find(({ kind }) => kind === "heading");
  return {
    format: "docx",
    title: cleanTitle(parts.title) ?? cleanTitle(heading && text.slice(heading.start, heading.end)),
    language: guessLanguage(text),
    text,
    pages,
    blocks,
    warnings: truncated ? [{ code: "document.truncated", params: { ...name, limit: MAX_CHARACTERS } }] : [],
  };
}

/** Documents and templates of Word since 2007, transitional and strict. */
export const docx: Format = { id: "docx", extensions: EXTENSIONS, claim, read };
