// Whole documents as passages: one a page, long pages cut between sentences, so that an answer from a file that went into
// the prompt whole can be cited like one from passages that were found.
import type { Document } from "../../../shared/contract/documents.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import { type Span, sentenceSpans } from "../../../shared/domain/sentences.ts";
import type { DocumentStore } from "../documents/store.ts";

/** Longest passage, in characters. */
const MAX_CHARACTERS = 3000;

/** Stretches of at most MAX_CHARACTERS that end with a sentence; one that is longer by itself stays whole. */
function stretches(text: string): Span[] {
  const found: Span[] = [];
  for (const { start, end } of sentenceSpans(text)) {
    const last = found.at(-1);
    if (last && end - last.start <= MAX_CHARACTERS) last.end = end;
    else found.push({ start, end });
  }
  return found;
}

/** All text of a document, in order. */
export function wholeDocument(store: Pick<DocumentStore, "text" | "pages">, document: Document): Passage[] {
  const text = store.text(document.id);
  return store.pages(document.id).flatMap((page) =>
    stretches(text.slice(page.start, page.end)).map((stretch): Passage => {
      const [start, end] = [page.start + stretch.start, page.start + stretch.end];
      return {
        chunkId: `${document.id}:${start}`,
        documentId: document.id,
        documentName: document.name,
        page: page.number,
        heading: null,
        text: text.slice(start, end),
        start,
        end,
        score: 1,
      };
    }),
  );
}
