// Which stretches of an answer are claims with a source, and which sentences have none. Offsets are UTF-16.
import type { Citation } from "../../../shared/domain/citations.ts";
import { type Span, sentenceSpans } from "../../../shared/domain/sentences.ts";
import type { TextRange } from "../../ui/markdown/ranges.ts";

/** Names the range of a claim: its citation and where it starts. */
export const claimId = (n: number, start: number): string => `claim:${n}:${start}`;
export const UNSURE = "unsure";

/** The claim that a chip stands behind: the last one of its citation that ends before it. */
export function claimBefore(citation: Citation, at: number): Span | undefined {
  return citation.claims
    .filter((claim) => claim.end <= at)
    .toSorted((a, b) => b.end - a.end)
    .at(0);
}

const NOT_PROSE = /^\s*(?:#{1,6} |\||>|\$\$|(?:[-*_] *){3,}$)/;
const LIST_MARK = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ x]\]\s+)?/;

/** Pictures, addresses, code and formulas blanked out at the same length: they are not words of the answer. */
const prose = (line: string): string =>
  line.replaceAll(/!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|https?:\S+|`[^`]*`|\$+[^$]*\$+|\\[([].*?\\[)\]]/g, (part) =>
    " ".repeat(part.length),
  );

/** Whether a stretch says something that a document could support. */
function isStatement(text: string): boolean {
  const plain = text.replaceAll(/\[\d{1,3}\]/g, "").trim();
  if (/[:：?？]["”’」』)）*_]*$/.test(plain)) return false;
  const han = plain.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = plain.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return han >= 6 || words - han >= 4;
}

/** Sentences of an answer that no claim touches. Headings, tables, quotations, code and questions are not counted. */
export function unsupportedSentences(text: string, citations: readonly Citation[]): Span[] {
  const claims = citations.flatMap((citation) => citation.claims);
  const spans: Span[] = [];
  let inCode = false;
  let offset = 0;
  for (const line of text.split("\n")) {
    const start = offset;
    offset += line.length + 1;
    if (/^ {0,3}(?:```|~~~)/.test(line)) inCode = !inCode;
    else if (!inCode && !NOT_PROSE.test(line)) {
      const mark = LIST_MARK.exec(line)?.[0].length ?? 0;
      const words = prose(line);
      for (const span of sentenceSpans(words.slice(mark))) {
        const sentence = { start: start + mark + span.start, end: start + mark + span.end };
        const lead = /^(?:\[\d{1,3}\]\s*)+/.exec(text.slice(sentence.start, sentence.end))?.[0].length ?? 0;
        sentence.start += lead;
        const touched = claims.some((claim) => claim.start < sentence.end && sentence.start < claim.end);
        if (!touched && isStatement(words.slice(sentence.start - start, sentence.end - start))) spans.push(sentence);
      }
    }
  }
  return spans;
}

/** Sentences that have a source, counted by their claims. */
export function supportedCount(citations: readonly Citation[]): number {
  return new Set(citations.flatMap((citation) => citation.claims.map((claim) => `${claim.start}-${claim.end}`))).size;
}

/** All stretches to draw: claims, and sentences without support. */
export function rangesOf(citations: readonly Citation[], unsupported: readonly Span[]): TextRange[] {
  return [
    ...citations.flatMap((citation) =>
      citation.claims.map((claim) => ({ ...claim, id: claimId(citation.n, claim.start) })),
    ),
    ...unsupported.map((span) => ({ ...span, id: UNSURE })),
  ];
}

/** `lang` of a text from the language that the engine found in it. */
export const langOf = (language: string | null): string | undefined =>
  language === null ? undefined : language.startsWith("zh") ? "zh-CN" : language;
