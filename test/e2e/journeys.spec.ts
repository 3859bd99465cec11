// The short form of check 02.4: a branch, a temporary chat with its raw scan, and a dropped file that is read whole.
import { expect, test } from "@playwright/test";
import { runShort } from "../checks/support/short.ts";

test("journeys through a conversation and a dropped file come to their end", async () => {
  test.setTimeout(240_000);
  expect(await runShort("02-4-journeys")).toContain("journeys walked to their end");
});
