// Turns a model's stream into a cited answer: text passes through as it comes, the model's own marks are taken out, and
// after each sentence the mark of the passage that supports it is put in.
import type { Citation, Passage } from "../../../shared/domain/citations.ts";
import { type EvidenceIndex, evidenceIndex, type Support } from "./evidence.ts";
import { type SentencePiece, type SentenceStream, sentenceStream } from "./sentence-stream.ts";

export interface CitingWriter {
  /** More of the model's text; returns what is to be shown of it now. */
  push(text: string): string;
  /** The model has ended; returns the rest. */
  end(): string;
  text(): string;
  citations(): Citation[];
}

/** Marks that close a sentence; in Chinese the citation goes before them. */
const CHINESE_CLOSING = /[。！？]+[”’」』）]*$/u;
/** The end of a table's row: a citation behind it would fall out of the table. */
const ROW_END = /\|$/;
/** What stands in front of a sentence without being a part of it: quotation, list and number marks. */
const LEADING = /^\s*(?:>\s*)*(?:[-*+]\s+|\d{1,3}[.)]\s+)?/;

/** An answer to go on with: finished text with its marks, and the citations that the marks stand for. */
export interface Finished {
  text: string;
  citations: readonly Citation[];
}

/**
 * `question` and `passages` are what the model was given; `finished` is text that stands in front of what it writes.
 * `index` may be given where several texts are written from the same passages.
 */
export function citingWriter(
  question: string,
  passages: readonly Passage[],
  finished: Finished = { text: "", citations: [] },
  index: EvidenceIndex = evidenceIndex(question, passages),
): CitingWriter {
  const stream: SentenceStream = sentenceStream();
  const citations = structuredClone([...finished.citations]);
  let shown = finished.text;
  /** Where the current sentence starts in `shown`. */
  let sentenceStart = shown.length;

  /** The citation for a support: a known one when it is the same place or overlaps it. */
  const cite = (support: Support): Citation => {
    const passage = passages[support.passage]!;
    const known = citations.find(
      (citation) =>
        citation.documentId === passage.documentId && citation.start < support.end && support.start < citation.end,
    );
    if (known) return known;
    const citation: Citation = {
      n: Math.max(0, ...citations.map(({ n }) => n)) + 1,
      documentId: passage.documentId,
      documentName: passage.documentName,
      page: passage.page,
      start: support.start,
      end: support.end,
      quote: passage.text.slice(support.start - passage.start, support.end - passage.start),
      claims: [],
    };
    citations.push(citation);
    return citation;
  };

  /** Closes the sentence that `rest` completes, with the mark of what supports it. `marks` are those that the model set. */
  const closeSentence = (rest: string, marks: readonly number[]): string => {
    const trailing = rest.match(/\s*$/)![0];
    const body = rest.slice(0, rest.length - trailing.length);
    const sentence = shown.slice(sentenceStart) + body;
    const start = sentenceStart + LEADING.exec(sentence)![0].length;
    const hint = marks.find((number) => number <= passages.length);
    const heading = /^\s*#{1,6}\s/.test(sentence);
    const support = heading ? undefined : index.supportOf(sentence.trim(), hint === undefined ? hint : hint - 1);
    let out = rest;
    if (support) {
      const citation = cite(support);
      const inTable = /^\s*\|/.test(sentence);
      const closing = (inTable ? ROW_END : CHINESE_CLOSING).exec(body)?.[0] ?? "";
      const core = body.slice(0, body.length - closing.length);
      citation.claims.push({ start, end: shown.length + core.length });
      out = `${core} [${citation.n}]${closing}${trailing}`;
    }
    shown += out;
    sentenceStart = shown.length;
    return out;
  };
  const show = ({ text, closes, code }: SentencePiece): string => {
    if (closes) return closeSentence(text, closes.marks);
    shown += text;
    if (code) sentenceStart = shown.length;
    return text;
  };

  return {
    push: (text) => stream.push(text).map(show).join(""),
    end: () => stream.end().map(show).join(""),
    text: () => shown,
    citations: () => citations,
  };
}
