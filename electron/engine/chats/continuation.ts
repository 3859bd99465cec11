// Takes an answer that was cut apart, so that it can be written on: what is closed stays word for word with its marks, and
// the sentence that was open is ended and cited like any other.
import type { Citation } from "../../../shared/domain/citations.ts";
import type { Finished } from "./citing-writer.ts";
import { sentenceStream } from "./sentence-stream.ts";

/** A mark as the citing writer sets it. */
const MARK = / \[(\d{1,3})\]/g;

export interface Continuation {
  /** What the model wrote, without marks: the prefix that it goes on from. */
  raw: string;
  /** Sentences that were ended, with their marks. */
  finished: Finished;
  /** The last sentence, as far as it came; the citing writer takes it first. */
  open: string;
}

/** The text without the marks of these citations. */
export function withoutMarks(text: string, citations: readonly Citation[]): string {
  const known = new Set(citations.map(({ n }) => n));
  return text.replace(MARK, (mark, n: string) => (known.has(Number(n)) ? "" : mark));
}

/** `text` and `citations` are those of an answer that ended before it was done. */
export function continuationOf(text: string, citations: readonly Citation[]): Continuation {
  const raw = withoutMarks(text, citations);
  let seen = 0;
  let closed = 0;
  for (const piece of sentenceStream().push(raw)) {
    seen += piece.text.length;
    if (piece.closes || piece.code) closed = seen;
  }
  // The same place in the text with marks: those that stand at it belong to the sentence in front of them.
  const known = new Set(citations.map(({ n }) => n));
  let at = closed;
  for (const mark of text.matchAll(MARK)) {
    if (known.has(Number(mark[1])) && mark.index <= at) at += mark[0].length;
  }
  // A mark of the open sentence goes with it; it comes back when the sentence is ended.
  const kept = citations.flatMap((citation) => {
    const claims = citation.claims.filter((claim) => claim.start < at);
    return claims.length > 0 ? [{ ...citation, claims }] : [];
  });
  return { raw, finished: { text: text.slice(0, at), citations: kept }, open: raw.slice(closed) };
}
