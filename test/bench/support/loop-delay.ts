// What loop.bench.ts and the engine that it watches say to each other about delays.

/** Delays beyond what the timer was set to, in milliseconds, and what was ingested meanwhile. */
export interface LoopReply {
  p99: number;
  max: number;
  seconds: number;
  ready: number;
}

/** How often the delay is sampled. */
export const RESOLUTION_MS = 5;

/** Milliseconds by which a measured span (in nanoseconds) is longer than the one that the timer was set to. */
export const beyond = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
