// Promise: whatever part of a run's events a follower has seen, replaying them gives the same state.
import { expect, it } from "vitest";
import { emptyRunView, type RunEvent, type RunEventBody, reduceRun } from "../../shared/domain/runs.ts";

const bodies: RunEventBody[] = [
  { type: "status", status: "running" },
  { type: "step", step: "reading" },
  { type: "item", item: { id: "0", name: "a.pdf", status: "running" } },
  { type: "item", item: { id: "1", name: "b.pdf", status: "waiting" } },
  { type: "text", text: "Hello" },
  { type: "text", text: " world" },
  { type: "item", item: { id: "0", name: "a.pdf", status: "done", result: { chunks: 2 } } },
  { type: "progress", done: 1, total: 2, unit: "files" },
  { type: "result", result: { ready: 2 } },
  { type: "status", status: "succeeded" },
];
const events: RunEvent[] = bodies.map((body, i) => ({ runId: "r", seq: i + 1, atMs: i, body }));
const whole = events.reduce(reduceRun, emptyRunView);

it("gives what happened", () => {
  expect(whole).toMatchObject({
    ...{ seq: 10, status: "succeeded", text: "Hello world", step: "reading", result: { ready: 2 } },
    progress: { done: 1, total: 2, unit: "files" },
    items: [
      { id: "0", status: "done", result: { chunks: 2 } },
      { id: "1", status: "waiting" },
    ],
  });
});

it("is not changed by events that were seen before", () => {
  for (let from = 0; from < events.length; from++) {
    const replayed = [...events.slice(0, from + 1), ...events.slice(Math.max(0, from - 4)), ...events];
    expect(replayed.reduce(reduceRun, emptyRunView)).toEqual(whole);
  }
});

it("leaves the state that it was given as it was", () => {
  const before = structuredClone(emptyRunView);
  events.reduce(reduceRun, emptyRunView);
  expect(emptyRunView).toEqual(before);
});
