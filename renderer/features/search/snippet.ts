// A stretch of a passage around the first word that was searched for. Pure.
import { splitAtTerms } from "../knowledge/terms.ts";

export interface MarkedText {
  text: string;
  /** UTF-16 offsets of the matches, in order. */
  marks: readonly (readonly [number, number])[];
}

const LEAD = 30;
const LENGTH = 180;
const ELLIPSIS = "…";

/** Cuts a passage to a line's worth around the first match of the query; its beginning where nothing matches. */
export function passageSnippet(passage: string, query: string): MarkedText {
  const found = splitAtTerms(passage, query).filter((piece) => piece.found);
  const first = found[0]?.start ?? 0;
  // A word is not cut in two where one begins nearby.
  const near = first > LEAD ? passage.slice(first - LEAD, first).search(/\s\S/) : -1;
  const start = first > LEAD ? first - LEAD + Math.max(0, near + 1) : 0;
  const end = Math.min(passage.length, start + LENGTH);
  const before = start > 0 ? ELLIPSIS : "";
  const marks = found
    .filter((piece) => piece.start >= start && piece.start + piece.text.length <= end)
    .map((piece) => {
      const at = piece.start - start + before.length;
      return [at, at + piece.text.length] as const;
    });
  return { text: before + passage.slice(start, end) + (end < passage.length ? ELLIPSIS : ""), marks };
}
