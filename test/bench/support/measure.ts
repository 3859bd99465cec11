// Rounds of two or more sides in turn, and what their ratios come to. Called by every benchmark.

/** Median of the rounds, with the smallest and the largest. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** Rounds that count; one more goes before them to warm both sides up. */
export const ROUNDS = 7;

/** The value that `share` (0 to 1) of the values do not exceed; 0.5 gives the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Median and range of figures, one a round. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Divides round by round, so that what slows the whole machine for a while falls on both sides. */
export function ratioOf(ours: readonly number[], baseline: readonly number[]): Spread {
  return spreadOf(ours.map((value, round) => value / baseline[round]!));
}

/**
 * Measures all sides once a round, in turn, the order reversed in every second round. A side is given the number of the
 * round, 0 being the warm-up, and returns its figure. Gives the figures of each side without the warm-up.
 */
export async function inTurn<K extends string>(
  sides: Record<K, (round: number) => number | Promise<number>>,
  rounds = ROUNDS,
): Promise<Record<K, number[]>> {
  const names = Object.keys(sides) as K[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const figure = await sides[name](round);
      if (round > 0) figures[name].push(figure);
    }
  }
  return figures;
}

/** Seconds that `work` takes. */
export async function secondsOf(work: () => Promise<unknown> | unknown): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}
