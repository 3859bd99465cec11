// Answers outside of the window: marks as footnotes, sources with page and quotation in words. Used by the export of a
// conversation, by its print, and by what is copied.
import type { Citation } from "./citations.ts";

/** A mark with the space that the citing writer sets in front of it. */
const MARK = / ?\[(\d{1,3})\]/g;
/** Fenced code, closed or not, and code within a line; brackets in it are code. */
const CODE = /(^ {0,3}(`{3,}|~{3,})[^\n]*(?:\n[\s\S]*?^ {0,3}\2[`~]*[ \t]*$|[\s\S]*$)|`[^`\n]+`)/gm;

/** Replaces the mark of each citation of a text; `replace` gets its number. What looks like a mark in code is left. */
export function replaceMarks(text: string, citations: readonly Citation[], replace: (n: number) => string): string {
  const known = new Set(citations.map(({ n }) => n));
  const inProse = (prose: string) =>
    prose.replace(MARK, (mark, n: string) => (known.has(Number(n)) ? replace(Number(n)) : mark));
  let from = 0;
  let result = "";
  for (const code of text.matchAll(CODE)) {
    result += inProse(text.slice(from, code.index)) + code[0];
    from = code.index + code[0].length;
  }
  return result + inProse(text.slice(from));
}

/** Words of a document as Markdown that shows them as they are, on one line. */
export const escapeMarkdown = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(/[\\`*_{}[\]<>#|~$]/g, "\\$&");

/** Where a citation comes from, in the language of the answer: "report.pdf, p. 3", "report.pdf，第 3 页". */
export const sourceOf = ({ documentName, page }: Citation, language: string | null): string =>
  language?.startsWith("zh") ? `${documentName}，第 ${page} 页` : `${documentName}, p. ${page}`;

/** A footnote's text as Markdown: source, page, and the words that were cited. */
export function noteOf(citation: Citation, language: string | null): string {
  const source = escapeMarkdown(sourceOf(citation, language));
  const quote = escapeMarkdown(citation.quote);
  return language?.startsWith("zh") ? `${source}：“${quote}”` : `${source}: “${quote}”`;
}
