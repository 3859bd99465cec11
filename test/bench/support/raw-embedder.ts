// onnxruntime with its own defaults on the product's embedder, and nothing around it but the tokens. Used by the
// benchmarks as what a developer would write who has only the library.
import { InferenceSession, Tensor } from "onnxruntime-node";
import { EMBEDDERS } from "../../../electron/retrieval/embedders/index.ts";

/** Embeds texts that are given together as one batch. */
export interface RawEmbedder {
  embed(texts: string[]): Promise<{ vectors: Float32Array; tokens: number }>;
  /** The ONNX file, for other libraries that are to run the same weights. */
  modelPath: string;
}

/** Opens the default embedder from `cacheDir`, where it is converted if it was not yet. */
export async function openRawEmbedder(cacheDir: string): Promise<RawEmbedder> {
  const embedder = EMBEDDERS[0]!;
  const folders = { cacheDir, modelsDir: cacheDir };
  const tokenizer = await embedder.tokenizer(folders);
  const modelPath = await embedder.model(folders);
  const session = await InferenceSession.create(modelPath);
  return {
    modelPath,
    async embed(texts) {
      const rows = texts.map((text) => tokenizer.encode(text));
      const width = Math.max(...rows.map((row) => row.length));
      const ids = new BigInt64Array(rows.length * width).fill(BigInt(embedder.padId));
      const mask = new BigInt64Array(rows.length * width);
      for (const [i, row] of rows.entries()) {
        for (const [j, id] of row.entries()) ids[i * width + j] = BigInt(id);
        mask.fill(1n, i * width, i * width + row.length);
      }
      const result = await session.run({
        input_ids: new Tensor("int64", ids, [rows.length, width]),
        attention_mask: new Tensor("int64", mask, [rows.length, width]),
      });
      const vectors = result[embedder.output]!.data as Float32Array;
      return { vectors, tokens: rows.reduce((sum, row) => sum + row.length, 0) };
    },
  };
}
