// What a check measured, printed beside what it aims at. Called by every check.
import { parseArgs } from "node:util";

/** One measured figure. `aim` is its bound as text, empty where it is only shown; `ok` is whether it was met. */
export interface Figure {
  name: string;
  value: number | string;
  unit: string;
  aim: string;
  ok: boolean;
}

/** A figure that must not be below `aim`. */
export const atLeast = (name: string, value: number, aim: number, unit = ""): Figure => ({
  name,
  value,
  unit,
  aim: `at least ${aim}`,
  ok: value >= aim,
});
/** A figure that must not be above `aim`. */
export const atMost = (name: string, value: number, aim: number, unit = ""): Figure => ({
  name,
  value,
  unit,
  aim: `at most ${aim}`,
  ok: value <= aim,
});
/** A figure that must be `aim` exactly. */
export const exactly = (name: string, value: number | string, aim: number | string, unit = ""): Figure => ({
  name,
  value,
  unit,
  aim: `exactly ${aim}`,
  ok: value === aim,
});
/** A figure without an aim, for the reader. */
export const shown = (name: string, value: number | string, unit = ""): Figure => ({
  name,
  value,
  unit,
  aim: "",
  ok: true,
});

const rounded = (value: number | string): string =>
  typeof value === "string" || Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 3 : 1);

/** Width on a terminal: Chinese characters take two columns. */
const columns = (text: string): number =>
  [...text].reduce((sum, char) => sum + (/[\u1100-\u115f\u2e80-\uffdc]/.test(char) ? 2 : 1), 0);

/** Rows of cells as aligned lines of text; the first column to the left, the others to the right. */
export function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => columns(row[i] ?? ""))));
  const pad = (cell: string, i: number) => {
    const space = " ".repeat(widths[i]! - columns(cell));
    return i === 0 ? cell + space : space + cell;
  };
  return rows.map((row) => `  ${row.map(pad).join("  ")}`.trimEnd()).join("\n");
}

/** Prints the figures with their aims; true when all aims were met. */
export function report(figures: Figure[]): boolean {
  const rows = figures.map(({ name, value, unit, aim, ok }) => [
    name,
    `${rounded(value)}${unit && ` ${unit}`}`,
    aim,
    aim === "" ? "" : ok ? "ok" : "MISSED",
  ]);
  console.log(table([["", "measured", "aim", ""], ...rows]));
  return figures.every(({ ok }) => ok);
}

/**
 * What every check takes: `--full` for everything instead of a sample, `--short` for the least that proves something (as
 * test/checks-short asks for), `--seed N` for another sample.
 */
export interface CheckOptions {
  full: boolean;
  short: boolean;
  seed: number;
}

/**
 * Runs a check as a program: reads its options, prints the figures, and ends the process with 0, or with 1
 * where an aim was missed or the check broke.
 */
export async function runCheck(measure: (options: CheckOptions) => Promise<Figure[]>): Promise<void> {
  const { values } = parseArgs({
    options: { full: { type: "boolean" }, short: { type: "boolean" }, seed: { type: "string", default: "1" } },
  });
  const options = { full: values.full === true, short: values.short === true, seed: Number(values.seed) };
  const startedMs = performance.now();
  try {
    const figures = await measure(options);
    const held = report(figures);
    console.log(`  ${((performance.now() - startedMs) / 1000).toFixed(0)} s, seed ${options.seed}`);
    process.exit(held ? 0 : 1);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}
