// The short form of check 01.4, on 400 of its records.
import { expect, it } from "vitest";
import { runShort } from "../checks/support/short.ts";
import { describeWithMaterial } from "../helpers/material.ts";

describeWithMaterial("two-character Chinese words", () => {
  it("are held by the first passages that full text finds", { timeout: 120_000 }, async () => {
    expect(await runShort("01-4-chinese-words")).toContain("common words");
  });
});
