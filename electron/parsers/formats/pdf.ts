// PDF: text with the exact place of every character, through pdf.js without any rendering.
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { ParsedDocument } from "../../../shared/children/parser.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { FORMAT_EXTENSIONS } from "../../../shared/domain/formats.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import { assemble } from "../pdf/document.ts";
import { isGarbledPage, isGarbledText } from "../pdf/garbled.ts";
import { type ReadPage, readPage } from "../pdf/page.ts";
import { loadPdfjs, openPdf, type Pdfjs } from "../pdf/pdfjs.ts";
import { cleanTitle } from "../text/title.ts";
import type { Format, ReadContext, SourceFile } from "./format.ts";

/** Readers accept the header anywhere in the first kilobyte. */
const HEADER_WINDOW = 1024;

function isPdf({ bytes }: SourceFile): boolean {
  return Buffer.from(bytes.subarray(0, HEADER_WINDOW + 5)).includes("%PDF-");
}

async function open(file: SourceFile, pdfjs: Pdfjs): Promise<PDFDocumentProxy> {
  const task = openPdf(pdfjs, file.bytes, file.password);
  try {
    return await task.promise;
  } catch (error) {
    await task.destroy();
    if (error instanceof Error && error.name === "PasswordException") {
      const code = file.password === undefined ? "document.encrypted" : "document.wrong-password";
      throw new AlcoveError(code, { file: file.fileName }, { cause: error });
    }
    const detail = error instanceof Error ? error.message : String(error);
    throw new AlcoveError("document.damaged", { file: file.fileName, detail }, { cause: error });
  }
}

async function titleOf(document: PDFDocumentProxy): Promise<string | null> {
  const metadata = await document.getMetadata().catch(() => null);
  const title = (metadata?.info as { Title?: unknown } | undefined)?.Title;
  return typeof title === "string" ? cleanTitle(title) : null;
}

async function read(file: SourceFile, context: ReadContext): Promise<ParsedDocument> {
  const pdfjs = await loadPdfjs();
  const document = await open(file, pdfjs);
  try {
    const pages: ReadPage[] = [];
    let broken: unknown = null;
    for (let number = 1; number <= document.numPages; number++) {
      context.signal.throwIfAborted();
      try {
        pages.push(await readPage(await document.getPage(number), pdfjs.OPS));
      } catch (error) {
        broken = error;
        pages.push({ lines: { number, width: 0, height: 0, regions: [] }, drawn: 0, meaningless: 0, unmapped: 0 });
      }
      context.onProgress(number, document.numPages);
    }
    return judge(file, pages, broken, await titleOf(document));
  } finally {
    await document.destroy();
  }
}

function judge(file: SourceFile, pages: ReadPage[], broken: unknown, title: string | null): ParsedDocument {
  const name = { file: file.fileName };
  const hasText = (page: ReadPage) => page.lines.regions.some((lines) => lines.length > 0);
  const garbled = pages.filter(isGarbledPage);
  for (const page of garbled) page.lines.regions = [];
  const readable = pages.filter(hasText);
  if (readable.length === 0) {
    if (garbled.length > 0) throw new AlcoveError("document.garbled", name);
    if (broken) {
      const detail = broken instanceof Error ? broken.message : String(broken);
      throw new AlcoveError("document.damaged", { ...name, detail }, { cause: broken });
    }
    throw new AlcoveError("document.no-text", name);
  }
  const { text, pages: parsed, blocks } = assemble(pages.map((page) => page.lines));
  if (garbled.length >= readable.length || isGarbledText(text)) throw new AlcoveError("document.garbled", name);
  const warnings: ParsedDocument["warnings"] = [];
  if (readable.length < pages.length) {
    const params = { count: pages.length - readable.length, total: pages.length };
    warnings.push({ code: "document.pages-without-text", params });
  }
  const heading = blocks.find((block) => block.kind === "heading");
  return {
    format: "pdf",
    title: title ?? (heading ? text.slice(heading.start, heading.end) : null),
    language: guessLanguage(text),
    text,
    pages: parsed,
    blocks,
    warnings,
  };
}

/** PDF of any version, also with rubbish before its header. */
export const pdf: Format = {
  id: "pdf",
  extensions: FORMAT_EXTENSIONS.pdf,
  claim: (file) => (isPdf(file) ? "content" : null),
  read,
};
