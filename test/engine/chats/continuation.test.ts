// Promises of going on with a cut answer: nothing that stood there is lost or cited twice, and the whole reads as if it
// had never been cut.
import { describe, expect, it } from "vitest";
import { type CitingWriter, citingWriter, type Finished } from "../../../electron/engine/chats/citing-writer.ts";
import { continuationOf, withoutMarks } from "../../../electron/engine/chats/continuation.ts";
import type { Passage } from "../../../shared/domain/citations.ts";

const SOURCES = [
  "The Broncos defeated the Pittsburgh Steelers in the divisional round, 23–16. They scored 11 points in the final three minutes of the game.",
  "Dr. Smith measured a density of 3.14 grams in 2015. The U.S. Army paid for the work.",
  "合同自双方签字之日起生效。租金为每月三千元，于每月五日前支付。",
];
const PASSAGES = SOURCES.map(
  (text, i): Passage => ({
    ...{ chunkId: `c${i}`, documentId: `d${i}`, documentName: `${i}.pdf`, page: i + 1, heading: null },
    ...{ text, start: 100, end: 100 + text.length, score: 1 - i / 10 },
  }),
);
const ANSWERS = [
  "The Broncos defeated the Steelers 23–16. They scored 11 points in the final three minutes. Nobody knows why. Dr. Smith measured a density of 3.14 grams in 2015.",
  "- The Broncos defeated the Steelers.\n- The Army paid for the work of Dr. Smith.\n\n## End\n\nThey scored 11 points in the final three minutes.",
  "合同自双方签字之日起生效。租金为每月三千元，于每月五日前支付。没有别的。",
];

const ended = (writer: CitingWriter, text: string): Finished => {
  writer.push(text);
  writer.end();
  return { text: writer.text(), citations: writer.citations() };
};
const uncut = (text: string): Finished => ended(citingWriter("What happened?", PASSAGES), text);

describe("an answer that was cut", () => {
  it.each(ANSWERS)("and is written on reads as if it had never been: %s", (answer) => {
    const whole = uncut(answer);
    expect(whole.citations.length).toBeGreaterThan(0);
    for (let cut = 1; cut < answer.length; cut++) {
      const first = uncut(answer.slice(0, cut));
      const { raw, finished, open } = continuationOf(first.text, first.citations);
      expect(raw).toBe(answer.slice(0, cut));
      expect(first.text.startsWith(finished.text)).toBe(true);
      const writer = citingWriter("What happened?", PASSAGES, finished);
      writer.push(open);
      const second = ended(writer, answer.slice(cut));
      expect(withoutMarks(second.text, second.citations)).toBe(answer);
      expect({ cut, text: second.text }).toEqual({ cut, text: whole.text });
      expect(second.citations.map(({ n, documentId, claims }) => [n, documentId, claims])).toEqual(
        whole.citations.map(({ n, documentId, claims }) => [n, documentId, claims]),
      );
    }
  });

  it("keeps marks that are not its own, and leaves what it was taken from alone", () => {
    const first = uncut(ANSWERS[0]!);
    const before = structuredClone(first);
    const text = `${first.text} See note [9].`;
    expect(continuationOf(text, first.citations).raw).toBe(`${ANSWERS[0]} See note [9].`);
    const { finished } = continuationOf(first.text, first.citations);
    ended(citingWriter("What happened?", PASSAGES, finished), " The Broncos defeated the Steelers.");
    expect(first).toEqual(before);
  });
});
