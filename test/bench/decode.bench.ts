// How fast the inference process writes against node-llama-cpp alone, and how soon the second turn of a conversation
// begins against the first. Run by `npm run bench -- decode`.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { ChatTurn, InferenceMethods } from "../../shared/children/inference.ts";
import { writeTinyGguf } from "../helpers/tiny-gguf.ts";
import { startBareChild } from "./support/child.ts";
import { inTurn, median, ratioOf } from "./support/measure.ts";
import { figure, report } from "./support/page.ts";
import type { RawRequest } from "./support/raw-llama.ts";
import { textsOf } from "./support/texts.ts";

const CONTEXT_TOKENS = 2048;
const ANSWER_TOKENS = 20;
const RAW_LIMIT_MS = 1500;
const TURN_TOKENS = 4;
const ROUNDS = 7;

// The child must stand on the same processor as the raw side.
process.env.ALCOVE_GPU = "off";

async function modelIn(folder: string): Promise<string> {
  const models = resolve(import.meta.dirname, "../../models");
  const known = ["qwen2.5-coder-0.5b-instruct-q4_k_m.gguf", "SmolLM2-135M-Instruct.Q4_1.gguf"];
  const found = known.map((file) => join(models, file)).find((path) => existsSync(path));
  if (found) return found;
  await writeTinyGguf(join(folder, "tiny.gguf"));
  return join(folder, "tiny.gguf");
}

async function askRaw(raw: ChildProcess, request: RawRequest): Promise<number> {
  raw.send(request);
  const [{ tokensPerSecond }] = (await once(raw, "message")) as [{ tokensPerSecond: number }];
  return tokensPerSecond;
}

const folder = await mkdtemp(join(tmpdir(), "alcove-bench-"));
const path = await modelIn(folder);
const { records } = textsOf("scifact");
const raw = fork(join(import.meta.dirname, "support/raw-llama.ts"), [path, String(CONTEXT_TOKENS)]);
const child = startBareChild<InferenceMethods>("inference");

/** Tokens written, and the moments of the first text and the end, seen from the engine's side of the channel. */
async function generate(messages: ChatTurn[], maxTokens: number) {
  const startedMs = performance.now();
  let first: { ms: number; tokens: number } | undefined;
  const params = { path, messages, contextTokens: CONTEXT_TOKENS, maxTokens, temperature: 0 };
  const result = await child.call("generate", params, {
    onEvent: ({ tokens }) => {
      first ??= { ms: performance.now(), tokens };
    },
  });
  if (!first) throw new Error("The model wrote nothing.");
  const seconds = (performance.now() - first.ms) / 1000;
  return {
    text: result.text,
    firstTokenSeconds: (first.ms - startedMs) / 1000,
    tokensPerSecond: (result.completionTokens - first.tokens) / seconds,
  };
}

try {
  const [{ cores }] = (await once(raw, "message")) as [{ cores: number }];
  await child.call("load", { path, contextTokens: CONTEXT_TOKENS });
  const question = (round: number): ChatTurn[] => [
    { role: "user", content: `Explain in detail what this is about: ${records[round]!.slice(0, 80)}` },
  ];
  const rawWith = (threads: number) => (round: number) =>
    askRaw(raw, { messages: question(round), maxTokens: ANSWER_TOKENS, threads, limitMs: RAW_LIMIT_MS });
  const decode = await inTurn(
    {
      product: async (round) => (await generate(question(round), ANSWER_TOKENS)).tokensPerSecond,
      all: rawWith(cores),
      one: rawWith(1),
    },
    ROUNDS,
  );

  const turns = { first: [] as number[], second: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const opening: ChatTurn[] = [
      { role: "user", content: `${records[100 + round]!.slice(0, 500)}\n\nWhat was found? One short sentence.` },
    ];
    const first = await generate(opening, TURN_TOKENS);
    const second = await generate(
      [...opening, { role: "assistant", content: first.text }, { role: "user", content: "Why?" }],
      TURN_TOKENS,
    );
    turns.first.push(first.firstTokenSeconds);
    turns.second.push(second.firstTokenSeconds);
  }

  const name = basename(path, ".gguf");
  const rate = (values: number[]) => figure(median(values));
  const perThreads = (threads: number, values: number[]) => ({
    measured: `writing with ${name} in the inference process, tokens/s`,
    baseline: `node-llama-cpp alone, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    ratio: ratioOf(decode.product, values),
    medians: `${rate(decode.product)} / ${rate(values)} tokens/s`,
  });
  report("decode", [
    perThreads(cores, decode.all),
    ...(cores > 1 ? [perThreads(1, decode.one)] : []),
    {
      measured: "time to the first text of the second turn",
      baseline: "of the first turn (a passage of 500 characters)",
      ratio: ratioOf(turns.second, turns.first),
      medians: `${rate(turns.second)} / ${rate(turns.first)} s`,
    },
  ]);
} finally {
  raw.kill();
  child.kill();
  await rm(folder, { recursive: true, force: true });
}
