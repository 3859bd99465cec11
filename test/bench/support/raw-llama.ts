// node-llama-cpp with nothing of the product around it but the tokens of the prompt, in a process of its own as the
// product's is. Started by decode.bench.ts: each message is a prompt, each reply how fast the answer was written.
import { getLlama } from "node-llama-cpp";
import { readGgufHeader, textIn } from "../../../electron/inference/gguf-header.ts";
import { tokenizePrompt } from "../../../electron/inference/prompt.ts";
import type { ChatTurn } from "../../../shared/children/inference.ts";

/** What decode.bench.ts sends. */
export interface RawRequest {
  messages: ChatTurn[];
  maxTokens: number;
  threads: number;
  /** Stops the writing after this long; all cores on a busy machine can take a second a token. */
  limitMs: number;
}

const [, , modelPath = "", contextSize = "2048"] = process.argv;
const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, progressLogs: false, maxThreads: 0 });
const model = await llama.loadModel({ modelPath });
const context = await model.createContext({
  contextSize: Number(contextSize),
  batchSize: 128,
  threads: Math.max(1, llama.cpuMathCores),
});
const sequence = context.getSequence();
const template = textIn(await readGgufHeader(modelPath, true), "tokenizer.chat_template");

process.on("message", async ({ messages, maxTokens, threads, limitMs }: RawRequest) => {
  llama.maxThreads = threads;
  await sequence.clearHistory();
  const { tokens } = tokenizePrompt(model, template, messages);
  let written = 0;
  let firstMs = 0;
  let lastMs = 0;
  for await (const _token of sequence.evaluate(tokens, { temperature: 0 })) {
    written++;
    lastMs = performance.now();
    firstMs ||= lastMs;
    if (written >= maxTokens || (written > 2 && lastMs - firstMs > limitMs)) break;
  }
  process.send?.({ tokensPerSecond: ((written - 1) * 1000) / (lastMs - firstMs) });
});
process.send?.({ cores: Math.max(1, llama.cpuMathCores) });
