// Citations of an answer that a person rewrote: those whose marks are still there, tied to the sentences in front of them.
import type { Citation } from "../../../shared/domain/citations.ts";
import { sentenceSpans } from "../../../shared/domain/sentences.ts";

const MARK = /\[(\d{1,3})\]/g;

/** `text` is Markdown with marks `[n]`; marks that no citation has are left as plain text. */
export function citationsOfEdited(text: string, citations: readonly Citation[]): Citation[] {
  const sentences = sentenceSpans(text);
  return citations.flatMap((citation) => {
    const claims = [...text.matchAll(MARK)]
      .filter((mark) => Number(mark[1]) === citation.n)
      .map((mark) => {
        // A mark behind the full stop can stand at the head of the next sentence; it still speaks of the one before.
        const sentence = sentences.findLast(({ start }) => start < mark.index);
        const end = text.slice(0, mark.index).trimEnd().length;
        return { start: Math.min(sentence?.start ?? 0, end), end };
      });
    return claims.length > 0 ? [{ ...citation, claims }] : [];
  });
}
