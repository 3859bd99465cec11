// Citations of an answer that a person rewrote: which stay, which come back, and what they are tied to.
import { describe, expect, it } from "vitest";
import { editedCitations } from "../../electron/engine/chats/edited-citations.ts";
import type { Citation } from "../../shared/domain/citations.ts";

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

describe("citations of an edited answer", () => {
  const text = "The fee is nine euros. [1] The quay is four metres deep. [2]";
  const citations = [citation(1, 0, 22), citation(2, 27, 56)];

  it("stay where their marks stay, tied to the sentence in front", () => {
    const kept = editedCitations()("m", "The fee is nine euros a night. [1]", citations);
    expect(kept.map(({ n, claims }) => [n, claims])).toEqual([[1, [{ start: 0, end: 30 }]]]);
  });
  it("come back with their marks when an edit is undone", () => {
    const edit = editedCitations();
    expect(edit("m", "Nine euros.", citations)).toEqual([]);
    const back = edit("m", text, []);
    expect(back.map(({ n, quote }) => [n, quote])).toEqual([
      [1, "quote 1"],
      [2, "quote 2"],
    ]);
    expect(back.map(({ claims: [claim] }) => text.slice(claim!.start, claim!.end))).toEqual([
      "The fee is nine euros.",
      "The quay is four metres deep.",
    ]);
  });
  it("are not taken from another answer, and a new one goes before an earlier one of its number", () => {
    const edit = editedCitations();
    edit("m", "Nine euros.", citations);
    expect(edit("other", text, [])).toEqual([]);
    const newer = { ...citation(1, 0, 5), quote: "newer" };
    expect(edit("m", "Nine. [1]", [newer]).map(({ quote }) => quote)).toEqual(["newer"]);
  });
});
