// The short form of check 01.5: one kill of each part while four files are taken in and questions are answered.
import { expect, it } from "vitest";
import { runShort } from "../checks/support/short.ts";
import { describeWithMaterial } from "../helpers/material.ts";

describeWithMaterial("kill -9", () => {
  it("of any part loses nothing and leaves nothing half there", { timeout: 240_000 }, async () => {
    expect(await runShort("01-5-kills")).toContain("parser: ingestions that went on to their end");
  });
});
