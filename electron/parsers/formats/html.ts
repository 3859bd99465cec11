// HTML: the text that a reader of the page sees, with headings, lists and tables. Nothing is run, nothing is fetched.
import { type Document, type Element, isTag } from "domhandler";
import { DomUtils } from "htmlparser2";
import type { ParsedDocument } from "../../../shared/children/parser.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { FORMAT_EXTENSIONS } from "../../../shared/domain/formats.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import { htmlEncoding } from "../html/encoding.ts";
import { parsePage } from "../html/parse.ts";
import { walkHtml } from "../html/walk.ts";
import { webArchivePage } from "../html/web-archive.ts";
import { isGarbledText } from "../pdf/garbled.ts";
import { isBinary, MAX_CHARACTERS } from "../text/decode.ts";
import { cleanTitle } from "../text/title.ts";
import type { Claim, Format, SourceFile } from "./format.ts";

const EXTENSIONS: readonly string[] = FORMAT_EXTENSIONS.html;
const ARCHIVES = ["mht", "mhtml"];

/** Longest markup that is parsed, in UTF-16 units: its tree takes many times as much memory. */
const MAX_MARKUP = 40_000_000;

/** What a page starts with, after white space, comments and an XML declaration. */
const START = /^(?:\ufeff|\s|<!--[\s\S]{0,2000}?-->|<\?xml[^>]{0,300}>)*<(?:!doctype\s+html|html[\s>]|head[\s>])/i;

/** Claims by content only what says that it is a page: a text that mentions tags is a text. */
function claim({ bytes, extension }: SourceFile): Claim {
  if (isBinary(bytes)) return null;
  if (EXTENSIONS.includes(extension)) return "extension";
  if ((FORMAT_EXTENSIONS.markdown as readonly string[]).includes(extension)) return null;
  const head = Buffer.from(bytes.subarray(0, 4096))
    .toString("latin1")
    .replace(/\0/g, "")
    .replace(/^\xef\xbb\xbf|^\xff\xfe|^\xfe\xff/, "");
  return START.test(head) ? "content" : null;
}

/** The first element of a name; elements are looked for in order of the page. */
function first(document: Document, name: string): Element | null {
  const stack = [...document.children].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!isTag(node)) continue;
    if (node.name === name) return node;
    // A drawing has a title too.
    if (node.name !== "svg") for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i]!);
  }
  return null;
}

async function read(file: SourceFile): Promise<ParsedDocument> {
  const name = { file: file.fileName };
  if (isBinary(file.bytes)) throw new AlcoveError("document.unsupported", name);
  const archived = ARCHIVES.includes(file.extension) ? webArchivePage(file.bytes) : null;
  const bytes = archived?.bytes ?? file.bytes;
  const source = new TextDecoder(htmlEncoding(bytes, archived?.charset)).decode(bytes);
  const document = parsePage(source.slice(0, MAX_MARKUP));
  const { text, blocks, pages, truncated } = walkHtml(document, { dropBoilerplate: true });
  if (text === "") throw new AlcoveError(source.trim() === "" ? "file.empty" : "document.no-text", name);
  if (isGarbledText(text.slice(0, 100_000))) throw new AlcoveError("document.garbled", name);
  const title = first(document, "title");
  const heading = blocks.find(({ kind }) => kind === "heading");
  return {
    format: "html",
    title:
      cleanTitle(title && DomUtils.textContent(title.children)) ??
      cleanTitle(heading && text.slice(heading.start, heading.end)),
    language: guessLanguage(text),
    text,
    pages,
    blocks,
    warnings:
      truncated || source.length > MAX_MARKUP
        ? [{ code: "document.truncated", params: { ...name, limit: MAX_CHARACTERS } }]
        : [],
  };
}

/** Pages of the web as they were saved, also as one file with everything in it (MHTML). */
export const html: Format = { id: "html", extensions: EXTENSIONS, claim, read };
