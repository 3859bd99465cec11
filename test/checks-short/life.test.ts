// The short form of check 02.7: three kills of the engine while everything that a person does goes on at once.
import { expect, it } from "vitest";
import { runShort } from "../checks/support/short.ts";
import { describeWithMaterial } from "../helpers/material.ts";

describeWithMaterial("kill -9 in the middle of everything", () => {
  it("loses nothing that was acknowledged and breaks nothing", { timeout: 400_000 }, async () => {
    expect(await runShort("02-7-kills")).toContain("integrity failures");
  });
});
