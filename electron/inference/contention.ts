// Measures how much of the processor other programs take. Called by threads.ts and load.ts.
import { availableParallelism, cpus, loadavg } from "node:os";

/** Shorter spans than this are too coarse: systems count processor time in steps of about 10 ms. */
const LEAST_SPAN_MS = 500;
/** An answer of our own keeps each core busy with one. */
const BUSY_PER_CORE = 1.7;

/** Cores that other programs kept busy lately, or undefined where the system does not tell. */
export type OthersLoad = () => number | undefined;

interface Reading {
  atMs: number;
  allMs: number;
  ownMs: number;
}

function read(): Reading {
  const { user, system } = process.cpuUsage();
  const allMs = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return { atMs: performance.now(), allMs, ownMs: (user + system) / 1000 };
}

/** Measures between the calls, at most twice a second; the first call begins and knows nothing yet. */
export function othersLoadMeter(): OthersLoad {
  let before: Reading | undefined;
  let last: number | undefined;
  return () => {
    if (before && performance.now() - before.atMs < LEAST_SPAN_MS) return last;
    const now = read();
    const isTold = before !== undefined && now.allMs > before.allMs;
    last =
      before && isTold ? (now.allMs - before.allMs - (now.ownMs - before.ownMs)) / (now.atMs - before.atMs) : undefined;
    before = now;
    return last;
  };
}

/** Whether clearly more programs want to run than there are cores. Never on Windows, which keeps no such figure. */
export function isMachineBusy(): boolean {
  const [lastMinute = 0] = loadavg();
  return lastMinute > BUSY_PER_CORE * availableParallelism();
}
