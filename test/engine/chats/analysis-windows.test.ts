// Promises of how documents are divided for reading: every passage stands in exactly one part, in order, and no part is
// longer than was asked for unless a single passage is.
import { describe, expect, it } from "vitest";
import { packed, type Source, windowsOf } from "../../../electron/engine/chats/analysis-windows.ts";

const countWords = async (texts: string[]) => texts.map((text) => text.split(/\s+/).filter(Boolean).length);

/** A document of passages with these numbers of words, and `gap` words between them that are in no passage. */
function sourceOf(sizes: number[], gap = 0): Source {
  let text = "";
  const chunks = sizes.map((size, position) => {
    const start = text.length;
    const body = Array.from({ length: size }, (_, i) => `w${position}x${i}`).join(" ");
    text += `${body} ${"gap ".repeat(gap)}`;
    return {
      ...{ id: `c${position}`, documentId: "d", documentName: "d.pdf", position, page: 1 + (position >> 1) },
      ...{ heading: null, start, end: start + body.length, text: body, tokens: size },
    };
  });
  return { document: { id: "d", name: "d.pdf" } as Source["document"], chunks, text };
}

describe("parts to read", () => {
  it("hold every passage once, in order, within the budget", async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const sizes = Array.from({ length: 1 + ((seed * 7) % 60) }, (_, i) => 1 + ((i * 37 + seed * 11) % 50));
      const gap = seed % 3;
      const budget = 20 + seed * 5;
      const source = sourceOf(sizes, gap);
      for (const from of [0, Math.floor(sizes.length / 2)]) {
        const windows = await windowsOf(source, from, budget, countWords);
        const positions = windows.flatMap(({ chunks }) =>
          Array.from({ length: chunks.to - chunks.from + 1 }, (_, i) => chunks.from + i),
        );
        expect(positions).toEqual(sizes.map((_, i) => i).slice(from));
        for (const { chunks, text, firstChunkId, lastChunkId, pages } of windows) {
          const [tokens] = await countWords([text]);
          expect(tokens! <= budget || chunks.from === chunks.to).toBe(true);
          expect([firstChunkId, lastChunkId]).toEqual([`c${chunks.from}`, `c${chunks.to}`]);
          expect(pages).toEqual({ from: 1 + (chunks.from >> 1), to: 1 + (chunks.to >> 1) });
          for (let at = chunks.from; at <= chunks.to; at++) expect(text).toContain(source.chunks[at]!.text);
        }
      }
    }
  });

  it("are as few as fit", () => {
    expect(packed([5, 5, 5, 5], 10)).toEqual([
      { from: 0, to: 1 },
      { from: 2, to: 3 },
    ]);
    expect(packed([50, 1, 1], 10)).toEqual([
      { from: 0, to: 0 },
      { from: 1, to: 2 },
    ]);
    expect(packed([], 10)).toEqual([]);
  });
});
