// The inference process: local chat models through llama.cpp. Started by the engine, spoken to through
// shared/children/inference.ts. This folder is the only importer of node-llama-cpp.
import type { ChannelHandlers } from "../../shared/children/channel.ts";
import type { GenerateResult, InferenceMethods } from "../../shared/children/inference.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { startChild } from "../child/start.ts";
import { generate } from "./generate.ts";
import { describeModel, readGgufHeader } from "./gguf-header.ts";
import { describeLoaded, ensureLoaded, evict, residentModel } from "./load.ts";
import { tokenizePrompt, tokenizeUntrusted } from "./prompt.ts";

/** The work that changes or occupies the model, one after the other. */
let lastTurn: Promise<unknown> = Promise.resolve();
let answering: { path: string; signal: AbortSignal } | undefined;

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastTurn.then(work, work);
  lastTurn = turn.catch(() => {});
  return turn;
}

const CANCELLED_IN_QUEUE: GenerateResult = {
  text: "",
  stopReason: "cancelled",
  promptTokens: 0,
  cachedPromptTokens: 0,
  completionTokens: 0,
  timings: { loadMs: 0, promptMs: 0, firstTokenMs: 0, totalMs: 0 },
};

const handlers: ChannelHandlers<InferenceMethods> = {
  inspect: async ({ path }) => describeModel(await readGgufHeader(path)),

  load: ({ path, contextTokens }, { signal, emit }) =>
    inTurn(async () => {
      signal.throwIfAborted();
      return describeLoaded(await ensureLoaded(path, contextTokens, signal, (progress) => emit({ progress })));
    }),

  unload: async ({ path }) => {
    const loaded = residentModel();
    if (!loaded || (path !== undefined && path !== loaded.path)) return { unloaded: 0 };
    // An answer that was stopped lets go within a moment.
    if (answering?.path === loaded.path && !answering.signal.aborted)
      throw new AlcoveError("model.in-use", { name: loaded.path });
    return inTurn(async () => {
      const still = residentModel();
      if (!still || (path !== undefined && path !== still.path)) return { unloaded: 0 };
      return { unloaded: (await evict()) ? 1 : 0 };
    });
  },

  loaded: () => {
    const resident = residentModel();
    return resident ? [describeLoaded(resident)] : [];
  },

  countTokens: async ({ path, texts = [], messages, thinking }, { signal }) => {
    const loaded = residentModel();
    const resident = loaded?.path === path ? loaded : await inTurn(() => ensureLoaded(path, undefined, signal));
    const { model, chatTemplate, contextTokens } = resident;
    return {
      texts: texts.map((text) => tokenizeUntrusted(model, text, chatTemplate ?? "").length),
      messages: messages ? tokenizePrompt(model, chatTemplate, messages, thinking).tokens.length : null,
      contextTokens,
    };
  },

  generate: (params, { signal, emit }) =>
    inTurn(async () => {
      if (signal.aborted) return CANCELLED_IN_QUEUE;
      const startedAt = performance.now();
      answering = { path: params.path, signal };
      try {
        const resident = await ensureLoaded(params.path, params.contextTokens, signal);
        return await generate(resident, params, performance.now() - startedAt, signal, emit);
      } finally {
        answering = undefined;
      }
    }),
};

startChild<InferenceMethods>(handlers, { memoryLimitMb: 0, onShutdown: async () => void (await evict()) });
