// What a PDF's layout becomes: reading order, paragraphs, headings, running lines, and boxes on turned pages.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { ParsedDocument } from "../../shared/children/parser.ts";
import { passageBoxes } from "../../shared/domain/geometry.ts";
import { blockTexts, pageTexts, parse } from "./prerequisites.ts";
import { lines, type TinyPage, tinyPdf } from "./tiny-pdf.ts";

const folder = mkdtempSync(join(tmpdir(), "alcove-pdf-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function parsePages(pages: TinyPage[], options: Parameters<typeof parse>[1] & { title?: string } = {}) {
  const path = join(folder, `${count++}.pdf`);
  writeFileSync(path, tinyPdf(pages, options.title));
  return parse(path, options);
}

function boxesOf(parsed: ParsedDocument, passage: string, page = 1) {
  const start = parsed.text.indexOf(passage);
  expect(start, passage).toBeGreaterThanOrEqual(0);
  return passageBoxes(parsed.pages[page - 1]!.runs!, start, start + passage.length);
}

const PROSE = [
  "The harbour master keeps a ledger of all vessels that",
  "enter between sunrise and sunset, and each captain signs",
  "it before the cargo is unloaded. Nothing leaves the quay",
  "until the seal on every crate has been compared with the",
  "number in the ledger and found to be the same.",
];
const OTHER = [
  "Grain is weighed twice, once on the ship and once again in",
  "the store, because moisture changes its weight on the way.",
  "The second figure is the one that counts for the tax, and",
  "the difference is written down beside it in red ink, with",
  "the name of the clerk who stood at the scales.",
];

test("a word broken at the end of a line is one word, and its passage has a box on each line", async () => {
  const parsed = await parsePages([
    { content: lines(["Every ship that comes in has its own docu-", "ments, and the captain carries them."], 72, 700) },
  ]);
  expect(blockTexts(parsed)).toEqual(["Every ship that comes in has its own documents, and the captain carries them."]);
  const boxes = boxesOf(parsed, "documents");
  expect(boxes).toHaveLength(2);
  // Helvetica widths of "Every ... own " at 10 points: 164.51; the second line starts at the margin.
  expect(boxes[0]![0]).toBeCloseTo(72 + 164.51, 0);
  expect(boxes[1]![0]).toBeCloseTo(72, 1);
  expect(boxes[1]![1] - boxes[0]![1]).toBeCloseTo(12, 1);
});

test("two columns are read one after the other, whatever order the file draws them in", async () => {
  const rows = PROSE.flatMap((_, index) => [
    lines([PROSE[index]!.slice(0, 40)], 72, 700 - 12 * index),
    lines([OTHER[index]!.slice(0, 40)], 330, 700 - 12 * index),
  ]);
  const inColumns = [
    lines(
      PROSE.map((line) => line.slice(0, 40)),
      72,
      700,
    ),
    lines(
      OTHER.map((line) => line.slice(0, 40)),
      330,
      700,
    ),
  ];
  const parsed = await parsePages([{ content: inColumns.join("\n") }]);
  expect(parsed.text.indexOf("number in the ledger")).toBeLessThan(parsed.text.indexOf("Grain is weighed"));
  const table = await parsePages([{ content: rows.join("\n") }]);
  // Drawn row by row, as tables are: then a row stays together.
  expect(table.text.indexOf("Grain is weighed")).toBeLessThan(table.text.indexOf("enter between"));
});

test("headings, paragraphs and list items are told apart", async () => {
  const content = [
    lines(["Harbour rules"], 72, 740, 18),
    lines(PROSE, 72, 700),
    lines(["Duties of the clerk"], 72, 620, 13, 15, "F2"),
    lines(OTHER, 72, 600),
    lines(["1. Weigh the grain.", "2. Sign the ledger."], 72, 520),
  ].join("\n");
  const parsed = await parsePages([{ content }]);
  expect(parsed.blocks.map((block) => [block.kind, block.level ?? 0])).toEqual([
    ["heading", 1],
    ["paragraph", 0],
    ["heading", 2],
    ["paragraph", 0],
    ["list-item", 0],
    ["list-item", 0],
  ]);
  expect(parsed.title).toBe("Harbour rules");
  expect(parsed.language).toBe("en");
  expect((await parsePages([{ content }], { title: "The harbour book" })).title).toBe("The harbour book");
});

test("running headers and page numbers stay out of the blocks and in the page's text", async () => {
  const pages = [1, 2, 3, 4].map((number) => ({
    content: [
      lines(["Harbour book, third edition"], 72, 770),
      lines(number % 2 ? PROSE : OTHER, 72, 700 - 20 * number),
      lines([`Page ${number}`], 290, 30),
    ].join("\n"),
  }));
  const parsed = await parsePages(pages);
  expect(blockTexts(parsed).join("\n")).not.toMatch(/third edition|Page \d/);
  expect(pageTexts(parsed)[2]).toMatch(/^Harbour book, third edition[\s\S]*Page 3$/);
  expect(parsed.blocks.map((block) => block.page)).toEqual([1, 2, 3, 4]);
});

test("boxes are right on pages that are turned", async () => {
  // "Anchor" at 20 points starts at (100, 700) of the page's own space and is 63.36 points long (AFM).
  const content = "BT /F1 20 Tf 100 700 Td (Anchor) Tj ET";
  const expected = {
    0: [100, 92, 163.36, 92],
    90: [700, 100, 700, 163.36],
    180: [448.64, 700, 512, 700],
    270: [92, 448.64, 92, 512],
  } as const;
  for (const rotate of [0, 90, 180, 270] as const) {
    const parsed = await parsePages([{ content, rotate }]);
    const [box] = boxesOf(parsed, "Anchor");
    const [x0, y0, x1, y1] = expected[rotate];
    const along = rotate % 180 === 0 ? [box![0], box![2], x0, x1] : [box![1], box![3], y0, y1];
    expect(along[0], `start at ${rotate}`).toBeCloseTo(along[2]!, 0);
    expect(along[1], `end at ${rotate}`).toBeCloseTo(along[3]!, 0);
    const across = rotate % 180 === 0 ? [box![1], box![3], y0] : [box![0], box![2], x0];
    expect(across[0]).toBeLessThan(across[2]! + 1);
    expect(across[1]).toBeGreaterThan(across[2]! - 1);
    expect(parsed.pages[0]).toMatchObject(
      rotate % 180 === 0 ? { width: 612, height: 792 } : { width: 792, height: 612 },
    );
    // The last letter stands at the far end of the word, in the direction of writing.
    const [first] = boxesOf(parsed, "A");
    const [last] = boxesOf(parsed, "r");
    const axis = rotate % 180 === 0 ? 0 : 1;
    const forwards = rotate === 0 || rotate === 90;
    expect(last![axis] > first![axis]).toBe(forwards);
  }
});

test("spaces are found where the file has only gaps", async () => {
  const parsed = await parsePages([{ content: "BT /F1 12 Tf 72 700 Td [(Seven) -278 (red) -278 (buoys)] TJ ET" }]);
  expect(parsed.text).toBe("Seven red buoys");
});

test("pages without text are counted, and a document of such pages is refused", async () => {
  const picture = { content: "0 0 612 792 re f" };
  const parsed = await parsePages([{ content: lines(PROSE, 72, 700) }, picture, picture]);
  expect(parsed.warnings).toEqual([{ code: "document.pages-without-text", params: { count: 2, total: 3 } }]);
  expect(parsed.pages.map((page) => page.end - page.start > 0)).toEqual([true, false, false]);
  await expect(parsePages([picture])).rejects.toMatchObject({ code: "document.no-text" });
});

test("reading stops between pages when it is cancelled, and reports each page", async () => {
  const pages = Array.from({ length: 6 }, () => ({ content: lines(PROSE, 72, 700) }));
  const all: number[] = [];
  await parsePages(pages, { onPage: (done) => all.push(done) });
  expect(all).toEqual([1, 2, 3, 4, 5, 6]);
  const controller = new AbortController();
  const some: number[] = [];
  const onPage = (done: number) => {
    some.push(done);
    if (done === 2) controller.abort();
  };
  await expect(parsePages(pages, { onPage, signal: controller.signal })).rejects.toThrow();
  expect(some).toEqual([1, 2]);
});
