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
import { type BareChild, startBareChild } from "./support/child.ts";
import { inTurn, median, ratioOf } from "./support/measure.ts";
import { figure, type Row, report } from "./support/page.ts";
import type { RawRequest } from "./support/raw-llama.ts";
import { textsOf } from "./support/texts.ts";

const CONTEXT_TOKENS = 2048;
const ANSWER_TOKENS = 48;
/** All cores on a busy machine can take a second a token. */
const RAW_LIMIT_MS = 4000;
const TURN_TOKENS = 4;
const ROUNDS = 9;
const AIM = { atLeast: 0.97 };

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

/** Tokens written, and the moments of the first text and the end, seen from the engine's side of the channel. */
async function generate(
  child: BareChild<InferenceMethods>,
  request: { path: string; messages: ChatTurn[]; maxTokens: number },
) {
  const startedMs = performance.now();
  let first: { ms: number; tokens: number } | undefined;
  const params = { ...request, contextTokens: CONTEXT_TOKENS, temperature: 0 };
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

async function writing(raw: ChildProcess, child: BareChild<InferenceMethods>, path: string, texts: string[]) {
  const [{ cores }] = (await once(raw, "message")) as [{ cores: number }];
  await child.call("load", { path, contextTokens: CONTEXT_TOKENS });
  const question = (round: number): ChatTurn[] => [
    { role: "user", content: `Explain in detail what this is about: ${texts[round]!.slice(0, 80)}` },
  ];
  const product = async (round: number) =>
    (await generate(child, { path, messages: question(round), maxTokens: ANSWER_TOKENS })).tokensPerSecond;
  const rawWith = (threads: number) => (round: number) =>
    askRaw(raw, { messages: question(round), maxTokens: ANSWER_TOKENS, threads, limitMs: RAW_LIMIT_MS });
  const sides = { product, all: rawWith(cores), ...(cores > 1 ? { one: rawWith(1) } : {}) };
  const speeds = await inTurn<"product" | "all" | "one">(sides as Required<typeof sides>, ROUNDS);
  return { cores, ...speeds };
}

async function secondTurns(child: BareChild<InferenceMethods>, path: string, texts: string[]): Promise<Row> {
  const { first, second } = { first: [] as number[], second: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const opening: ChatTurn[] = [
      { role: "user", content: `${texts[100 + round]!.slice(0, 500)}\n\nWhat was found? One short sentence.` },
    ];
    const answer = await generate(child, { path, messages: opening, maxTokens: TURN_TOKENS });
    const messages: ChatTurn[] = [
      ...opening,
      { role: "assistant", content: answer.text },
      { role: "user", content: "Why?" },
    ];
    first.push(answer.firstTokenSeconds);
    second.push((await generate(child, { path, messages, maxTokens: TURN_TOKENS })).firstTokenSeconds);
  }
  return {
    measured: "time to the first text of the second turn",
    baseline: "of the first turn (a passage of 500 characters)",
    value: ratioOf(second, first),
    medians: `${figure(median(second))} / ${figure(median(first))} s`,
  };
}

/** Writing against each number of threads; the faster one of them carries the aim. */
export async function measure(): Promise<Row[]> {
  // The child must stand on the same processor as the raw side.
  process.env.ALCOVE_GPU = "off";
  const folder = await mkdtemp(join(tmpdir(), "alcove-bench-"));
  const path = await modelIn(folder);
  const { records } = textsOf("scifact");
  const raw = fork(join(import.meta.dirname, "support/raw-llama.ts"), [path, String(CONTEXT_TOKENS)]);
  const child = startBareChild<InferenceMethods>("inference");
  try {
    const { cores, product, all, one = [] } = await writing(raw, child, path, records);
    const oneIsBest = median(one) > median(all);
    const row = (threads: number, speeds: number[], best: boolean): Row => ({
      measured: `writing with ${basename(path, ".gguf")} in the inference process, tokens/s`,
      baseline: `node-llama-cpp alone, ${threads} ${threads === 1 ? "thread" : "threads"}${best ? " (the faster)" : ""}`,
      value: ratioOf(product, speeds),
      ...(best ? { aim: AIM } : {}),
      medians: `${figure(median(product))} / ${figure(median(speeds))} tokens/s`,
    });
    return [
      row(cores, all, !oneIsBest),
      ...(one.length > 0 ? [row(1, one, oneIsBest)] : []),
      await secondTurns(child, path, records),
    ];
  } finally {
    raw.kill();
    child.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) report("decode", await measure());
