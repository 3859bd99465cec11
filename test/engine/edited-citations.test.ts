// An answer that a person rewrote: which citations stay, which come back, and what an undo leaves.
import { describe, expect, it } from "vitest";
import { answerEdits } from "../../electron/engine/chats/edited-citations.ts";
import type { Citation } from "../../shared/domain/citations.ts";
import { messageRow } from "../renderer/rows.ts";

const citation = (n: number, start: number, end: number): Citation => ({
  n,
  documentId: "d",
  documentName: "harbour-rules.md",
  page: n,
  start: 0,
  end: 10,
  quote: `quote ${n}`,
  claims: [{ start, end }],
});

describe("an answer that is edited", () => {
  const text = "The fee is nine euros. [1] The quay is four metres deep. [2]";
  const answer = {
    ...messageRow("m", "q", "assistant", 1),
    text,
    citations: [citation(1, 0, 22), citation(2, 27, 56)],
  };

  it("keeps the citations whose marks are kept, tied to the sentence in front", () => {
    const { citations, editedAtMs } = answerEdits()(answer, "The fee is nine euros a night. [1]");
    expect(citations.map(({ n, claims }) => [n, claims])).toEqual([[1, [{ start: 0, end: 30 }]]]);
    expect(editedAtMs).toBeGreaterThan(0);
  });
  it("gets the citations of marks that come back", () => {
    const edit = answerEdits();
    const short = { ...answer, text: "Nine euros.", ...edit(answer, "Nine euros.") };
    expect(short.citations).toEqual([]);
    const longer = "The fee is nine. [1] The quay is four metres deep. [2]";
    const { citations } = edit(short, longer);
    expect(citations.map(({ n, quote }) => [n, quote])).toEqual([
      [1, "quote 1"],
      [2, "quote 2"],
    ]);
    expect(citations.map(({ claims: [claim] }) => longer.slice(claim!.start, claim!.end))).toEqual([
      "The fee is nine.",
      "The quay is four metres deep.",
    ]);
  });
  it("is as it was when the edit is undone", () => {
    const edit = answerEdits();
    const short = { ...answer, text: "Nine euros.", ...edit(answer, "Nine euros.") };
    expect({ ...short, text, ...edit(short, text) }).toEqual(answer);
  });
  it("takes nothing from another answer, and a new citation before an earlier one of its number", () => {
    const edit = answerEdits();
    edit(answer, "Nine euros.");
    expect(edit({ ...answer, id: "other", text: "", citations: [] }, text).citations).toEqual([]);
    const written = { ...answer, text: "Nine.", citations: [{ ...citation(1, 0, 5), quote: "newer" }] };
    expect(edit(written, "Nine. [1]").citations.map(({ quote }) => quote)).toEqual(["newer"]);
  });
});
