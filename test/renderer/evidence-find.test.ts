// The search within a document and the strip of pages: where a search begins, how it goes on, what of a strip exists.
import { describe, expect, it } from "vitest";
import { hitsByPage, nearestHit, stepHit } from "../../renderer/features/evidence/find.ts";
import { nextZoom, wheelZoom } from "../../renderer/features/evidence/store.ts";
import {
  CELL_PX,
  cellsWithin,
  scrollToCell,
  THUMBNAIL,
  thumbnailSize,
} from "../../renderer/features/evidence/thumbnails.ts";

describe("hits", () => {
  const hits = [1, 1, 4, 9].map((page, index) => ({ start: index * 10, end: index * 10 + 4, page }));

  it("begin at the page that is read, or at the first after the last page", () => {
    expect(nearestHit(hits, 1)).toBe(0);
    expect(nearestHit(hits, 3)).toBe(2);
    expect(nearestHit(hits, 10)).toBe(0);
    expect(nearestHit([], 3)).toBe(0);
  });

  it("go round at both ends", () => {
    expect(stepHit(3, 1, 4)).toBe(0);
    expect(stepHit(0, -1, 4)).toBe(3);
    expect(stepHit(null, 1, 4)).toBe(0);
    expect(stepHit(null, -1, 4)).toBe(3);
  });

  it("are grouped by page in their order", () => {
    expect([...hitsByPage(hits)].map(([page, list]) => [page, list.length])).toEqual([
      [1, 2],
      [4, 1],
      [9, 1],
    ]);
  });
});

describe("zoom", () => {
  it("goes up and down the same ladder, which holds half, whole and three times", () => {
    const up: number[] = [];
    for (let zoom = 0.25; up.at(-1) !== zoom; zoom = nextZoom(zoom, 1)) up.push(zoom);
    for (const step of [0.5, 1, 3]) expect(up).toContain(step);
    for (const [index, step] of up.entries()) if (index > 0) expect(nextZoom(step, -1)).toBe(up[index - 1]);
  });

  it("follows the wheel, both ways alike, within its bounds", () => {
    expect(wheelZoom(wheelZoom(1, -120), 120)).toBeCloseTo(1);
    expect(wheelZoom(1, -120)).toBeGreaterThan(1);
    expect(wheelZoom(1, -1e6)).toBe(4);
    expect(wheelZoom(1, 1e6)).toBe(0.25);
  });
});

describe("the strip of pages", () => {
  it("makes only what is seen, with a little around it", () => {
    const [first, last] = cellsWithin(100 * CELL_PX, 5 * CELL_PX, 1000);
    expect(first).toBeLessThan(100);
    expect(last).toBeGreaterThan(104);
    expect(last - first).toBeLessThan(15);
    expect(cellsWithin(0, 500, 2)).toEqual([0, 1]);
    expect(cellsWithin(0, 500, 0)).toEqual([0, -1]);
  });

  it("scrolls no further than needed to show a page", () => {
    expect(scrollToCell(3, 0, 10 * CELL_PX)).toBe(0);
    expect(scrollToCell(20, 0, 10 * CELL_PX)).toBe(11 * CELL_PX);
    expect(scrollToCell(2, 5 * CELL_PX, 10 * CELL_PX)).toBe(2 * CELL_PX);
  });

  it("fits pages of any shape into a cell", () => {
    for (const size of [
      { width: 595, height: 842 },
      { width: 3000, height: 400 },
      { width: 10, height: 5000 },
    ]) {
      const { width, height } = thumbnailSize(size);
      expect(width).toBeLessThanOrEqual(THUMBNAIL.width);
      expect(height).toBeLessThanOrEqual(THUMBNAIL.height);
      expect(Math.min(width, height)).toBeGreaterThan(0);
    }
  });
});
