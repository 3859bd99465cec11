// The marker must lie on the words: turning, trimming, outlines and the stack of pages.
import { describe, expect, it } from "vitest";
import {
  type Box,
  contentOf,
  joinLine,
  outlinePaths,
  pageAt,
  pagesWithin,
  type QuarterTurns,
  scrollToBox,
  stackPages,
  toPixels,
  trimmed,
  turnBox,
  turnSize,
  turnsToUpright,
  withSides,
} from "../../renderer/features/evidence/geometry.ts";

const a4 = { width: 595, height: 842 };

/** Corners of a path of straight lines. */
const corners = (path: string) =>
  path
    .slice(1, -1)
    .split("L")
    .map((pair) => pair.split(" ").map(Number) as [number, number]);

describe("turning", () => {
  it("puts a box at the top left to the top right after one clockwise turn", () => {
    expect(turnBox([10, 20, 110, 40], a4, 1)).toEqual([842 - 40, 10, 842 - 20, 110]);
  });

  it("keeps boxes within the turned page and comes back after four turns", () => {
    const box: Box = [10, 20, 110, 40];
    let turned = box;
    let size = a4;
    for (let turn = 0; turn < 4; turn += 1) {
      turned = turnBox(turned, size, 1);
      size = turnSize(size, 1);
      expect(turned[0]).toBeGreaterThanOrEqual(0);
      expect(turned[2]).toBeLessThanOrEqual(size.width);
      expect(turned[3]).toBeLessThanOrEqual(size.height);
    }
    expect(turned).toEqual(box);
  });

  it("agrees with turning once several times", () => {
    const box: Box = [31, 47, 205, 63];
    let turned = box;
    let size = a4;
    for (const turns of [1, 2, 3] as QuarterTurns[]) {
      turned = turnBox(turned, size, 1);
      size = turnSize(size, 1);
      expect(turnBox(box, a4, turns)).toEqual(turned);
      expect(turnSize(a4, turns)).toEqual(size);
    }
  });
});

describe("trimming", () => {
  it("keeps all content and some paper around it", () => {
    const crop = trimmed([72, 90, 523, 300], a4);
    expect(crop[0]).toBeLessThan(72);
    expect(crop[2]).toBeGreaterThan(523);
    expect(crop[1]).toBe(78);
    expect(crop[3]).toBe(312);
  });

  it("never leaves the page, and does not blow up three words", () => {
    expect(trimmed([0, 0, 595, 842], a4)).toEqual([0, 0, 595, 842]);
    const few = trimmed([72, 72, 110, 84], a4);
    expect(few[2] - few[0]).toBeGreaterThan(595 * 0.6);
    expect(few[0]).toBeGreaterThanOrEqual(0);
  });

  it("shows a blank page as a low strip", () => {
    expect(trimmed(null, a4)).toEqual([0, 0, 595, 96]);
  });

  it("gives pages common sides, and wider ones to a page that sticks out", () => {
    expect(withSides([60, 10, 520, 300], [50, 0, 545, 800], a4)).toEqual([50, 10, 545, 300]);
    expect(withSides([20, 10, 590, 300], [50, 0, 545, 800], a4)).toEqual([20, 10, 590, 300]);
  });

  it("finds what is not paper in a picture of a page", () => {
    const width = 20;
    const height = 10;
    const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
    expect(contentOf(pixels, width, height, 0.5)).toBeNull();
    for (const [x, y] of [
      [4, 2],
      [15, 7],
    ] as const) {
      pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
    expect(contentOf(pixels, width, height, 0.5)).toEqual([8, 4, 32, 16]);
  });
});

describe("outlines", () => {
  const first: Box = [254, 38, 335, 50];
  const second: Box = [21, 51, 487, 63];
  const third: Box = [21, 64, 201, 76];

  it("follows the lines of a passage with one stepped path that contains every line", () => {
    const paths = outlinePaths([first, second, third], 1);
    expect(paths).toHaveLength(1);
    const points = corners(paths[0]!);
    expect(points).toHaveLength(12);
    expect(points).toContainEqual([336, 37]);
    expect(points).toContainEqual([253, 37]);
    expect(points).toContainEqual([20, 77]);
    expect(points).toContainEqual([202, 77]);
  });

  it("evens out ragged line ends, but not where the passage starts and ends", () => {
    const [path] = outlinePaths(
      [
        [40, 10, 480, 22],
        [20, 23, 470, 35],
        [22, 36, 455, 48],
        [20, 49, 200, 61],
      ],
      0,
    );
    const xs = corners(path!).map(([x]) => x);
    expect(new Set(xs)).toEqual(new Set([480, 200, 20, 40]));
  });

  it("draws the same outline, turned, for turned text", () => {
    const lines = [first, second, third];
    const area = (path: string) => {
      const points = corners(path);
      return Math.abs(
        points.reduce((sum, [x, y], at) => {
          const [nextX, nextY] = points[(at + 1) % points.length]!;
          return sum + x * nextY - nextX * y;
        }, 0) / 2,
      );
    };
    const [upright] = outlinePaths(lines, 1);
    for (const turns of [1, 2, 3] as QuarterTurns[]) {
      const turned = lines.map((box) => turnBox(box, a4, turns));
      expect(turnsToUpright(turned)).toBe((4 - turns) % 4);
      const paths = outlinePaths(turned, 1);
      expect(paths).toHaveLength(1);
      expect(area(paths[0]!)).toBeCloseTo(area(upright!), 3);
    }
  });

  it("boxes paragraphs one by one", () => {
    expect(
      outlinePaths(
        [
          [20, 10, 400, 22],
          [20, 23, 300, 35],
          [20, 48, 400, 60],
        ],
        1,
      ),
    ).toHaveLength(2);
  });

  it("gives a passage that goes on in the next column an outline in each", () => {
    expect(
      outlinePaths(
        [
          [40, 700, 280, 712],
          [320, 60, 560, 72],
        ],
        1,
      ),
    ).toHaveLength(2);
  });

  it("draws two outlines where the second line ends before the first begins", () => {
    expect(
      outlinePaths(
        [
          [400, 38, 520, 50],
          [20, 51, 100, 63],
        ],
        1,
      ),
    ).toHaveLength(2);
  });

  it("does not draw text along the edge and lines beside it as one", () => {
    const along: Box = [10, 100, 22, 400];
    const line: Box = [24, 380, 300, 392];
    expect(joinLine([along, line])).toEqual([along, line]);
    expect(outlinePaths([line, along], 1)).toHaveLength(2);
  });

  it("joins the pieces of one line, and leaves columns apart", () => {
    expect(
      joinLine([
        [10, 10, 50, 22],
        [50, 11, 90, 21],
      ]),
    ).toEqual([[10, 10, 90, 22]]);
    expect(
      joinLine([
        [10, 10, 50, 22],
        [300, 10, 340, 22],
      ]),
    ).toHaveLength(2);
  });
});

describe("the stack of pages", () => {
  const stack = stackPages(
    [
      [50, 0, 550, 800],
      [0, 0, 800, 400],
      [50, 100, 550, 300],
    ],
    { width: 500, height: Number.POSITIVE_INFINITY, largest: 2 },
    1,
    26,
  );

  it("fits every page to the width", () => {
    for (const placed of stack) expect(placed.width).toBe(500);
    expect(stack[0]).toMatchObject({ top: 26, height: 800, scale: 1 });
    expect(stack[1]).toMatchObject({ top: 26 + 800 + 26, height: 250, scale: 0.625 });
  });

  it("fits every page as a whole where it is asked to", () => {
    const crops: Box[] = [
      [50, 0, 550, 800],
      [0, 0, 800, 400],
    ];
    for (const { width, height } of stackPages(crops, { width: 500, height: 600, largest: 2 }, 1, 26)) {
      expect(width).toBeLessThanOrEqual(500);
      expect(height).toBeLessThanOrEqual(600);
      expect(Math.max(width / 500, height / 600)).toBeCloseTo(1);
    }
  });

  it("finds pages by height", () => {
    expect(pageAt(stack, 0)).toBe(0);
    expect(pageAt(stack, 827)).toBe(1);
    expect(pageAt(stack, 99999)).toBe(2);
    expect(pagesWithin(stack, 700, 900)).toEqual([0, 1]);
    expect(pagesWithin([], 0, 10)).toEqual([0, -1]);
  });

  it("scrolls a passage into view and never past the end", () => {
    const box: Box = [60, 110, 300, 140];
    const placed = stack[2]!;
    const [, top] = toPixels(box, placed.crop, placed.scale);
    const scroll = scrollToBox(placed, box, 400, 10_000);
    expect(placed.top + top).toBeGreaterThan(scroll);
    expect(placed.top + top + 30).toBeLessThan(scroll + 400);
    expect(scrollToBox(placed, box, 400, 1200)).toBeLessThanOrEqual(800);
  });
});
