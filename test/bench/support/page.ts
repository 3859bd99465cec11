// Prints a benchmark's rows as a Markdown table and, with ALCOVE_BENCH_WRITE=1, puts them into docs/performance.md in
// place of the rows that the same benchmark wrote before. Called at the end of every *.bench.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { resolve } from "node:path";
import type { Spread } from "./measure.ts";

/** One line of the table. */
export interface Row {
  measured: string;
  /** What it was measured against, in the same run; empty for a figure that stands for itself. */
  baseline: string;
  /** Ratio to the baseline, or the figure itself. */
  value: Spread;
  /** Unit of `value`; empty for a ratio. */
  unit?: string;
  /** The bound that `value.median` should keep. */
  aim?: { atLeast: number } | { atMost: number };
  /** Medians of both sides in words, with their units, or other figures for orientation. */
  medians: string;
}

const PAGE = resolve(import.meta.dirname, "../../../docs/performance.md");
const START = "<!-- bench: rows between these lines are written by npm run bench -->";
const END = "<!-- bench: end -->";
const HEAD = [
  "| benchmark | measured | against | median (min–max) | aim | medians of both sides | load |",
  "| --- | --- | --- | --- | --- | --- | --- |",
];

const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));

/** A number with as many digits as it deserves, for the column of medians. */
export const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en-US") : Number(value.toPrecision(3)).toString();

function lineOf(bench: string, row: Row): string {
  const { median, min, max } = row.value;
  const spread = `**${short(median)}**${row.unit ? ` ${row.unit}` : ""} (${short(min)}–${short(max)})`;
  const aim = !row.aim ? "" : "atLeast" in row.aim ? `≥ ${row.aim.atLeast}` : `≤ ${row.aim.atMost}`;
  const load = `${loadavg()[0]!.toFixed(1)} on ${cpus().length}`;
  return `| ${[bench, row.measured, row.baseline, spread, aim, row.medians, load].join(" | ")} |`;
}

/** Tells the rows of `bench`; throws where the page has lost its markers. */
export function report(bench: string, rows: Row[]): void {
  const lines = rows.map((row) => lineOf(bench, row));
  console.log([...HEAD, ...lines].join("\n"));
  if (process.env.ALCOVE_BENCH_WRITE !== "1" || rows.length === 0) return;
  const page = readFileSync(PAGE, "utf8");
  const from = page.indexOf(START);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error(`${PAGE} has no table to write into.`);
  const others = page
    .slice(from + START.length, to)
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (benchmark|---) \|/.test(line))
    .filter((line) => !line.startsWith(`| ${bench} |`));
  const nameOf = (line: string) => line.split("|")[1]!.trim();
  const sorted = [...others, ...lines].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const table = [START, "", ...HEAD, ...sorted, "", ""].join("\n");
  writeFileSync(PAGE, page.slice(0, from) + table + page.slice(to));
}
