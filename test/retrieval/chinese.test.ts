// Character bigrams, on which both the index and the chat search rest.
import { describe, expect, it } from "vitest";
import { characterBigrams, characterRuns, hasHan } from "../../shared/domain/chinese.ts";

describe("character bigrams", () => {
  it("cover each run of Han, kana and hangul and keep single characters", () => {
    expect(characterBigrams("签订合同，发票。好 iPhone 15 价格")).toBe("签订 订合 合同 发票 好 价格");
    expect(characterBigrams("東京タワーへ")).toBe("東京 京タ タワ ワー ーへ");
    expect(characterBigrams("대한민국 서울")).toBe("대한 한민 민국 서울");
  });
  it("leave out everything else", () => {
    expect(characterBigrams("The contract, 2024: «договор»、。")).toBe("");
  });
  it("see through compatibility forms and characters beyond 16 bits", () => {
    expect(characterBigrams("ﾃﾞｰﾀ")).toBe("デー ータ");
    expect(characterRuns("𠮷野家")).toEqual([["𠮷", "野", "家"]]);
  });
  it("know Han from other scripts", () => {
    expect([hasHan("合同 contract"), hasHan("カタカナ"), hasHan("contract")]).toEqual([true, false, false]);
  });
});
