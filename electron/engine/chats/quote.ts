// The answer without a chat model: the best passages, quoted word for word and cited.
import type { Citation, Passage } from "../../../shared/domain/citations.ts";
import { evidenceIndex } from "./evidence.ts";

/** Passages quoted at most, and how far below the best one they may score. */
const MAX_QUOTES = 3;
const MIN_RELATIVE_SCORE = 0.6;

/** The source's own reference marks must not be taken for ours: an invisible character keeps them apart. */
const OWN_MARK = /\[(?=\d{1,3}\])/g;
const WORD_JOINER = "\u2060";

/** Markdown in which each paragraph is one quotation with its mark. `passages` are best first. */
export function quotedAnswer(question: string, passages: readonly Passage[]): { text: string; citations: Citation[] } {
  const index = evidenceIndex(question, passages);
  const citations: Citation[] = [];
  let text = "";
  const best = passages[0]?.score ?? 0;
  for (const [i, passage] of passages.entries()) {
    if (citations.length === MAX_QUOTES || passage.score < MIN_RELATIVE_SCORE * best) break;
    const { start, end } = index.bestOfPassage(i);
    const quote = passage.text.slice(start - passage.start, end - passage.start);
    // A quotation is one paragraph: line breaks of the source would end the block quote.
    const line = quote.replace(/\s+/g, " ").replace(OWN_MARK, `[${WORD_JOINER}`).trim();
    if (!line) continue;
    if (text) text += "\n\n";
    text += "> ";
    const n = citations.length + 1;
    const claim = { start: text.length, end: text.length + line.length };
    text += `${line} [${n}]`;
    const { documentId, documentName, page } = passage;
    citations.push({ n, documentId, documentName, page, start, end, quote, claims: [claim] });
  }
  return { text, citations };
}
