// Runs `@huggingface/transformers` beside the benchmark: two copies of onnxruntime do not go into one process. Started
// by transformers.ts; each message is texts, each reply how long they took.
import { pathToFileURL } from "node:url";
import type { TransformersReply, TransformersRequest } from "./transformers.ts";

/** As much of the library as is used here. */
interface Library {
  env: { allowRemoteModels: boolean; localModelPath: string };
  AutoTokenizer: { from_pretrained(name: string): Promise<(texts: string[], options: object) => Promise<Inputs>> };
  AutoModel: { from_pretrained(name: string, options: object): Promise<(inputs: Inputs) => Promise<Outputs>> };
}
interface Inputs {
  attention_mask: { data: BigInt64Array };
}
interface Outputs {
  sentence_embedding: { data: Float32Array; dims: number[] };
}

const [, , libraryPath = "", models = ""] = process.argv;
const library = (await import(pathToFileURL(libraryPath).href)) as Library;
library.env.allowRemoteModels = false;
library.env.localModelPath = `${models}/`;
const tokenizer = await library.AutoTokenizer.from_pretrained("minilm");
const model = await library.AutoModel.from_pretrained("minilm", { dtype: "fp32" });

process.on("message", async ({ texts, batch }: TransformersRequest) => {
  const startedMs = performance.now();
  let tokens = 0;
  let vector: number[] = [];
  for (let from = 0; from < texts.length; from += batch) {
    const inputs = await tokenizer(texts.slice(from, from + batch), { padding: true, truncation: true });
    const { sentence_embedding } = await model(inputs);
    for (const one of inputs.attention_mask.data) tokens += Number(one);
    if (from === 0) vector = [...sentence_embedding.data.subarray(0, sentence_embedding.dims[1])];
  }
  const reply: TransformersReply = { tokens, seconds: (performance.now() - startedMs) / 1000, vector };
  process.send?.(reply);
});
process.send?.("ready");
