// Promise: a model gets the context that fits, and one that does not fit is refused before it is loaded.
import { describe, expect, it } from "vitest";
import { contextThatFits } from "../../electron/inference/memory.ts";

const MB = 1_048_576;
const need = { fixedBytes: 500 * MB, bytesPerToken: 0.1 * MB };

describe("contextThatFits", () => {
  it("is 8,192 tokens by default and never more than the model was trained for", () => {
    expect(contextThatFits(need, 16_000 * MB, 32_768)).toBe(8_192);
    expect(contextThatFits(need, 16_000 * MB, 4_096)).toBe(4_096);
    expect(contextThatFits(need, 16_000 * MB, 4_096, 100_000)).toBe(4_096);
    expect(contextThatFits(need, 16_000 * MB, 32_768, 20_000)).toBe(20_000);
  });

  it("shrinks where memory is short", () => {
    expect(contextThatFits(need, 800 * MB, 32_768)).toBe(2_816);
  });

  it("is none where not even a small one fits", () => {
    expect(contextThatFits(need, 550 * MB, 32_768)).toBeNull();
    expect(contextThatFits(need, 100 * MB, 32_768)).toBeNull();
    expect(contextThatFits({ fixedBytes: 500 * MB, bytesPerToken: 0 }, 400 * MB, 32_768)).toBeNull();
  });
});
