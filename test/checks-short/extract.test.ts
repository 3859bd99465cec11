// The short form of check 02.1: real documents of every format that is read, scored by the material's own script.
import { expect, it } from "vitest";
import { runShort } from "../checks/support/short.ts";
import { describeWithMaterial } from "../helpers/material.ts";

describeWithMaterial("extraction", () => {
  it("finds the snippets of real documents and lets no hostile one through", { timeout: 240_000 }, async () => {
    expect(await runShort("02-1-extract")).toContain("snippets of text files found exactly");
  });
});
