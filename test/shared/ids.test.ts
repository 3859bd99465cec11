// Promise: identifiers are UUIDs that sort in the order in which they were made.
import { expect, it } from "vitest";
import { newId } from "../../shared/domain/ids.ts";

it("makes valid UUIDs of version 7 that carry the time", () => {
  const before = Date.now();
  const id = newId();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const timeMs = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
  expect(timeMs).toBeGreaterThanOrEqual(before);
  expect(timeMs).toBeLessThanOrEqual(Date.now() + 1000);
});

it("sorts them in the order in which they were made, thousands within a millisecond and a clock set back included", () => {
  const ids = [
    ...Array.from({ length: 10_000 }, () => newId(Date.now() + 60_000)),
    ...Array.from({ length: 10 }, () => newId(1000)),
  ];
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
