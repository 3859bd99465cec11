// Fit is told truly: what is too large says so and comes last, and unknown sizes are never passed off as known.
import { describe, expect, it } from "vitest";
import { estimatedSpeed, fitOf, needOf, roughly, sortByFit, speedOf } from "../../renderer/features/models/fit.ts";
import type { CatalogueEntry } from "../../shared/contract/models.ts";

const GB = 1e9;
const laptop = { totalBytes: 16 * GB, freeBytes: 9.8 * GB };
const entry = (name: string, parameters: number, sizeBytes: number | null, languages = ["en"]): CatalogueEntry => ({
  id: name,
  name,
  kind: "chat",
  repo: `org/${name}`,
  file: `${name}.gguf`,
  revision: null,
  sizeBytes,
  sha256: null,
  licence: "Apache-2.0",
  contextTokens: 32768,
  languages,
  parameters,
  strengths: { en: "", zh: "" },
});
const small = entry("small", 1e9, 0.8 * GB);
const middle = entry("middle", 4e9, 2.5 * GB, ["en", "zh"]);
const large = entry("large", 14e9, 9.6 * GB);
const giant = entry("giant", 70e9, 42.5 * GB);
const unknown = entry("unknown", 8e9, null, ["zh"]);

describe("fit", () => {
  it("tells what fits now, after closing programs, and never", () => {
    expect(fitOf(needOf(small), laptop)).toBe("fits");
    expect(fitOf(needOf(large), laptop)).toBe("tight");
    expect(fitOf(needOf(giant), laptop)).toBe("never");
  });

  it("guesses by parameters while the size is unknown, and marks the guess", () => {
    expect(needOf(unknown)).toMatchObject({ certain: false });
    expect(needOf(unknown)!.bytes).toBeGreaterThan(4 * GB);
    expect(fitOf(null, laptop)).toBe("unknown");
  });

  it("shows what will not fit last", () => {
    expect(sortByFit([giant, large, middle, small], laptop).map(({ id }) => id)).toEqual([
      "small",
      "middle",
      "large",
      "giant",
    ]);
  });
});

describe("speed in words", () => {
  const measured = { promptTokensPerSecond: 250, tokensPerSecond: 14 };

  it("turns tokens into pages and words", () => {
    expect(speedOf(measured, "en").readMs).toBe(40_000);
    expect(speedOf(measured, "en").wordsPerSecond).toBeCloseTo(10.5);
    expect(speedOf(measured, "zh-CN").wordsPerSecond).toBeCloseTo(21);
  });

  it("estimates from the nearest model that was really run, and says nothing without one", () => {
    const known = [
      { sizeBytes: 2 * GB, measured },
      { sizeBytes: 40 * GB, measured: { promptTokensPerSecond: 1, tokensPerSecond: 1 } },
    ];
    expect(estimatedSpeed(4 * GB, known, "en")!.readMs).toBe(80_000);
    expect(estimatedSpeed(4 * GB, [{ sizeBytes: 2 * GB, measured: null }], "en")).toBeNull();
    expect(estimatedSpeed(null, known, "en")).toBeNull();
  });

  it("rounds without false precision", () => {
    expect([0.2, 4.4, 12, 38, 113].map(roughly)).toEqual([1, 4, 10, 40, 110]);
  });
});
