// What a passage is boxed as: level words of a line together, cells and slanted letters by themselves; brackets of
// right-to-left text the way they are read.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Cluster, logicalOrder } from "../../electron/parsers/pdf/clusters.ts";
import { UNKNOWN_FONT } from "../../electron/parsers/pdf/fonts.ts";
import type { TextRun } from "../../shared/children/parser.ts";
import { passageBoxes } from "../../shared/domain/geometry.ts";
import { parse } from "./prerequisites.ts";
import { tinyPdf } from "./tiny-pdf.ts";

describe("boxes of a passage", () => {
  const run = (start: number, box: TextRun["box"]): TextRun => ({ start, end: start + 4, box });

  it("are one for the words of a line, however a font changes within it", () => {
    const runs = [run(0, [10, 10, 30, 20]), run(5, [33, 9, 60, 20]), run(10, [63, 10, 90, 20])];
    expect(passageBoxes(runs, 0, 14)).toEqual([[10, 9, 90, 20]]);
  });

  it("leave out the space between cells", () => {
    const runs = [run(0, [10, 10, 30, 20]), run(5, [60, 10, 90, 20])];
    expect(passageBoxes(runs, 0, 9)).toHaveLength(2);
  });

  it("are separate for what is set much higher or climbs", () => {
    const climbing = [0, 1, 2, 3, 4, 5].map((step) =>
      run(5 * step, [10 * step, 50 - 4 * step, 10 * step + 10, 60 - 4 * step]),
    );
    const boxes = passageBoxes(climbing, 0, 29);
    expect(boxes.length).toBeGreaterThan(2);
    for (const [, top, , bottom] of boxes) expect(bottom - top).toBeLessThan(16);
  });
});

describe("slanted text", () => {
  it("is boxed along its letters, not by one box around it", async () => {
    const slanted = "BT /F1 20 Tf 0.866 0.5 -0.5 0.866 100 300 Tm (A climbing line of words) Tj ET";
    const folder = mkdtempSync(join(tmpdir(), "alcove-slanted-"));
    writeFileSync(join(folder, "slanted.pdf"), tinyPdf([{ content: slanted }]));
    const document = await parse(join(folder, "slanted.pdf"));
    rmSync(folder, { recursive: true });
    const runs = document.pages[0]!.runs!;
    const start = document.text.indexOf("A climbing");
    const boxes = passageBoxes(runs, start, start + "A climbing line of words".length);
    const area = boxes.reduce((sum, [left, top, right, bottom]) => sum + (right - left) * (bottom - top), 0);
    const all = [Math.min(...boxes.map((box) => box[0])), Math.max(...boxes.map((box) => box[2]))];
    // The line is about 220 points long and 22 high; a box around it would have ten times its area.
    expect(all[1]! - all[0]!).toBeGreaterThan(170);
    expect(area).toBeLessThan(2.5 * 220 * 22);
  });
});

describe("right-to-left lines", () => {
  /** Glyphs as they stand from left to right on the page. */
  const glyphs = (text: string): Cluster[] =>
    [...text].map((character, index) => ({
      text: character,
      u0: 10 * index,
      u1: 10 * index + 9,
      base: 0,
      v0: -9,
      v1: 2,
      size: 10,
      pen: 10 * index + 9,
      font: UNKNOWN_FONT,
      spaceBefore: false,
      rtl: /[א-ת]/.test(character) ? true : null,
    }));
  const read = (seen: string) =>
    logicalOrder(glyphs(seen))
      .clusters.map(({ text }) => text)
      .join("");

  it("have brackets that open before they close, whichever way the file names them", () => {
    // On the page, from left to right: what closes looks like "(" there, and is named so by most files.
    expect(read("ד(גב)א")).toBe("א(בג)ד");
    expect(read("ד)גב(א")).toBe("א(בג)ד");
  });

  it("keep a single bracket, which belongs to another line", () => {
    expect(read("דג(בא")).toBe("אב(גד");
    expect(read("דג)בא")).toBe("אב)גד");
  });
});
