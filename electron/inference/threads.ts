// Chooses how many threads write. Called by generate.ts.
// llama.cpp's threads wait for each other hundreds of times a token: on an idle machine all cores are best, but beside
// other busy programs each wait can last a time slice, and then fewer threads are several times faster. So all cores
// work as long as nobody else wants them, without trying anything; once others do, fewer threads are tried, and the
// faster number stays.
import type { OthersLoad } from "./contention.ts";

const SAMPLE_TOKENS = 4;
/** Other programs that keep this much of a core busy are reason enough to try fewer threads. */
const CONTENDED_CORES = 0.3;
/** Slower than before by this factor, something has changed that the system may not tell of. */
const SLOWED_BY = 1.6;
/** A trial whose first token is slower than usual by this factor ends there. */
const HOPELESS_BY = 1.3;
/** Between trials while others are at work, in ms: each costs a few slow tokens. */
const PROBE_INTERVAL_MS = 10_000;
/** Between trials where the last one no longer tells: speed has changed, or the others have stopped. */
const RETRY_INTERVAL_MS = 1_500;
/** After a pause this long nothing is known any more. */
const FORGET_AFTER_MS = 30_000;

/** Chooses the number of threads from the time that tokens took and from what other programs take. */
export interface ThreadGovernor {
  /** Threads to use next. */
  readonly threads: number;
  /** Takes the time of one token, written with `threads`, in ms. */
  observe(tokenMs: number): void;
  /** To be called before an answer: forgets what is too old, and then begins with one thread where `busy`. */
  begin(busy: boolean): void;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** A governor for up to `maxThreads`; it tries halves and doubles when there is a reason, and stays with the fastest. */
export function threadGovernor(
  maxThreads: number,
  othersLoad: OthersLoad,
  now: () => number = () => performance.now(),
): ThreadGovernor {
  const choices: number[] = [];
  for (let threads = Math.max(1, maxThreads); threads > 1; threads = Math.ceil(threads / 2)) choices.push(threads);
  choices.push(1);
  const measured: (number | undefined)[] = choices.map(() => undefined);
  let chosen = 0;
  let trying: number | null = null;
  let sample: number[] = [];
  let lastTrial = Number.NEGATIVE_INFINITY;
  let lastSeen = Number.NEGATIVE_INFINITY;
  let direction = 1;
  let isGettingBetter = false;

  function conclude(tried: number, tokenMs: number): void {
    measured[tried] = tokenMs;
    lastTrial = now();
    trying = null;
    sample = [];
    if (tokenMs >= (measured[chosen] ?? Number.POSITIVE_INFINITY)) {
      direction = -direction;
      return;
    }
    // What got better in one direction may get better still.
    direction = Math.sign(tried - chosen);
    chosen = tried;
    isGettingBetter = choices[chosen + direction] !== undefined;
  }

  /** Looks whether another number may be faster now; `slowed` when tokens have suddenly become slower. */
  function consider(slowed: boolean): void {
    const others = othersLoad();
    const quiet = others !== undefined && others <= CONTENDED_CORES;
    if (!isGettingBetter) {
      if (chosen === 0 && !slowed && (quiet || others === undefined)) return;
      if (now() - lastTrial < (slowed || quiet ? RETRY_INTERVAL_MS : PROBE_INTERVAL_MS)) return;
      // Nobody else wants the cores: more threads, never fewer.
      if (quiet && chosen > 0) direction = -1;
      if (choices[chosen + direction] === undefined) direction = -direction;
      // Where every core has its work, more threads would only wait for each other.
      const isFull = others !== undefined && others + (choices[chosen] ?? 1) > (choices[0] ?? 1) - CONTENDED_CORES;
      if (direction < 0 && isFull) direction = 1;
    }
    isGettingBetter = false;
    if (choices[chosen + direction] !== undefined) trying = chosen + direction;
  }

  return {
    get threads() {
      return choices[trying ?? chosen] ?? 1;
    },
    observe(tokenMs) {
      lastSeen = now();
      sample.push(tokenMs);
      if (trying !== null) {
        const usual = measured[chosen] ?? Number.POSITIVE_INFINITY;
        if (sample.length === SAMPLE_TOKENS) conclude(trying, median(sample));
        else if (sample.length === 1 && tokenMs > usual * HOPELESS_BY) conclude(trying, tokenMs);
        return;
      }
      if (sample.length < SAMPLE_TOKENS) return;
      const typical = median(sample);
      sample = [];
      const slowed = typical > (measured[chosen] ?? typical) * SLOWED_BY;
      measured[chosen] = typical;
      consider(slowed);
    },
    begin(busy) {
      sample = [];
      trying = null;
      // What others take is measured from here on.
      othersLoad();
      if (now() - lastSeen < FORGET_AFTER_MS) return;
      chosen = busy ? choices.length - 1 : 0;
      direction = 1;
      isGettingBetter = false;
      measured.fill(undefined);
      lastTrial = Number.NEGATIVE_INFINITY;
    },
  };
}
