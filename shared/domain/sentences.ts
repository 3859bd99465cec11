// Sentences of a text, for every language that Unicode's rules know. Used by the chunkers and by citations.

const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });

export interface Span {
  start: number;
  end: number;
}

/** Offsets (UTF-16) of the sentences of a text, white space at their ends left out. */
export function sentenceSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (const { index, segment } of segmenter.segment(text)) {
    const body = segment.trim();
    if (!body) continue;
    const start = index + segment.indexOf(body);
    spans.push({ start, end: start + body.length });
  }
  return spans;
}
