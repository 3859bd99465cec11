// The text viewer loads a window around a passage and marks it to the letter.
import { describe, expect, it } from "vitest";
import {
  BLOCK,
  blockStretch,
  blocksAround,
  cutAtMarks,
  extendBlocks,
  headingsOf,
  MOST_BLOCKS,
  pageOf,
} from "../../renderer/features/evidence/text-window.ts";

describe("the window", () => {
  const total = 40 * BLOCK + 100;

  it("covers the passage with text on both sides", () => {
    const mark = { start: 10 * BLOCK + 10, end: 10 * BLOCK + 500 };
    const { first, last } = blocksAround(mark, total, 6000);
    expect(first * BLOCK).toBeLessThanOrEqual(mark.start - 6000);
    expect(blockStretch(last, total).end).toBeGreaterThanOrEqual(mark.end + 6000 - BLOCK);
    expect(blockStretch(last, total).end).toBeGreaterThanOrEqual(mark.end);
  });

  it("stays within the document and within what is shown at a time", () => {
    expect(blocksAround({ start: 0, end: 5 }, 100, 6000)).toEqual({ first: 0, last: 0 });
    expect(blocksAround({ start: 0, end: total }, total, 6000)).toEqual({ first: 0, last: MOST_BLOCKS - 1 });
    expect(blockStretch(40, total)).toEqual({ start: 40 * BLOCK, end: total });
    expect(blocksAround({ start: 0, end: 0 }, 0, 6000)).toEqual({ first: 0, last: 0 });
  });

  it("grows at either end and lets the far end go", () => {
    let range = { first: 20, last: 21 };
    for (let step = 0; step < 30; step += 1) range = extendBlocks(range, total, "after");
    expect(range).toEqual({ first: 40 - MOST_BLOCKS + 1, last: 40 });
    for (let step = 0; step < 50; step += 1) range = extendBlocks(range, total, "before");
    expect(range).toEqual({ first: 0, last: MOST_BLOCKS - 1 });
  });
});

describe("marking", () => {
  const text = "Heat flows from hot to cold. 蒸汽机指示器记录压力。";

  it("marks exactly the passage, counted from the start of the document", () => {
    const pieces = cutAtMarks(text, 1000, [{ n: 2, start: 1005, end: 1010 }], 2);
    expect(pieces.map(({ n, text: piece }) => [n, piece])).toEqual([
      [null, "Heat "],
      [2, "flows"],
      [null, text.slice(10)],
    ]);
  });

  it("loses no letter, whatever the passages", () => {
    const marks = [
      { n: 1, start: 990, end: 1012 },
      { n: 2, start: 1005, end: 1030 },
      { n: 3, start: 1035, end: 5000 },
    ];
    const pieces = cutAtMarks(text, 1000, marks, 2);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    for (const piece of pieces) expect(piece.text).toBe(text.slice(piece.start - 1000, piece.end - 1000));
  });

  it("shows the passage looked at whole where passages overlap", () => {
    const marks = [
      { n: 1, start: 1000, end: 1010 },
      { n: 2, start: 1005, end: 1015 },
    ];
    const shown = cutAtMarks(text, 1000, marks, 2).filter(({ n }) => n === 2);
    expect(shown.map((piece) => piece.text).join("")).toBe(text.slice(5, 15));
  });

  it("cuts at block edges, but never through a letter of two units", () => {
    const long = `${"a".repeat(BLOCK - 1)}😀${"b".repeat(20)}`;
    const pieces = cutAtMarks(long, 0, [], null);
    expect(pieces).toHaveLength(2);
    expect(pieces[0]!.text.endsWith("😀")).toBe(true);
    expect(pieces.map((piece) => piece.text).join("")).toBe(long);
  });
});

describe("hits and pages", () => {
  const text = "Heat flows. Heat stays.\n\nHeat on page two.";
  const hits = [
    { start: 100, end: 104 },
    { start: 112, end: 116 },
    { start: 125, end: 129 },
  ];

  it("marks hits inside and outside of passages, to the letter", () => {
    const pieces = cutAtMarks(text, 100, [{ n: 1, start: 112, end: 123 }], 1, { hits });
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces.flatMap((piece) => (piece.hit === null ? [] : [[piece.hit, piece.text, piece.n]]))).toEqual([
      [0, "Heat", null],
      [1, "Heat", 1],
      [2, "Heat", null],
    ]);
  });

  it("shows the part of a hit that is loaded, and only that", () => {
    const pieces = cutAtMarks("at stays", 114, [], null, { hits });
    expect(pieces.map(({ text: shown, hit }) => [shown, hit])).toEqual([
      ["at", 1],
      [" stays", null],
    ]);
  });

  it("cuts where pages begin and says which page an offset is on", () => {
    const starts = [0, 125, 200];
    const pieces = cutAtMarks(text, 100, [], null, { pages: starts });
    expect(pieces.map((piece) => piece.start)).toEqual([100, 125]);
    expect([0, 124, 125, 199, 200, 9999].map((offset) => pageOf(starts, offset))).toEqual([1, 1, 2, 2, 3, 3]);
    expect(pageOf([], 5)).toBe(1);
  });

  it("tells headings from the text between them without losing a letter", () => {
    const document = "# One\ntext # no heading\n\n### Two\n#hash\nmore";
    const parts = headingsOf(document);
    expect(parts.map((part) => part.text).join("")).toBe(document);
    expect(parts.filter(({ heading }) => heading).map((part) => part.text)).toEqual(["# One", "### Two"]);
    expect(headingsOf("plain")).toEqual([{ text: "plain", heading: false }]);
  });
});
