// What the window's main thread is busy with: its share over a time, and its work in each frame from a trace.
import type { Page } from "@playwright/test";
import type { Browser, CDPSession } from "playwright-core";

/** Part of the wall time, 0 to 1, that the main thread ran tasks while `work` went on, second by second. */
export async function busyShares(page: Page, work: Promise<unknown>): Promise<number[]> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "timeTicks" });
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { task: value("TaskDuration"), at: value("Timestamp") };
  };
  const shares: number[] = [];
  let ended = false;
  void work.finally(() => {
    ended = true;
  });
  for (let before = await read(); !ended; ) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = await read();
    shares.push((now.task - before.task) / (now.at - before.at));
    before = now;
  }
  await session.detach();
  return shares;
}

/** Scripts, and all that lays out: style, layout, and what sizes and sight bring with them. */
const WORK = new Set([
  "EvaluateScript",
  "FunctionCall",
  "FireAnimationFrame",
  "EventDispatch",
  "TimerFire",
  "RunMicrotasks",
  "MinorGC",
  "MajorGC",
  "V8.GCScavenger",
  "V8.GCFinalizeMC",
  "UpdateLayoutTree",
  "Layout",
]);

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  pid: number;
  tid: number;
  args?: { name?: string };
}

/** Records while `work` goes on; gives milliseconds of script, style and layout of each frame. */
export async function workByFrame(browser: Browser, page: Page, work: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, {
    categories: ["devtools.timeline", "disabled-by-default-devtools.timeline.frame", "v8"],
  });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString("utf8")) as { traceEvents: TraceEvent[] };
  const mains = traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const count = (main: TraceEvent) => traceEvents.filter((e) => e.pid === main.pid && e.tid === main.tid).length;
  const [main] = mains.toSorted((a, b) => count(b) - count(a));
  if (!main) throw new Error("The trace has no renderer in it.");
  const own = traceEvents.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const frames = own.filter(({ name }) => name === "BeginMainThreadFrame").map(({ ts }) => ts);
  const spans = own
    .filter(({ name, ph, dur }) => WORK.has(name) && ph === "X" && dur !== undefined)
    .map(({ ts, dur }) => ({ start: ts, end: ts + dur! }))
    .sort((a, b) => a.start - b.start);
  const perFrame = frames.map(() => 0);
  let frame = -1;
  let reached = 0;
  for (const { start, end } of spans) {
    // Scripts run inside of scripts; each moment counts once.
    const from = Math.max(start, reached);
    if (end <= from) continue;
    reached = end;
    while (frame + 1 < frames.length && frames[frame + 1]! <= from) frame++;
    if (frame >= 0) perFrame[frame]! += (end - from) / 1000;
  }
  return perFrame;
}

/** Milliseconds from each key that is pressed to the frame in which its letter stands. Types into the composer. */
export async function typingLatencies(page: Page, text: string, pauseMs: () => number): Promise<number[]> {
  await page.locator("[data-composer]").focus();
  await page.evaluate(() => {
    const found: number[] = [];
    const own = window as unknown as { latencies?: number[] };
    // Listening already: the list starts anew.
    if (own.latencies) return void own.latencies.splice(0);
    own.latencies = found;
    addEventListener(
      "keydown",
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          // A task after the frame's callbacks runs when the frame has been laid out and painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => found.push(performance.now() - timeStamp);
          port2.postMessage(null);
        }),
      { capture: true },
    );
  });
  for (const character of text) {
    await page.keyboard.press(character === " " ? "Space" : character);
    await page.waitForTimeout(pauseMs());
  }
  return page.evaluate(() => [...(window as unknown as { latencies: number[] }).latencies]);
}

/** The value that `share` (0 to 1) of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
