// Prints a benchmark's rows as a Markdown table and, with ALCOVE_BENCH_WRITE=1, puts them into docs/performance.md in
// place of the rows that the same benchmark wrote before. Called at the end of every *.bench.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { resolve } from "node:path";
import type { Ratio } from "./measure.ts";

/** One line of the table: what was measured against what, the ratio, and the two medians for orientation. */
export interface Row {
  measured: string;
  baseline: string;
  ratio: Ratio;
  /** Medians of both sides in words, with their units. */
  medians: string;
}

const PAGE = resolve(import.meta.dirname, "../../../docs/performance.md");
const START = "<!-- bench: rows between these lines are written by npm run bench -->";
const END = "<!-- bench: end -->";
const HEAD = [
  "| benchmark | measured | against | ratio (min–max) | medians | load |",
  "| --- | --- | --- | --- | --- | --- |",
];

const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));

/** A number with as many digits as it deserves, for the column of medians. */
export const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en-US") : Number(value.toPrecision(3)).toString();

function lineOf(bench: string, { measured, baseline, ratio, medians }: Row): string {
  const load = `${loadavg()[0]!.toFixed(1)} on ${cpus().length}`;
  const spread = `**${short(ratio.median)}** (${short(ratio.min)}–${short(ratio.max)})`;
  return `| ${bench} | ${measured} | ${baseline} | ${spread} | ${medians} | ${load} |`;
}

/** Tells the rows of `bench`; throws where the page has lost its markers. */
export function report(bench: string, rows: Row[]): void {
  const lines = rows.map((row) => lineOf(bench, row));
  console.log([...HEAD, ...lines].join("\n"));
  if (process.env.ALCOVE_BENCH_WRITE !== "1") return;
  const page = readFileSync(PAGE, "utf8");
  const from = page.indexOf(START);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error(`${PAGE} has no table to write into.`);
  const others = page
    .slice(from + START.length, to)
    .split("\n")
    .filter((line) => line.startsWith("| ") && !HEAD.includes(line) && !line.startsWith(`| ${bench} |`));
  const nameOf = (line: string) => line.split("|")[1]!.trim();
  const sorted = [...others, ...lines].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const table = [START, "", ...HEAD, ...sorted, "", ""].join("\n");
  writeFileSync(PAGE, page.slice(0, from) + table + page.slice(to));
}
