// What a person may set for one conversation, or keep as a preset: instructions and sampling. Null leaves it to the app.
import { z } from "zod";

export const chatSettingsSchema = z.object({
  /** System prompt, in place of the app's own. */
  instructions: z.string().max(50_000).nullable().default(null),
  temperature: z.number().min(0).max(2).nullable().default(null),
  topP: z.number().min(0.01).max(1).nullable().default(null),
  topK: z.int().min(1).max(1000).nullable().default(null),
  minP: z.number().min(0).max(1).nullable().default(null),
  repeatPenalty: z.number().min(0.5).max(2).nullable().default(null),
  /** Longest answer, in tokens. */
  maxTokens: z.int().min(16).max(32_768).nullable().default(null),
  seed: z.int().min(0).max(4_294_967_295).nullable().default(null),
  /** Passages handed to the model. */
  passages: z.int().min(1).max(20).nullable().default(null),
});
export type ChatSettings = z.infer<typeof chatSettingsSchema>;

export const noChatSettings: ChatSettings = chatSettingsSchema.parse({});

const { shape } = chatSettingsSchema;
/** Some of the settings; those that are left out stay as they are. */
export const chatSettingsChangeSchema = z.strictObject({
  instructions: shape.instructions.unwrap().optional(),
  temperature: shape.temperature.unwrap().optional(),
  topP: shape.topP.unwrap().optional(),
  topK: shape.topK.unwrap().optional(),
  minP: shape.minP.unwrap().optional(),
  repeatPenalty: shape.repeatPenalty.unwrap().optional(),
  maxTokens: shape.maxTokens.unwrap().optional(),
  seed: shape.seed.unwrap().optional(),
  passages: shape.passages.unwrap().optional(),
});
export type ChatSettingsChange = z.infer<typeof chatSettingsChangeSchema>;
