// Boxes against poppler, which finds the place of words on its own.
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { Box, TextRun } from "../../shared/children/parser.ts";
import { passageBoxes } from "../../shared/domain/geometry.ts";
import { hasPoppler, materialFile, needsMaterial, parse } from "./prerequisites.ts";

/** Intersection over union of two rectangles. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both);
}

const withoutEntities = (text: string) =>
  text.replace(
    /&(lt|gt|quot|apos|#39|amp);/g,
    (_, name) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[name as string] ?? "'",
  );

/** Poppler's words with their boxes, page by page. */
function popplerWords(path: string): { word: string; box: Box }[][] {
  const xml = execFileSync("pdftotext", ["-bbox", path, "-"], { maxBuffer: 1 << 26 }).toString();
  const pattern = /<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/g;
  return xml
    .split("<page ")
    .slice(1)
    .map((page) =>
      [...page.matchAll(pattern)].map((match) => ({
        word: withoutEntities(match[5]!),
        box: match.slice(1, 5).map(Number) as unknown as Box,
      })),
    );
}

const FILES = [
  "pdfplumber__federal-register-2020-17221.pdf",
  "pdfplumber__nics-background-checks-2015-11-rotated.pdf",
  "pdfplumber__senate-expenditures.pdf",
  "tika__testPDF_rotated.pdf",
  "tika__testPDF_angles.pdf",
  "pdfjs__hello_world_rotated.pdf",
  "unstructured__rotated-page-90.pdf",
  "docling__multi_page.pdf",
  "pypdf__multilang.pdf",
  "pdfjs__noembed-sjis.pdf",
];

describe("against poppler", needsMaterial, () => {
  test.skipIf(!hasPoppler)(
    "97 of 100 words overlap with poppler's by at least 0.7, also on turned pages and in columns",
    async () => {
      const paths = FILES.map((name) => materialFile("ingest", "files", name));
      paths.push(
        materialFile("qa", "docs", "09_Victoria_Australia_zh.pdf"),
        materialFile("qa", "docs", "02_Normans_en.pdf"),
      );
      for (const path of paths) {
        const parsed = await parse(path);
        const scores: number[] = [];
        let missing = 0;
        for (const [index, words] of popplerWords(path).entries()) {
          const page = parsed.pages[index]!;
          const text = parsed.text.slice(page.start, page.end);
          for (const { word, box } of words) {
            if (word.length < 3) continue;
            let best = -1;
            for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
              const from = page.start + at;
              for (const one of passageBoxes(page.runs!, from, from + word.length))
                best = Math.max(best, overlap(one, box));
            }
            if (best < 0) missing++;
            else scores.push(best);
          }
        }
        expect(scores.length, path).toBeGreaterThan(0);
        expect(missing, path).toBeLessThanOrEqual(2 + 0.01 * scores.length);
        expect(scores.filter((score) => score >= 0.7).length / scores.length, path).toBeGreaterThanOrEqual(0.97);
      }
    },
    120_000,
  );
});

const run = (more: Partial<TextRun>): TextRun => ({ start: 10, end: 14, box: [100, 50, 140, 60], ...more });

test("a passage starts and ends at the edges of its characters", () => {
  const stops = [0, 0.1, 0.5, 0.9, 1];
  expect(passageBoxes([run({ stops })], 11, 13)).toEqual([[104, 50, 136, 60]]);
  expect(passageBoxes([run({})], 0, 12)).toEqual([[100, 50, 120, 60]]);
  expect(passageBoxes([run({ stops, rtl: true })], 10, 11)).toEqual([[136, 50, 140, 60]]);
  expect(passageBoxes([run({})], 14, 20)).toEqual([]);
});

test("turned text is cut along its own direction", () => {
  const box: Box = [50, 100, 60, 140];
  expect(passageBoxes([run({ box, angle: 90 })], 10, 11)).toEqual([[50, 100, 60, 110]]);
  expect(passageBoxes([run({ box, angle: 270 })], 10, 11)).toEqual([[50, 130, 60, 140]]);
  expect(passageBoxes([run({ angle: 180 })], 10, 11)).toEqual([[130, 50, 140, 60]]);
  expect(passageBoxes([run({ angle: 180, rtl: true })], 10, 11)).toEqual([[100, 50, 110, 60]]);
});

test("runs of one line give one box, the next column and the next line their own", () => {
  const runs = [
    run({}),
    run({ start: 15, end: 20, box: [143, 49, 200, 61] }),
    run({ start: 21, end: 25, box: [100, 62, 140, 72] }),
    run({ start: 26, end: 30, box: [300, 62, 340, 72] }),
  ];
  expect(passageBoxes(runs, 10, 30)).toEqual([
    [100, 49, 200, 61],
    [100, 62, 140, 72],
    [300, 62, 340, 72],
  ]);
});
