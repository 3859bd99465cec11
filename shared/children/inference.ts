// What the engine and the inference process say to each other: a GGUF file and messages in, text out.

/** What a GGUF file says of itself. */
export interface ModelFileInfo {
  name: string | null;
  architecture: string;
  parameters: number | null;
  quantization: string | null;
  /** Longest context that the model was trained for. */
  contextTokens: number | null;
  sizeBytes: number;
  hasChatTemplate: boolean;
  licence: string | null;
}

export interface ChatTurn {
  role: "system" | "user" | "assistant";
  content: string;
}

export interface GenerateParams {
  path: string;
  messages: ChatTurn[];
  /** Context to reserve; the model's own maximum or 8,192 by default, whichever is smaller. */
  contextTokens?: number;
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  minP?: number;
  repeatPenalty?: number;
  /** Same seed, same settings, same answer. */
  seed?: number;
  stop?: string[];
  /** For models that can reason: on or off. Absent leaves it to the model. */
  thinking?: boolean;
  /**
   * What the answer says already: the model goes on after it, and result and events hold only what is new. It is part
   * of `promptTokens`; `countTokens` with `texts: [prefix]` tells exactly how many tokens it adds to its `messages`.
   */
  prefix?: string;
}

export type StopReason = "end" | "length" | "stop-sequence" | "cancelled";

export interface GenerateResult {
  text: string;
  stopReason: StopReason;
  promptTokens: number;
  /** Of the prompt, the tokens that were still in memory from the answer before and were not evaluated again. */
  cachedPromptTokens: number;
  completionTokens: number;
  timings: { loadMs: number; promptMs: number; firstTokenMs: number; totalMs: number };
}

export interface LoadedModel {
  path: string;
  contextTokens: number;
  memoryBytes: number | null;
  loadMs: number;
}

export type InferenceMethods = {
  /** Reads the header only. A file that is not a sound GGUF is refused with `model.invalid`. */
  inspect: { params: { path: string }; result: ModelFileInfo };
  load: { params: { path: string; contextTokens?: number }; result: LoadedModel; event: { progress: number } };
  unload: { params: { path?: string }; result: { unloaded: number } };
  loaded: { params: Record<string, never>; result: LoadedModel[] };
  /** Exact number of tokens of each text (`texts`), and of a whole prompt through the model's chat template (`messages`). */
  countTokens: {
    params: { path: string; texts?: string[]; messages?: ChatTurn[]; thinking?: boolean };
    result: { texts: number[]; messages: number | null; contextTokens: number };
  };
  /** Streams text as it comes (`tokens`: of the answer so far). A prompt that does not fit is refused with `context.too-long`, never cut. Cancel keeps what was written. */
  generate: { params: GenerateParams; result: GenerateResult; event: { text: string; tokens: number } };
};
