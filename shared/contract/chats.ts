// Conversations and their messages.
import { z } from "zod";
import { chatSettingsChangeSchema, chatSettingsSchema } from "../domain/chat-settings.ts";
import { citationSchema, passageSchema } from "../domain/citations.ts";
import { errorJsonSchema } from "../domain/runs.ts";
import { call, doneSchema, fileSourceSchema, idSchema, nameSchema, runStartedSchema } from "./base.ts";
import { documentSchema } from "./documents.ts";

export const messageStatusSchema = z.enum(["streaming", "done", "stopped", "failed", "interrupted"]);

/** What went into the prompt of an answer, in tokens of its model. */
export const contextUseSchema = z.object({
  /** All that the model was opened with. */
  contextTokens: z.int(),
  promptTokens: z.int(),
  /** Kept free for the answer. */
  reservedTokens: z.int(),
  /** Earlier questions and answers that went in, and that had to be left out. */
  turns: z.int(),
  droppedTurns: z.int(),
  passages: z.int(),
  droppedPassages: z.int(),
  /** Whether the conversation's own files went in whole or by passages; null where it has none. */
  attachments: z.enum(["whole", "passages"]).nullable(),
});
export type ContextUse = z.infer<typeof contextUseSchema>;

/** Kinds of analysis of a whole document. */
export const analysisKindSchema = z.enum(["summary", "key-points", "full"]);
export type AnalysisKind = z.infer<typeof analysisKindSchema>;

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
  /** How an answer came about: by a model, by quoting passages, a plain word that nothing was found, or by reading all. */
  answerKind: z.enum(["model", "quoted", "not-found", "analysis"]).nullable(),
  model: z.string().nullable(),
  usage: z.object({ promptTokens: z.int(), completionTokens: z.int() }).nullable(),
  timings: z.object({ retrievalMs: z.number(), firstTokenMs: z.number(), totalMs: z.number() }).nullable(),
  /** Why the model ended; "length" means that the answer was cut and can be continued. */
  stopReason: z.enum(["end", "length", "stop-sequence", "cancelled"]).nullable(),
  context: contextUseSchema.nullable(),
  /** A question that asks for an analysis of whole documents. */
  analysis: analysisKindSchema.nullable(),
  feedback: z.enum(["like", "dislike"]).nullable(),
  feedbackComment: z.string().nullable(),
  /** When a person changed the text of an answer. */
  editedAtMs: z.number().nullable(),
  error: errorJsonSchema.nullable(),
  createdAtMs: z.number(),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({
  id: idSchema,
  appId: idSchema,
  title: z.string(),
  /** Who named it; a person's name is never replaced. */
  titledBy: z.enum(["question", "model", "person"]),
  knowledgeBaseIds: z.array(idSchema),
  /** The hidden knowledge base of the files that were dropped into it. */
  attachmentsId: idSchema.nullable(),
  /** What answers: a model's id, "none" to quote passages, null for the default. */
  modelId: z.string().nullable(),
  settings: chatSettingsSchema,
  presetId: idSchema.nullable(),
  folderId: idSchema.nullable(),
  pinned: z.boolean(),
  archived: z.boolean(),
  /** Kept in memory only, and gone with the engine. */
  temporary: z.boolean(),
  /** The message that is followed: its ancestors, and of its descendants the newest, are what is shown. */
  currentMessageId: idSchema.nullable(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** A question that waits until the answer before it is there. */
export const queuedQuestionSchema = z.object({
  id: idSchema,
  text: z.string(),
  modelId: z.string().nullable(),
  createdAtMs: z.number(),
});
export type QueuedQuestion = z.infer<typeof queuedQuestionSchema>;

export const folderSchema = z.object({ id: idSchema, name: z.string(), createdAtMs: z.number() });
export type Folder = z.infer<typeof folderSchema>;
export const presetSchema = z.object({ id: idSchema, name: z.string(), settings: chatSettingsSchema });
export type Preset = z.infer<typeof presetSchema>;

/** A file of a conversation; `tokens` is an estimate until an answer counted them. */
export const attachmentSchema = z.object({
  document: documentSchema,
  tokens: z.int().nullable(),
  /** How the next question will read it: in full, or by the passages that bear on it. */
  use: z.enum(["whole", "passages"]),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** Everything that made an answer, for who wants to know why it reads as it does. */
export const inspectionSchema = z.object({
  messageId: idSchema,
  model: z.string().nullable(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** The turns as they were sent, in order. */
  messages: z.array(z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() })),
  passages: z.array(
    passageSchema.extend({
      /** Score at each stage, by its name: "vector", "fullText", "fused", "coverage" ... */
      scores: z.record(z.string(), z.number()),
      /** Whether it went into the prompt. */
      used: z.boolean(),
    }),
  ),
  /** Milliseconds by stage, in order. */
  stages: z.array(z.object({ name: z.string(), ms: z.number() })),
  context: contextUseSchema.nullable(),
});
export type Inspection = z.infer<typeof inspectionSchema>;

export const chatHitSchema = z.object({
  kind: z.enum(["title", "message"]),
  conversationId: idSchema,
  messageId: idSchema.nullable(),
  role: z.enum(["user", "assistant"]).nullable(),
  title: z.string(),
  /** A stretch of the text around the first match. */
  snippet: z.string(),
  /** Matches in the snippet, as UTF-16 offsets. */
  marks: z.array(z.tuple([z.int(), z.int()])),
  archived: z.boolean(),
  atMs: z.number(),
});
export type ChatHit = z.infer<typeof chatHitSchema>;

const questionText = z.string().trim().min(1).max(100_000);
const conversationId = z.strictObject({ conversationId: idSchema });
const messageId = z.strictObject({ messageId: idSchema });
const answerStarted = z.object({ runId: idSchema, conversationId: idSchema, questionId: idSchema, answerId: idSchema });

export const chats = {
  /** Pinned ones first, then the newest; `archived` gives the archived ones instead. Temporary ones are never listed. */
  list: call
    .input(z.strictObject({ limit: z.int().max(10_000).default(200), archived: z.boolean().default(false) }))
    .output(z.array(conversationSchema)),
  /** `changedAfterMs` gives only messages that changed since an earlier `asOfMs`, and the ids of those that went. */
  get: call.input(conversationId.extend({ changedAfterMs: z.number().optional() })).output(
    z.object({
      conversation: conversationSchema,
      messages: z.array(messageSchema),
      removedIds: z.array(idSchema),
      queued: z.array(queuedQuestionSchema),
      asOfMs: z.number(),
    }),
  ),
  rename: call.input(conversationId.extend({ title: nameSchema })).output(conversationSchema),
  /** Which knowledge bases the conversation asks. */
  setKnowledge: call.input(conversationId.extend({ knowledgeBaseIds: z.array(idSchema) })).output(conversationSchema),
  /** Changes the fields that are given; `settings` replaces all settings, `settingsChange` some of them. */
  update: call
    .input(
      conversationId.extend({
        appId: idSchema.optional(),
        modelId: z.string().nullable().optional(),
        settings: chatSettingsSchema.optional(),
        settingsChange: chatSettingsChangeSchema.optional(),
        presetId: idSchema.nullable().optional(),
        folderId: idSchema.nullable().optional(),
        pinned: z.boolean().optional(),
        archived: z.boolean().optional(),
      }),
    )
    .output(conversationSchema),
  /** Chooses the branch that a message is on; kept for the next start. */
  follow: call.input(messageId).output(doneSchema),
  /** Moves conversations to the trash. */
  remove: call.input(z.strictObject({ conversationIds: z.array(idSchema).min(1) })).output(doneSchema),
  restore: call.input(z.strictObject({ conversationIds: z.array(idSchema).min(1) })).output(doneSchema),
  /**
   * Asks a question; without `conversationId` a new conversation is started, whose settings may come along. `parentId`
   * is the message that it follows (null: the beginning; left out: the end of the current branch), so that asking again
   * under the same parent makes a branch. `modelId` "none" quotes passages instead of writing; left out, the
   * conversation's model answers, or passages are quoted where there is none.
   */
  send: call
    .input(
      z.strictObject({
        conversationId: idSchema.optional(),
        parentId: idSchema.nullable().optional(),
        text: questionText,
        knowledgeBaseIds: z.array(idSchema).optional(),
        appId: idSchema.optional(),
        modelId: z.string().optional(),
        settings: chatSettingsSchema.optional(),
        presetId: idSchema.optional(),
        /** A new conversation that is never written to disk. */
        temporary: z.boolean().optional(),
        seed: z.int().optional(),
      }),
    )
    .output(answerStarted),
  /** Answers the same question again; the earlier answer is kept as a sibling. */
  regenerate: call.input(messageId.extend({ modelId: z.string().optional() })).output(answerStarted),
  /** Goes on writing an answer that was cut, stopped or interrupted. */
  continue: call.input(messageId).output(answerStarted),
  /** Replaces the text of an answer; citations whose marks are kept stay. */
  editAnswer: call.input(messageId.extend({ text: z.string().trim().min(1).max(1_000_000) })).output(messageSchema),
  /** Takes a message and all that follows it out of the conversation, and back. */
  removeMessage: call.input(messageId).output(doneSchema),
  restoreMessage: call.input(messageId).output(doneSchema),
  /** Thumb up or down with a comment; null takes it back. */
  rate: call
    .input(
      messageId.extend({ feedback: z.enum(["like", "dislike"]).nullable(), comment: z.string().max(5000).nullable() }),
    )
    .output(doneSchema),
  /** The passages that an answer was given, best first. */
  passages: call.input(messageId).output(z.array(passageSchema)),
  inspect: call.input(messageId).output(inspectionSchema),
  /** Titles and messages that hold all words of the query, the last one as a beginning; best first. */
  search: call
    .input(z.strictObject({ query: z.string().max(1000), limit: z.int().min(1).max(200).default(30) }))
    .output(z.object({ hits: z.array(chatHitSchema), total: z.int() })),
  /** The branch that is followed, as text. */
  export: call
    .input(conversationId.extend({ format: z.enum(["markdown", "json"]) }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() })),
  /** Forgets a temporary conversation at once. */
  endTemporary: call.input(conversationId).output(doneSchema),
  drafts: call.output(z.record(z.string(), z.string())),
  /** Keeps an unsent question over a crash; `conversationId` null is the new chat. */
  setDraft: call
    .input(z.strictObject({ conversationId: idSchema.nullable(), text: z.string().max(100_000) }))
    .output(doneSchema),

  /** Adds files to a conversation, or to a new one; an ingestion run reads them. */
  attach: call
    .input(
      z.strictObject({
        conversationId: idSchema.optional(),
        files: z.array(fileSourceSchema).min(1).max(1000),
        knowledgeBaseIds: z.array(idSchema).optional(),
      }),
    )
    .output(z.object({ conversationId: idSchema, runId: idSchema })),
  attachments: call.input(conversationId).output(z.array(attachmentSchema)),
  /** Puts files of a conversation into a knowledge base too. */
  addToLibrary: call
    .input(z.strictObject({ documentIds: z.array(idSchema).min(1), knowledgeBaseId: idSchema }))
    .output(runStartedSchema),
  /**
   * Reads whole documents part by part and brings the parts together. `text` is how the question is shown; `language`
   * "document" writes in the documents' own.
   */
  analyse: call
    .input(
      conversationId.extend({
        documentIds: z.array(idSchema).min(1).max(100),
        kind: analysisKindSchema,
        language: z.enum(["document", "en", "zh"]),
        text: questionText,
        modelId: z.string().optional(),
      }),
    )
    .output(answerStarted),

  queue: {
    add: call
      .input(conversationId.extend({ text: questionText, modelId: z.string().optional() }))
      .output(queuedQuestionSchema),
    update: call.input(z.strictObject({ queuedId: idSchema, text: questionText })).output(queuedQuestionSchema),
    remove: call.input(z.strictObject({ queuedId: idSchema })).output(doneSchema),
    /** Asks the waiting questions now; used after an answer that failed or was stopped, which hold the queue. */
    resume: call.input(conversationId).output(doneSchema),
  },
  folders: {
    list: call.output(z.array(folderSchema)),
    create: call.input(z.strictObject({ name: nameSchema })).output(folderSchema),
    rename: call.input(z.strictObject({ folderId: idSchema, name: nameSchema })).output(folderSchema),
    /** Its conversations are kept, outside of any folder; answers with them, for an undo. */
    remove: call.input(z.strictObject({ folderId: idSchema })).output(z.object({ conversationIds: z.array(idSchema) })),
  },
  presets: {
    list: call.output(z.array(presetSchema)),
    /** Makes one, or replaces the one of this id. */
    save: call
      .input(z.strictObject({ presetId: idSchema.optional(), name: nameSchema, settings: chatSettingsSchema }))
      .output(presetSchema),
    remove: call.input(z.strictObject({ presetId: idSchema })).output(doneSchema),
    restore: call.input(z.strictObject({ presetId: idSchema })).output(presetSchema),
  },
};
