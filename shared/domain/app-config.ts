// What an app is made of. The plain assistant is an app too; every conversation belongs to one.
import { z } from "zod";

export const appModeSchema = z.enum(["chat", "completion", "agent-chat", "advanced-chat", "workflow"]);

/** Settings of a chat app; later parts of the product add fields, each with a default, so that old rows stay valid. */
export const appConfigSchema = z.object({
  prompt: z.string().default(""),
  knowledgeBaseIds: z.array(z.string()).default([]),
  /** Passages handed to the model. */
  topK: z.int().min(1).max(20).default(5),
  modelId: z.string().nullable().default(null),
  temperature: z.number().min(0).max(2).default(0.2),
  maxTokens: z.int().min(16).max(8192).default(512),
  topP: z.number().min(0.01).max(1).nullable().default(null),
  minP: z.number().min(0).max(1).nullable().default(null),
  repeatPenalty: z.number().min(0.5).max(2).nullable().default(null),
});
export type AppConfig = z.infer<typeof appConfigSchema>;

/** The app behind every conversation that was not started from another one. */
export const ASSISTANT_APP_ID = "00000000-0000-7000-8000-000000000001";
