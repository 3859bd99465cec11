// Samples that are the same at every run with the same seed. Called by checks that do not look at everything.

/** Uniform numbers in [0, 1) from a seed: mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The items in an order drawn with `seed` (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomNumbers(seed);
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** `count` of the items drawn with `seed`, in their own order; all where there are fewer. */
export function sample<T>(items: readonly T[], count: number, seed: number): T[] {
  const drawn = new Set(
    shuffled(
      items.map((_, i) => i),
      seed,
    ).slice(0, count),
  );
  return items.filter((_, i) => drawn.has(i));
}
