// Writes one answer: prompt through the model's template, evaluation of what is new, streamed text. Called by entry.ts.
import { randomInt } from "node:crypto";
import type { SequenceEvaluateOptions, Token } from "node-llama-cpp";
import type { GenerateParams, GenerateResult, StopReason } from "../../shared/children/inference.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { takeBackendErrors } from "./backend.ts";
import { isMachineBusy } from "./contention.ts";
import type { ResidentModel } from "./load.ts";
import { tokenizePrompt } from "./prompt.ts";
import { textStream } from "./text-stream.ts";

const DEFAULTS = { temperature: 0.7, topK: 40, topP: 0.95, minP: 0.05, repeatPenalty: 1 } as const;
/** Answer tokens that the repeat penalty looks back on; the prompt is exempt, so that sources can be quoted. */
const PENALTY_WINDOW = 64;
const MAX_SEED = 2 ** 32 - 1;

/** Receives text as it comes; `tokens` is the number of answer tokens so far. */
export type OnText = (event: { text: string; tokens: number }) => void;

/** Refuses a prompt that leaves no room for a single token of answer. */
export function assertFits(tokens: number, contextTokens: number): void {
  const limit = contextTokens - 1;
  if (tokens > limit) throw new AlcoveError("context.too-long", { tokens, limit });
}

/** `begun` are the tokens of the answer that stood there before. */
function samplingOf(
  params: GenerateParams,
  begun: readonly Token[],
  answer: readonly Token[],
): SequenceEvaluateOptions {
  const penalty = params.repeatPenalty ?? DEFAULTS.repeatPenalty;
  return {
    temperature: params.temperature ?? DEFAULTS.temperature,
    topK: params.topK ?? DEFAULTS.topK,
    topP: params.topP ?? DEFAULTS.topP,
    minP: params.minP ?? DEFAULTS.minP,
    seed: params.seed === undefined ? randomInt(MAX_SEED) : params.seed >>> 0,
    ...(penalty === 1
      ? {}
      : {
          repeatPenalty: {
            penalty,
            maxPunishTokens: PENALTY_WINDOW,
            punishTokens: () =>
              [...begun.slice(-PENALTY_WINDOW), ...answer.slice(-PENALTY_WINDOW)].slice(-PENALTY_WINDOW),
          },
        }),
  };
}

/**
 * Brings the sequence to where only new tokens are left to evaluate, and returns their start.
 * With `exact`, only whole batches are kept: a token's numbers depend in their last bits on what was evaluated beside
 * it, so an answer repeats exactly only if its prompt was cut into the same batches.
 */
async function keepCommonPrefix(resident: ResidentModel, tokens: readonly Token[], exact: boolean): Promise<number> {
  const { sequence, batchTokens } = resident;
  const { firstDifferentIndex } = sequence.compareContextTokens([...tokens]);
  const common = Math.min(firstDifferentIndex, tokens.length - 1);
  const whole = Math.floor(Math.min(common, resident.wholeBatchTokens) / batchTokens) * batchTokens;
  const keep = exact ? whole : common;
  if (keep < sequence.nextTokenIndex) await sequence.adaptStateToTokens(tokens.slice(0, keep), false);
  // Sliding-window and recurrent models cannot always go back to where was asked.
  if (sequence.nextTokenIndex !== keep) await sequence.clearHistory();
  resident.wholeBatchTokens = Math.min(whole, sequence.nextTokenIndex);
  return sequence.nextTokenIndex;
}

/** Lets the next evaluation run on as many threads as are fastest now. On a GPU the processor hardly matters. */
function applyThreads({ model, governor }: ResidentModel): void {
  const { llama } = model;
  if (llama.gpu === false && llama.maxThreads !== governor.threads) llama.maxThreads = governor.threads;
}

/** Evaluates `tokens` from `start` in batches, all but the last batch, whose start it returns. */
async function evaluatePrompt(resident: ResidentModel, tokens: readonly Token[], start: number, signal: AbortSignal) {
  let position = start;
  while (tokens.length - position > resident.batchTokens && !signal.aborted) {
    const end = position + resident.batchTokens;
    await resident.sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(position, end));
    if (position === resident.wholeBatchTokens) resident.wholeBatchTokens = end;
    position = end;
  }
  return position;
}

/**
 * Generates the answer to `params.messages` on a loaded model. Throws `context.too-long` for a prompt that does not fit
 * and `generation.failed` where llama.cpp fails. A cancel returns what was written. `loadMs` goes into the timings.
 */
export async function generate(
  resident: ResidentModel,
  params: GenerateParams,
  loadMs: number,
  signal: AbortSignal,
  onText: OnText,
): Promise<GenerateResult> {
  const startedAt = performance.now();
  const { messages, thinking, prefix } = params;
  const prompt = tokenizePrompt(resident.model, resident.chatTemplate, messages, thinking, prefix);
  const begun = prompt.tokens.slice(prompt.tokens.length - prompt.prefixTokens);
  assertFits(prompt.tokens.length, resident.contextTokens);
  const maxTokens = Math.min(
    params.maxTokens ?? Number.POSITIVE_INFINITY,
    resident.contextTokens - prompt.tokens.length,
  );
  const stream = textStream(
    (tokens, before) => resident.model.detokenize(tokens, false, before),
    [...prompt.stops, ...(params.stop ?? [])],
    begun,
  );

  const answer: Token[] = [];
  let text = "";
  let cachedPromptTokens = 0;
  let promptMs = 0;
  let firstTokenMs = 0;
  const write = (fresh: string) => {
    if (fresh === "") return;
    text += fresh;
    onText({ text: fresh, tokens: answer.length });
  };

  async function run(): Promise<StopReason> {
    resident.governor.begin(isMachineBusy());
    applyThreads(resident);
    cachedPromptTokens = await keepCommonPrefix(resident, prompt.tokens, params.seed !== undefined);
    const rest = await evaluatePrompt(resident, prompt.tokens, cachedPromptTokens, signal);
    if (signal.aborted) return "cancelled";
    if (maxTokens < 1) return "length";
    let tokenStartedAt = 0;
    const evaluation = resident.sequence.evaluate(prompt.tokens.slice(rest), samplingOf(params, begun, answer));
    for await (const token of evaluation) {
      const now = performance.now();
      if (answer.length === 0) promptMs = firstTokenMs = now - startedAt;
      else resident.governor.observe(now - tokenStartedAt);
      tokenStartedAt = now;
      applyThreads(resident);
      answer.push(token);
      const step = stream.push(token);
      write(step.text);
      if (step.stopped) return "stop-sequence";
      if (signal.aborted) return "cancelled";
      if (answer.length >= maxTokens) return "length";
    }
    promptMs ||= performance.now() - startedAt;
    return "end";
  }

  let stopReason: StopReason;
  try {
    stopReason = await run();
  } catch (error) {
    resident.wholeBatchTokens = 0;
    await resident.sequence.clearHistory().catch(() => {});
    const detail = takeBackendErrors() || (error instanceof Error ? error.message : String(error));
    throw new AlcoveError("generation.failed", { detail }, { cause: error });
  }
  if (stopReason !== "stop-sequence") write(stream.end());
  return {
    text,
    stopReason,
    promptTokens: prompt.tokens.length,
    cachedPromptTokens,
    completionTokens: answer.length,
    timings: { loadMs, promptMs, firstTokenMs, totalMs: performance.now() - startedAt },
  };
}
