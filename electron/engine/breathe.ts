// Keeps long work from holding up the engine. Called within loops over what may be many thousand things.

/** How long the engine may work before it looks after whoever else waits, in milliseconds. */
const SLICE_MS = 5;

/** Gives a function to be awaited after each step: it lets others have their turn once the slice is used up. */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}
