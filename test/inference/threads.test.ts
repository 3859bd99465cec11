// Promise: answers use all cores on an idle machine, and fewer threads where other programs keep the cores busy.
import { describe, expect, it } from "vitest";
import { threadGovernor } from "../../electron/inference/threads.ts";

/** Writes `tokens` tokens on a machine where a token takes `costMs(threads)`; returns how many threads each one used. */
function write(
  governor: ReturnType<typeof threadGovernor>,
  clock: { ms: number },
  tokens: number,
  costMs: (threads: number) => number,
): number[] {
  return Array.from({ length: tokens }, () => {
    const { threads } = governor;
    clock.ms += costMs(threads);
    governor.observe(costMs(threads));
    return threads;
  });
}

const idle = (threads: number) => 240 / threads;
const busy = (threads: number) => 240 / threads + (threads > 1 ? 400 * threads : 0);

const quiet = () => 0;
const oneCore = () => 1;

describe("threadGovernor", () => {
  it("stays with all cores on an idle machine and never tries anything else", () => {
    const clock = { ms: 0 };
    const governor = threadGovernor(8, quiet, () => clock.ms);
    governor.begin(false);
    expect(new Set(write(governor, clock, 2_000, idle))).toEqual(new Set([8]));
  });

  it("comes down to one thread within a few tokens on a busy one, and up again once the others have stopped", () => {
    const clock = { ms: 0 };
    let others = 0;
    const governor = threadGovernor(
      8,
      () => others,
      () => clock.ms,
    );
    write(governor, clock, 200, idle);
    others = 2;
    write(governor, clock, 60, busy);
    expect(governor.threads).toBe(1);
    others = 0;
    const used = write(governor, clock, 300, idle);
    expect(used.slice(-200)).toEqual(new Array(200).fill(8));
  });

  it("notices others that the system does not tell of by the time that tokens take", () => {
    const clock = { ms: 0 };
    const governor = threadGovernor(
      8,
      () => undefined,
      () => clock.ms,
    );
    write(governor, clock, 200, idle);
    write(governor, clock, 60, busy);
    expect(governor.threads).toBe(1);
    const used = write(governor, clock, 1_000, idle);
    expect(used.slice(-300).filter((threads) => threads === 8).length).toBeGreaterThan(290);
  });

  it("keeps all cores beside others that do not slow it down, and loses few tokens to trials", () => {
    const clock = { ms: 0 };
    const used = write(
      threadGovernor(8, oneCore, () => clock.ms),
      clock,
      2_000,
      idle,
    );
    expect(used.filter((threads) => threads !== 8).length).toBeLessThan(20);
  });

  it("does not try more threads while others keep every core busy", () => {
    const clock = { ms: 0 };
    const governor = threadGovernor(
      2,
      () => 2,
      () => clock.ms,
    );
    governor.begin(true);
    expect(new Set(write(governor, clock, 500, busy))).toEqual(new Set([1]));
  });

  it("begins with all cores again after a pause, or with one where others keep them busy", () => {
    const clock = { ms: 0 };
    const governor = threadGovernor(2, oneCore, () => clock.ms);
    write(governor, clock, 40, busy);
    expect(governor.threads).toBe(1);
    clock.ms += 60_000;
    governor.begin(false);
    expect(governor.threads).toBe(2);
    clock.ms += 60_000;
    governor.begin(true);
    expect(governor.threads).toBe(1);
  });

  it("has nothing to choose with one core", () => {
    const clock = { ms: 0 };
    const governor = threadGovernor(1, oneCore, () => clock.ms);
    expect(new Set(write(governor, clock, 50, idle))).toEqual(new Set([1]));
  });
});
