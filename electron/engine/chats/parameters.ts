// How an answer is written: what the conversation says, else what its app says.
import type { GenerateParams } from "../../../shared/children/inference.ts";
import type { Inspection } from "../../../shared/contract/chats.ts";
import type { AppConfig } from "../../../shared/domain/app-config.ts";
import type { ChatSettings } from "../../../shared/domain/chat-settings.ts";

export type Sampling = Required<Pick<GenerateParams, "maxTokens" | "temperature">> &
  Pick<GenerateParams, "topP" | "topK" | "minP" | "repeatPenalty" | "seed">;

export interface AnswerParameters {
  instructions: string;
  /** Passages handed to the model. */
  passages: number;
  sampling: Sampling;
}

/** Leaves out what is null: the model's own default then holds. */
function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

/** `seed` is that of the question, where it names one. */
export function answerParameters(config: AppConfig, settings: ChatSettings, seed: number | null): AnswerParameters {
  return {
    instructions: settings.instructions ?? config.prompt,
    passages: settings.passages ?? config.topK,
    sampling: {
      maxTokens: settings.maxTokens ?? config.maxTokens,
      temperature: settings.temperature ?? config.temperature,
      ...given({
        topP: settings.topP ?? config.topP,
        topK: settings.topK,
        minP: settings.minP ?? config.minP,
        repeatPenalty: settings.repeatPenalty ?? config.repeatPenalty,
        seed: seed ?? settings.seed,
      }),
    },
  };
}

/** Tokens to keep free for the answer: all that it may have, but never more than half of the context. */
export const reservedFor = (maxTokens: number, contextTokens: number): number =>
  Math.min(maxTokens, Math.floor(contextTokens / 2));

/** The parameters as an inspection shows them. */
export function shownParameters(
  modelId: string | null,
  { passages, sampling }: AnswerParameters,
): Inspection["parameters"] {
  return modelId === null ? { passages } : { modelId, passages, ...sampling };
}
