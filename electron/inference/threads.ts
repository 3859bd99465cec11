// Finds how many threads write fastest right now. Called by generate.ts.
// llama.cpp's threads wait for each other hundreds of times a token: on an idle machine all cores are best, but beside
// other busy programs each wait can last a time slice, and then fewer threads are several times faster.
import { availableParallelism, loadavg } from "node:os";

const SAMPLE_TOKENS = 4;
const PROBE_INTERVAL_MS = 10_000;
/** Slower than before by this factor, something else has begun to work: look for a better number at once. */
const SLOWED_BY = 1.6;
/** An answer of our own keeps each core busy with one. */
const BUSY_PER_CORE = 1.7;
/** After a pause this long nothing is known any more. */
const FORGET_AFTER_MS = 30_000;

/** Chooses the number of threads from the time that tokens took. */
export interface ThreadGovernor {
  /** Threads to use next. */
  readonly threads: number;
  /** Takes the time of one token, written with `threads`, in ms. */
  observe(tokenMs: number): void;
  /** To be called before an answer: forgets what is too old, and then begins with one thread where `busy`. */
  begin(busy: boolean): void;
}

/** Whether clearly more programs want to run than there are cores. Never on Windows, which keeps no such figure. */
export function isMachineBusy(): boolean {
  const [lastMinute = 0] = loadavg();
  return lastMinute > BUSY_PER_CORE * availableParallelism();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** A governor for up to `maxThreads`: it tries halves and doubles now and then and stays with the fastest. */
export function threadGovernor(maxThreads: number, now: () => number = () => performance.now()): ThreadGovernor {
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

  function tryNeighbour(): void {
    if (choices.length === 1) return;
    if (choices[chosen + direction] === undefined) direction = -direction;
    trying = chosen + direction;
    direction = -direction;
  }

  function concludeTrial(tried: number, tokenMs: number): void {
    measured[tried] = tokenMs;
    lastTrial = now();
    trying = null;
    if (tokenMs >= (measured[chosen] ?? Number.POSITIVE_INFINITY)) return;
    const step = Math.sign(tried - chosen);
    chosen = tried;
    // What got better in one direction may get better still.
    direction = choices[chosen + step] === undefined ? -step : step;
    if (choices[chosen + step] !== undefined) lastTrial = Number.NEGATIVE_INFINITY;
  }

  return {
    get threads() {
      return choices[trying ?? chosen] ?? 1;
    },
    observe(tokenMs) {
      lastSeen = now();
      sample.push(tokenMs);
      if (sample.length < SAMPLE_TOKENS) return;
      const typical = median(sample);
      sample = [];
      if (trying !== null) return concludeTrial(trying, typical);
      const slowed = typical > (measured[chosen] ?? typical) * SLOWED_BY;
      measured[chosen] = typical;
      if (slowed || now() - lastTrial > PROBE_INTERVAL_MS) tryNeighbour();
    },
    begin(busy) {
      sample = [];
      if (now() - lastSeen < FORGET_AFTER_MS) return;
      chosen = busy ? choices.length - 1 : 0;
      trying = null;
      direction = 1;
      measured.fill(undefined);
      lastTrial = Number.NEGATIVE_INFINITY;
    },
  };
}
