// Citations of an answer that a person rewrote: those whose marks are still there, tied to the sentences in front of them.
import type { Citation } from "../../../shared/domain/citations.ts";
import { sentenceSpans } from "../../../shared/domain/sentences.ts";

const REMEMBERED = 100;
/** Marks of the sentence before that stand at the head of this one. */
const LEADING_MARKS = /^(?:\[\d{1,3}\]\s*)+/;
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
        const lead = LEADING_MARKS.exec(text.slice(sentence?.start ?? 0, end))?.[0].length ?? 0;
        return { start: Math.min((sentence?.start ?? 0) + lead, end), end };
      });
    return claims.length > 0 ? [{ ...citation, claims }] : [];
  });
}

/**
 * Citations of edited answers, with a memory for as long as the engine runs: a mark that an edit took out finds its
 * citation again when it comes back, as it does when the edit is undone.
 */
export function editedCitations(): (messageId: string, text: string, citations: readonly Citation[]) => Citation[] {
  const takenOut = new Map<string, Citation[]>();
  return (messageId, text, citations) => {
    const numbers = new Set(citations.map(({ n }) => n));
    const earlier = (takenOut.get(messageId) ?? []).filter(({ n }) => !numbers.has(n));
    const known = [...citations, ...earlier].sort((a, b) => a.n - b.n);
    const kept = citationsOfEdited(text, known);
    takenOut.delete(messageId);
    const gone = known.filter(({ n }) => !kept.some((citation) => citation.n === n));
    if (gone.length > 0) takenOut.set(messageId, gone);
    for (const id of takenOut.keys()) {
      if (takenOut.size <= REMEMBERED) break;
      takenOut.delete(id);
    }
    return kept;
  };
}
