// Loads one chat model at a time and keeps it until another is wanted. Called by entry.ts and generate.ts.
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { LlamaContext, LlamaContextSequence, LlamaModel, LlamaModelOptions } from "node-llama-cpp";
import type { LoadedModel } from "../../shared/children/inference.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { backend, takeBackendErrors } from "./backend.ts";
import { othersLoadMeter } from "./contention.ts";
import { architectureOf, type GgufHeader, numberIn, readGgufHeader, textIn } from "./gguf-header.ts";
import { contextThatFits, memoryNeedOf, trainedContextOf, usableMemory } from "./memory.ts";
import { type ThreadGovernor, threadGovernor } from "./threads.ts";
import { checkVocabulary } from "./vocabulary.ts";

/** Prompt tokens evaluated at once: a cancel waits for at most one batch. */
const CPU_BATCH_TOKENS = 128;
const GPU_BATCH_TOKENS = 512;

/** Architectures whose models turn texts into vectors and cannot answer. */
const ENCODERS = /bert|t5encoder|clip|nomic|jina|modern-?bert/i;

/** A model in memory, with what generate.ts keeps between answers. */
export interface ResidentModel {
  path: string;
  /** Size and time of change of the file, to notice another file under the same name. */
  fileStamp: string;
  model: LlamaModel;
  context: LlamaContext;
  sequence: LlamaContextSequence;
  chatTemplate: string | null;
  contextTokens: number;
  batchTokens: number;
  memoryBytes: number;
  loadMs: number;
  /** Leading tokens of the sequence that were evaluated as whole batches from the start (see generate.ts). */
  wholeBatchTokens: number;
  governor: ThreadGovernor;
}

let current: ResidentModel | undefined;
let governor: ThreadGovernor | undefined;

/** The model in memory, if any. */
export function residentModel(): ResidentModel | undefined {
  return current;
}

/** What the engine is told of a loaded model. */
export function describeLoaded({ path, contextTokens, memoryBytes, loadMs }: ResidentModel): LoadedModel {
  return { path, contextTokens, memoryBytes, loadMs };
}

/** Frees the model in memory. Returns whether there was one. */
export async function evict(): Promise<boolean> {
  const resident = current;
  current = undefined;
  if (!resident) return false;
  await resident.context.dispose();
  await resident.model.dispose();
  return true;
}

async function stampOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path).catch((error) => {
    throw new AlcoveError("file.not-found", { path }, { cause: error });
  });
  return `${size}-${mtimeMs}`;
}

function assertChatModel(header: GgufHeader): void {
  const architecture = architectureOf(header);
  const file = basename(header.path);
  const pools = numberIn(header, `${architecture}.pooling_type`) !== null && ENCODERS.test(architecture);
  if (pools || ENCODERS.test(architecture)) throw new AlcoveError("model.not-chat", { file });
  if ((numberIn(header, "split.count") ?? 1) > 1) {
    throw new AlcoveError("model.invalid", { file, detail: "it is one of several parts; a single file is needed." });
  }
}

/** A context size that fits the memory, or `model.too-large`. */
function chooseContext(header: GgufHeader, batchTokens: number, freeBytes: number, asked?: number) {
  const need = memoryNeedOf(header, batchTokens);
  const contextTokens = contextThatFits(need, freeBytes, trainedContextOf(header), asked);
  const bytes = need.fixedBytes + need.bytesPerToken * (contextTokens ?? 1_024);
  if (contextTokens === null) {
    const megabytes = (value: number) => Math.round(value / 1_048_576);
    throw new AlcoveError("model.too-large", {
      file: basename(header.path),
      needMb: megabytes(bytes),
      freeMb: megabytes(freeBytes),
    });
  }
  return { contextTokens, memoryBytes: bytes };
}

/**
 * The model of `path` with a context of `asked` tokens (null: whatever is loaded, or the default), loaded if it is not.
 * Another model in memory makes room first. Throws `model.invalid`, `model.not-chat`, `model.too-large` or
 * `model.load-failed`; an abort rejects with the signal's reason.
 */
export async function ensureLoaded(
  path: string,
  asked: number | undefined,
  signal?: AbortSignal,
  onProgress?: (progress: number) => void,
): Promise<ResidentModel> {
  const fileStamp = await stampOf(path);
  const resident = current;
  const sameFile = resident?.path === path && resident.fileStamp === fileStamp;
  if (sameFile && (asked === undefined || asked === resident.contextTokens)) return resident;
  const header = await readGgufHeader(path, true);
  assertChatModel(header);
  checkVocabulary(header);
  if (sameFile && Math.min(asked ?? 0, trainedContextOf(header)) === resident.contextTokens) return resident;
  await evict();

  const startedAt = performance.now();
  const llama = await backend().catch((error) => {
    throw loadFailure(path, error);
  });
  takeBackendErrors();
  const batchTokens = llama.gpu === false ? CPU_BATCH_TOKENS : GPU_BATCH_TOKENS;
  const videoBytes = llama.gpu === false || llama.gpu === "metal" ? 0 : (await llama.getVramState()).free;
  const chosen = chooseContext(header, batchTokens, usableMemory() + videoBytes, asked);
  signal?.throwIfAborted();

  const cores = Math.max(1, llama.cpuMathCores);
  governor ??= threadGovernor(llama.gpu === false ? cores : 1, othersLoadMeter());
  let model: LlamaModel | undefined;
  try {
    model = await llama.loadModel(modelOptions(path, chosen.contextTokens, signal, onProgress));
    const context = await model.createContext({
      contextSize: chosen.contextTokens,
      batchSize: Math.min(batchTokens, chosen.contextTokens),
      threads: cores,
      ignoreMemorySafetyChecks: true,
      ...(signal ? { createSignal: signal } : {}),
    });
    current = {
      path,
      fileStamp,
      model,
      context,
      sequence: context.getSequence(),
      chatTemplate: textIn(header, "tokenizer.chat_template"),
      ...chosen,
      batchTokens: Math.min(batchTokens, chosen.contextTokens),
      loadMs: performance.now() - startedAt,
      wholeBatchTokens: 0,
      governor,
    };
    return current;
  } catch (error) {
    await model?.dispose();
    signal?.throwIfAborted();
    throw loadFailure(path, error);
  }
}

function modelOptions(
  modelPath: string,
  contextSize: number,
  signal?: AbortSignal,
  onProgress?: (progress: number) => void,
): LlamaModelOptions {
  let reported = 0;
  return {
    modelPath,
    gpuLayers: { fitContext: { contextSize } },
    // The need was held against the free memory already, by figures that a person sees.
    ignoreMemorySafetyChecks: true,
    onLoadProgress: (progress) => {
      if (progress - reported < 0.01 && progress < 1) return;
      reported = progress;
      onProgress?.(progress);
    },
    ...(signal ? { loadSignal: signal } : {}),
  };
}

function loadFailure(path: string, error: unknown): AlcoveError {
  const said = takeBackendErrors();
  const detail = said || (error instanceof Error ? error.message : String(error));
  return new AlcoveError("model.load-failed", { file: basename(path), detail }, { cause: error });
}
