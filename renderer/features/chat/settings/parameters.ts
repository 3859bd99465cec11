// The numbers that a person may set for one chat: their bounds, steps, and what the assistant uses where none is set.
import type { AppConfig } from "../../../../shared/domain/app-config.ts";
import { type ChatSettings, chatSettingsSchema, noChatSettings } from "../../../../shared/domain/chat-settings.ts";

export type NumberName = Exclude<keyof ChatSettings, "instructions">;

export interface Parameter {
  name: NumberName;
  min: number;
  max: number;
  step: number;
  whole: boolean;
}
const parameter = (name: NumberName, min: number, max: number, step: number): Parameter => ({
  name,
  min,
  max,
  step,
  whole: step >= 1,
});

/** In the order in which they are shown. */
export const SAMPLING: readonly Parameter[] = [
  parameter("temperature", 0, 2, 0.1),
  parameter("topP", 0.01, 1, 0.05),
  parameter("topK", 1, 1000, 1),
  parameter("minP", 0, 1, 0.01),
  parameter("repeatPenalty", 0.5, 2, 0.05),
  parameter("seed", 0, 4_294_967_295, 1),
];
export const ANSWER: readonly Parameter[] = [parameter("maxTokens", 16, 32_768, 64), parameter("passages", 1, 20, 1)];

/** What the assistant itself uses; null where it leaves that to the model. */
export function ownValue(name: NumberName, config: AppConfig | undefined): number | null {
  if (!config) return null;
  switch (name) {
    case "passages":
      return config.topK;
    // Both belong to a chat alone.
    case "topK":
    case "seed":
      return null;
    default:
      return config[name];
  }
}

/** A number as a person types it, with a point or a comma; null for nothing, undefined for what is no such number. */
export function parseNumber(text: string, { name }: Parameter): number | null | undefined {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  const value = Number(plain);
  return chatSettingsSchema.shape[name].safeParse(value).success ? value : undefined;
}

/** Whether two settings say the same. */
export const sameSettings = (a: ChatSettings, b: ChatSettings): boolean =>
  (Object.keys(noChatSettings) as (keyof ChatSettings)[]).every((name) => a[name] === b[name]);

const LONGEST_OF_APP = 8192;
/** The settings of a chat as an assistant of its own: what is not set stays as its assistant has it. */
export function assistantFrom(
  config: AppConfig,
  settings: ChatSettings,
  modelId: string | null,
  knowledgeBaseIds: string[],
): AppConfig {
  return {
    ...config,
    prompt: settings.instructions ?? config.prompt,
    temperature: settings.temperature ?? config.temperature,
    topP: settings.topP ?? config.topP,
    minP: settings.minP ?? config.minP,
    repeatPenalty: settings.repeatPenalty ?? config.repeatPenalty,
    maxTokens: Math.min(settings.maxTokens ?? config.maxTokens, LONGEST_OF_APP),
    topK: settings.passages ?? config.topK,
    modelId: modelId ?? config.modelId,
    knowledgeBaseIds,
  };
}
