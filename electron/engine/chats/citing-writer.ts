// Turns a model's stream into a cited answer: text passes through as it comes, the model's own marks are taken out, and
// after each sentence the mark of the passage that supports it is put in.
import type { Citation, Passage } from "../../../shared/domain/citations.ts";
import { type EvidenceIndex, evidenceIndex, type Support } from "./evidence.ts";

export interface CitingWriter {
  /** More of the model's text; returns what is to be shown of it now. */
  push(text: string): string;
  /** The model has ended; returns the rest. */
  end(): string;
  text(): string;
  citations(): Citation[];
}

/** A mark as models write them: [1], [1, 2], 【1】, or with a word before the number. */
const MARK = /\s*[[【](?:passage |source |段落 ?)?(\d{1,2})(?:\s*[,，、]\s*\d{1,2})*[\]】]/gi;
/** The end of the text that may be the start of a mark. */
const OPEN_MARK = /\s*[[【][^\]】]{0,24}$/;
/** The end of a sentence: in Chinese at once, in others when a space and the start of a new sentence follow. */
const SENTENCE_END = /[。！？]+[”’」』）]*|[.!?]+["”’)\]]*(?=\s+["“‘(*]*[\p{Lu}\p{N}\p{Lo}])|[.!?]*\s*\n/u;
/** A full stop after these does not end a sentence. */
const ABBREVIATION =
  /(?:^|[\s(.])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|vs|No|Fig|approx|ca|c|e\.g|i\.e|al|etc|Inc|Ltd|Co|U\.S|U\.K)\.$/u;
/** Marks that close a sentence, to be held back until its citation is known where the mark goes before them. */
const CLOSING = /[。！？.!?]+["”’」』）)]*$/u;
const CHINESE_STOP = /^[。！？]/u;

/** `question` and `passages` are what the model was given. */
export function citingWriter(question: string, passages: readonly Passage[]): CitingWriter {
  const index: EvidenceIndex = evidenceIndex(question, passages);
  const citations: Citation[] = [];
  let shown = "";
  /** What is not shown yet: of the model's text, its own marks still in it. */
  let pending = "";
  /** Where the current sentence starts in `shown`. */
  let sentenceStart = 0;
  let hint: number | undefined;

  /** The citation for a support: a known one when it is the same place or overlaps it. */
  const cite = (support: Support): Citation => {
    const passage = passages[support.passage]!;
    const known = citations.find(
      (citation) =>
        citation.documentId === passage.documentId && citation.start < support.end && support.start < citation.end,
    );
    if (known) return known;
    const citation: Citation = {
      n: citations.length + 1,
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
  const withoutMarks = (text: string): string =>
    text.replace(MARK, (_, n: string) => {
      const passage = Number(n) - 1;
      if (passage >= 0 && passage < passages.length) hint ??= passage;
      return "";
    });
  const inCode = (): boolean => (shown.match(/^```/gm)?.length ?? 0) % 2 === 1;

  /** Closes the sentence that `body` completes: `body` is the rest of it, not shown yet, up to and with its closing marks. */
  const closeSentence = (body: string): string => {
    const clean = withoutMarks(body);
    const trailing = clean.match(/\s*$/)?.[0] ?? "";
    const core = clean.slice(0, clean.length - trailing.length);
    const closing = core.match(CLOSING)?.[0] ?? "";
    const start = sentenceStart + (/^[\s>*#\-\d.)]*/.exec(shown.slice(sentenceStart) + core)?.[0].length ?? 0);
    const sentence = (shown.slice(sentenceStart) + core).trim();
    const support = inCode() || /^#{1,6} /.test(sentence) ? undefined : index.supportOf(sentence, hint);
    let out = core;
    if (support) {
      const citation = cite(support);
      // Chinese sets the mark before the full stop, other languages after it.
      const before = CHINESE_STOP.test(closing);
      const mark = ` [${citation.n}]`;
      out = before ? core.slice(0, core.length - closing.length) + mark + closing : core + mark;
      const claimEnd = shown.length + core.length - (before ? closing.length : 0);
      citation.claims.push({ start: Math.min(start, claimEnd), end: claimEnd });
    }
    out += trailing;
    shown += out;
    sentenceStart = shown.length;
    hint = undefined;
    return out;
  };

  /** Shows as much of `pending` as is certain. */
  const drain = (ended: boolean): string => {
    let out = "";
    for (let from = 0; ; ) {
      const match = SENTENCE_END.exec(pending.slice(from));
      if (!match) break;
      const end = from + match.index + match[0].length;
      if (match[0].startsWith(".") && ABBREVIATION.test(shown.slice(-12) + pending.slice(0, from + match.index + 1))) {
        from = end;
        continue;
      }
      out += closeSentence(pending.slice(0, end));
      pending = pending.slice(end);
      from = 0;
    }
    if (ended) {
      if (pending.trim()) out += closeSentence(pending);
      pending = "";
      return out;
    }
    // Hold back what may yet become a mark, and closing marks whose sentence may just have ended.
    const open = OPEN_MARK.exec(pending)?.[0].length ?? 0;
    const closing = /[\s.!?。！？"”’」』）)]*$/u.exec(pending.slice(0, pending.length - open))?.[0].length ?? 0;
    const certain = withoutMarks(pending.slice(0, pending.length - open - closing));
    pending = pending.slice(pending.length - open - closing);
    shown += certain;
    return out + certain;
  };

  return {
    push(text) {
      pending += text;
      return drain(false);
    },
    end: () => drain(true),
    text: () => shown,
    citations: () => citations.filter((citation) => citation.claims.length > 0),
  };
}
