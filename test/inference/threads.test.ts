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

describe("threadGovernor", () => {
  it("stays with all cores on an idle machine, but for a short trial now and then", () => {
    const clock = { ms: 0 };
    const used = write(
      threadGovernor(8, () => clock.ms),
      clock,
      2_000,
      idle,
    );
    expect(used.filter((threads) => threads === 8).length).toBeGreaterThan(1_920);
  });

  it("comes down to one thread within a few tokens on a busy one, and up again afterwards", () => {
    const clock = { ms: 0 };
    const governor = threadGovernor(8, () => clock.ms);
    write(governor, clock, 200, idle);
    write(governor, clock, 60, busy);
    expect(governor.threads).toBe(1);
    const used = write(governor, clock, 1_000, idle);
    expect(used.slice(-300).filter((threads) => threads === 8).length).toBeGreaterThan(270);
  });

  it("begins with all cores again after a pause, or with one where others keep them busy", () => {
    const clock = { ms: 0 };
    const governor = threadGovernor(2, () => clock.ms);
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
    expect(
      new Set(
        write(
          threadGovernor(1, () => clock.ms),
          clock,
          50,
          idle,
        ),
      ),
    ).toEqual(new Set([1]));
  });
});
