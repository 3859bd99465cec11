// Answers on the clipboard: as Markdown with their sources below, or as a quotation that says where it comes from.
import type { Message } from "../../../shared/contract/chats.ts";
import { noteOf, replaceMarks, sourceOf } from "../../../shared/domain/citation-notes.ts";

/** The answer with its marks as footnotes, and the sources below it. */
export function answerMarkdown({ text, citations, language }: Message): string {
  const body = replaceMarks(text.trim(), citations, (n) => `[^${n}]`);
  if (citations.length === 0) return body;
  return `${body}\n\n${citations.map((citation) => `[^${citation.n}]: ${noteOf(citation, language)}`).join("\n")}`;
}

/** The answer as a block quotation without marks, the documents and pages behind it in its last line. */
export function answerQuotation({ text, citations, language }: Message): string {
  const lines = replaceMarks(text.trim(), citations, () => "").split("\n");
  const sources = [...new Set(citations.map((citation) => sourceOf(citation, language)))];
  const from = sources.length > 0 ? ["", `— ${sources.join(language?.startsWith("zh") ? "；" : "; ")}`] : [];
  return [...lines, ...from].map((line) => (line === "" ? ">" : `> ${line}`)).join("\n");
}

/** Puts the answer on the clipboard as Markdown. */
export const copyAsMarkdown = (message: Message): Promise<void> =>
  navigator.clipboard.writeText(answerMarkdown(message));

/** Puts the answer on the clipboard as a quotation. */
export const copyAsQuotation = (message: Message): Promise<void> =>
  navigator.clipboard.writeText(answerQuotation(message));
