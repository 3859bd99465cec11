// Promises of evidence: a sentence is supported by the place that says it, or by none; quotations are word for word.
import { describe, expect, it } from "vitest";
import { evidenceIndex } from "../../../electron/engine/chats/evidence.ts";
import { quotedAnswer } from "../../../electron/engine/chats/quote.ts";
import type { Passage } from "../../../shared/domain/citations.ts";

/** A passage at an offset of its own, best first. */
function passage(i: number, text: string, score = 1 - i / 10): Passage {
  const start = 5_000 * (i + 1);
  return {
    ...{ chunkId: `c${i}`, documentId: `d${i}`, documentName: `${i}.pdf`, page: i + 1, heading: null },
    ...{ text, start, end: start + text.length, score },
  };
}
const ENGLISH = [
  passage(0, "The bridge was opened in 1894. It spans 61 metres between its towers. Steam engines lifted the road."),
  passage(1, "The railway bridge was opened in 1890. Its builders used 53,000 tonnes of steel."),
  passage(2, "Ferries still cross the river every day. A ticket costs two pounds."),
];
const CHINESE = [
  passage(0, "合同自双方签字之日起生效。租金为每月三千元，于每月五日前支付。逾期超过十日的，出租人可以解除合同。"),
  passage(1, "押金为两个月租金。合同期满后十日内退还押金。"),
];
const textOf = (passages: Passage[], support: { passage: number; start: number; end: number } | undefined) => {
  if (!support) return undefined;
  const { text, start } = passages[support.passage]!;
  return text.slice(support.start - start, support.end - start);
};

describe("the support of a sentence", () => {
  it.each([
    ["It was opened in 1894.", "The bridge was opened in 1894."],
    ["The railway bridge took 53,000 tonnes of steel to build.", "Its builders used 53,000 tonnes of steel."],
    ["Between the towers it spans 61 metres.", "It spans 61 metres between its towers."],
    ["Tickets for the ferry are two pounds.", "A ticket costs two pounds."],
  ])("%s", (sentence, expected) => {
    const index = evidenceIndex("Tell me about the bridges.", ENGLISH);
    expect(textOf(ENGLISH, index.supportOf(sentence))).toContain(expected);
  });

  it.each([
    ["每月的租金是三千元。", "租金为每月三千元"],
    ["逾期十日以上，出租人有权解除合同。", "逾期超过十日的"],
    ["期满后十日内会退还押金。", "合同期满后十日内退还押金"],
  ])("%s", (sentence, expected) => {
    const index = evidenceIndex("合同怎么规定？", CHINESE);
    expect(textOf(CHINESE, index.supportOf(sentence))).toContain(expected);
  });

  it.each(["Penguins live in Antarctica.", "It is.", "", "!?", "巴黎是法国的首都。", "Nobody knows why."])(
    "is nothing for %j",
    (sentence) => {
      expect(evidenceIndex("Tell me.", [...ENGLISH, ...CHINESE]).supportOf(sentence)).toBeUndefined();
    },
  );

  it("follows the numbers: a wrong year is not supported by the sentence with the right one alone", () => {
    const index = evidenceIndex("When?", ENGLISH);
    expect(textOf(ENGLISH, index.supportOf("The bridge was opened in 1890."))).toContain("1890");
    expect(textOf(ENGLISH, index.supportOf("The bridge was opened in 1894."))).toContain("1894");
  });

  it("lies within its passage and is one or two sentences", () => {
    const index = evidenceIndex("When?", ENGLISH);
    for (const { text } of ENGLISH) {
      for (const sentence of text.split(/(?<=\.) /)) {
        const support = index.supportOf(sentence)!;
        const { start, end } = ENGLISH[support.passage]!;
        expect(support.start).toBeGreaterThanOrEqual(start);
        expect(support.end).toBeLessThanOrEqual(end);
        expect(textOf(ENGLISH, support)).toContain(sentence);
        expect(textOf(ENGLISH, support)!.split(/(?<=\.) /).length).toBeLessThanOrEqual(2);
      }
    }
  });

  it("takes a mark of the model as a hint only between equals", () => {
    const twins = [passage(0, "The tower is 30 metres high.", 0.9), passage(1, "The tower is 30 metres high.", 0.9)];
    const index = evidenceIndex("How high?", twins);
    expect(index.supportOf("It is 30 metres high.", 1)?.passage).toBe(1);
    expect(index.supportOf("It is 30 metres high.", 0)?.passage).toBe(0);
    const sure = evidenceIndex("When?", ENGLISH);
    expect(sure.supportOf("The bridge was opened in 1894.", 2)?.passage).toBe(0);
  });
});

describe("a quoted answer", () => {
  it("quotes the sentence that bears on the question, cites its exact place, and marks it once", () => {
    const { text, citations } = quotedAnswer("How many tonnes of steel did the builders use?", [ENGLISH[1]!]);
    expect(text).toBe("> Its builders used 53,000 tonnes of steel. [1]");
    expect(citations).toHaveLength(1);
    expect(textOf([ENGLISH[1]!], { passage: 0, ...citations[0]! })).toBe(citations[0]!.quote);
    expect(text.slice(citations[0]!.claims[0]!.start, citations[0]!.claims[0]!.end)).toBe(citations[0]!.quote);
  });

  it("keeps quotations of several lines in one paragraph, their source untouched", () => {
    const lines = passage(0, "The bridge\nwas opened\n\n  in 1894.");
    const { text, citations } = quotedAnswer("When was the bridge opened?", [lines]);
    expect(text.split("\n").every((line) => line === "" || line.startsWith("> "))).toBe(true);
    for (const { start, end, quote } of citations) {
      expect(lines.text.slice(start - lines.start, end - lines.start)).toBe(quote);
    }
  });

  it("quotes at most three passages and none that is much worse than the best", () => {
    const many = Array.from({ length: 6 }, (_, i) => passage(i, `Fact number ${i} about the bridge.`, 1 - i * 0.01));
    expect(quotedAnswer("What about the bridge?", many).citations.map((each) => each.n)).toEqual([1, 2, 3]);
    const weak = [passage(0, "The bridge is old.", 1), passage(1, "A river.", 0.2)];
    expect(quotedAnswer("How old is the bridge?", weak).citations).toHaveLength(1);
  });

  it("keeps the source's own reference marks apart from its citations", () => {
    const paper = passage(0, "The bridge was opened in 1894 [1], as shown in [12].");
    const { text, citations } = quotedAnswer("When was the bridge opened?", [paper]);
    expect(text.match(/\[\d+\]/g)).toEqual(["[1]"]);
    expect(text.endsWith(" [1]")).toBe(true);
    expect(text.replaceAll("\u2060", "")).toBe(`> ${paper.text} [1]`);
    expect(citations[0]!.quote).toBe(paper.text);
  });

  it("is empty without passages", () => {
    expect(quotedAnswer("What?", [])).toEqual({ text: "", citations: [] });
  });
});
