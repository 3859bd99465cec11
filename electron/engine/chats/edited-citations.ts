// Citations of an answer that a person rewrote: those whose marks are still there, tied to the sentences in front of them.
import type { Message } from "../../../shared/contract/chats.ts";
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

/** What an edit makes of an answer beside its text. */
export interface AfterEdit {
  citations: Citation[];
  /** null where the edit brought back what nobody had changed. */
  editedAtMs: number | null;
}

/**
 * Edits of answers, with a memory for as long as the engine runs: a mark that an edit took out finds its citation again
 * when it comes back, and a text that comes back is as it was, so that an undo leaves nothing.
 */
export function answerEdits(): (message: Message, text: string) => AfterEdit {
  const before = new Map<string, Pick<Message, "text" | "citations" | "editedAtMs">>();
  return ({ id, text: old, citations, editedAtMs }, text) => {
    const first = before.get(id) ?? { text: old, citations, editedAtMs };
    before.delete(id);
    if (text === first.text) return { citations: first.citations, editedAtMs: first.editedAtMs };
    before.set(id, first);
    for (const each of before.keys()) {
      if (before.size <= REMEMBERED) break;
      before.delete(each);
    }
    const numbers = new Set(citations.map(({ n }) => n));
    const known = [...citations, ...first.citations.filter(({ n }) => !numbers.has(n))].sort((a, b) => a.n - b.n);
    return { citations: citationsOfEdited(text, known), editedAtMs: Date.now() };
  };
}
