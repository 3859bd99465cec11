// Check 02.5: speed against the libraries that the product stands on and against its own aims. Runs the measuring
// functions of the benchmarks one after the other. Figures depend on what else the machine does: run it on a quiet one.
// `npm run check -- 02.5`
import { loadavg } from "node:os";
import { measure as chats } from "../bench/chats.bench.ts";
import { measure as decode } from "../bench/decode.bench.ts";
import { measure as ingest } from "../bench/ingest.bench.ts";
import { measure as loop } from "../bench/loop.bench.ts";
import { measure as search } from "../bench/search.bench.ts";
import { measure as start } from "../bench/start.bench.ts";
import type { Row } from "../bench/support/page.ts";
import { atLeast, atMost, type Figure, runCheck, shown } from "./support/figures.ts";

// Those that stand alone first: the raw libraries leave threads behind in this process.
const BENCHMARKS: Record<string, () => Promise<Row[]>> = { start, loop, decode, chats, ingest, search };

function toFigure(bench: string, { measured, baseline, value, unit, aim }: Row): Figure {
  const name = `${bench}: ${measured}${baseline ? ` / ${baseline}` : ""}`;
  if (!aim) return shown(name, value.median, unit);
  return "atLeast" in aim
    ? atLeast(name, value.median, aim.atLeast, unit)
    : atMost(name, value.median, aim.atMost, unit);
}

await runCheck(async () => {
  const figures: Figure[] = [];
  for (const [bench, measure] of Object.entries(BENCHMARKS)) {
    for (const row of await measure()) {
      figures.push(toFigure(bench, row));
      if (row.medians) console.log(`  ${bench}: ${row.medians} (load ${loadavg()[0]!.toFixed(1)})`);
    }
  }
  return figures;
});
