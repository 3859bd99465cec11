// Which messages of a long conversation are in the page, and where all others are.
import { describe, expect, it } from "vitest";
import { estimateHeight, heightsOf } from "../../renderer/features/chat/talk/heights.ts";
import { type Piece, piecesOf, stretchBetween } from "../../renderer/features/chat/talk/window.ts";
import type { Message } from "../../shared/contract/chats.ts";

const messages = Array.from(
  { length: 1000 },
  (_, at) => ({ id: `m${at}`, role: at % 2 ? "assistant" : "user", text: "word ".repeat(at % 50) }) as Message,
);
const sum = (pieces: readonly Piece[], heightOf: (index: number) => number) =>
  pieces.reduce((total, piece) => total + ("index" in piece ? heightOf(piece.index) : piece.height), 0);

describe("heights", () => {
  it("are estimated, and replaced by what is measured", () => {
    const heights = heightsOf(messages, new Map());
    const before = heights.top(1000);
    const estimate = estimateHeight(messages[10]!);
    expect(heights.top(11) - heights.top(10)).toBe(estimate);
    heights.set(10, 777);
    expect(heights.top(11) - heights.top(10)).toBe(777);
    expect(heights.top(1000)).toBe(before + 777 - estimate);
  });
  it("outlive another thread", () => {
    const measured = new Map<string, number>();
    heightsOf(messages, measured).set(5, 300);
    const other = heightsOf(messages.slice(5), measured);
    expect(other.top(1)).toBe(300);
  });
  it("find the message at a distance, at both ends too", () => {
    const heights = heightsOf(messages, new Map());
    for (const index of [0, 1, 499, 999]) {
      expect(heights.at(heights.top(index))).toBe(index);
      expect(heights.at(heights.top(index + 1) - 1)).toBe(index);
    }
    expect(heights.at(-50)).toBe(0);
    expect(heights.at(1e9)).toBe(999);
    expect(heightsOf([], new Map()).at(10)).toBe(0);
  });
  it("count Chinese lines as shorter", () => {
    const chinese = { id: "a", role: "user", text: "蒸".repeat(400) } as Message;
    expect(estimateHeight(chinese)).toBeGreaterThan(estimateHeight({ ...chinese, id: "b", text: "s".repeat(400) }));
  });
});

describe("the page", () => {
  const heights = heightsOf(messages, new Map());
  const heightOf = (index: number) => heights.top(index + 1) - heights.top(index);
  const total = heights.top(1000);

  it("is as high as all messages, wherever one is", () => {
    for (const at of [0, 5000, total / 2, total]) {
      const pieces = piecesOf(heights, stretchBetween(heights, at - 600, at + 1200), []);
      expect(sum(pieces, heightOf)).toBeCloseTo(total);
      expect(pieces.filter((piece) => "index" in piece).length).toBeLessThan(60);
    }
  });
  it("keeps pinned messages in their place", () => {
    const pieces = piecesOf(heights, { first: 500, last: 502 }, [3, 501, 999]);
    const order = pieces.map((piece) => ("index" in piece ? piece.index : "space"));
    expect(order).toEqual(["space", 3, "space", 500, 501, 502, "space", 999]);
    expect(sum(pieces, heightOf)).toBeCloseTo(total);
  });
  it("has nothing of a pinned message that is gone", () => {
    expect(piecesOf(heightsOf(messages.slice(0, 2), new Map()), { first: 0, last: 1 }, [7])).toEqual([
      { index: 0 },
      { index: 1 },
    ]);
  });
});
