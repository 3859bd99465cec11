// Conversations and their messages.
import { z } from "zod";
import { citationSchema, passageSchema } from "../domain/citations.ts";
import { errorJsonSchema } from "../domain/runs.ts";
import { call, doneSchema, idSchema } from "./base.ts";

export const messageStatusSchema = z.enum(["streaming", "done", "stopped", "failed", "interrupted"]);

export const messageSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  parentId: idSchema.nullable(),
  role: z.enum(["user", "assistant"]),
  /** Markdown; `[n]` refers to `citations`. */
  text: z.string(),
  language: z.string().nullable(),
  status: messageStatusSchema,
  /** The run that writes it, while it is being written and after. */
  runId: idSchema.nullable(),
  citations: z.array(citationSchema),
  /** How an answer came about: by a model, by quoting passages, or a plain word that nothing was found. */
  answerKind: z.enum(["model", "quoted", "not-found"]).nullable(),
  model: z.string().nullable(),
  usage: z.object({ promptTokens: z.int(), completionTokens: z.int() }).nullable(),
  timings: z.object({ retrievalMs: z.number(), firstTokenMs: z.number(), totalMs: z.number() }).nullable(),
  error: errorJsonSchema.nullable(),
  createdAtMs: z.number(),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({
  id: idSchema,
  appId: idSchema,
  title: z.string(),
  knowledgeBaseIds: z.array(idSchema),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
});
export type Conversation = z.infer<typeof conversationSchema>;

const answerStarted = z.object({ runId: idSchema, conversationId: idSchema, questionId: idSchema, answerId: idSchema });

export const chats = {
  list: call.input(z.strictObject({ limit: z.int().max(1000).default(200) })).output(z.array(conversationSchema)),
  get: call
    .input(z.strictObject({ conversationId: idSchema }))
    .output(z.object({ conversation: conversationSchema, messages: z.array(messageSchema) })),
  rename: call
    .input(z.strictObject({ conversationId: idSchema, title: z.string().trim().min(1).max(200) }))
    .output(conversationSchema),
  /** Which knowledge bases the conversation asks. */
  setKnowledge: call
    .input(z.strictObject({ conversationId: idSchema, knowledgeBaseIds: z.array(idSchema) }))
    .output(conversationSchema),
  /** Moves conversations to the trash. */
  remove: call.input(z.strictObject({ conversationIds: z.array(idSchema).min(1) })).output(doneSchema),
  restore: call.input(z.strictObject({ conversationIds: z.array(idSchema).min(1) })).output(doneSchema),
  /**
   * Asks a question; without `conversationId` a new conversation is started. `modelId` "none" quotes passages instead
   * of writing; left out, the default model answers, or passages are quoted where there is none.
   */
  send: call
    .input(
      z.strictObject({
        conversationId: idSchema.optional(),
        text: z.string().trim().min(1).max(100_000),
        knowledgeBaseIds: z.array(idSchema).optional(),
        modelId: z.string().optional(),
        seed: z.int().optional(),
      }),
    )
    .output(answerStarted),
  /** Answers the same question again; the earlier answer is kept as a sibling. */
  regenerate: call.input(z.strictObject({ messageId: idSchema, modelId: z.string().optional() })).output(answerStarted),
  /** The passages that an answer was given, best first. */
  passages: call.input(z.strictObject({ messageId: idSchema })).output(z.array(passageSchema)),
};
