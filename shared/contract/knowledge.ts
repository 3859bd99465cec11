// Knowledge bases and searching them.
import { z } from "zod";
import { call, doneSchema, idSchema, nameSchema } from "./base.ts";

export const knowledgeBaseSchema = z.object({
  id: idSchema,
  name: z.string(),
  embedder: z.string(),
  documents: z.int(),
  chunks: z.int(),
  createdAtMs: z.number(),
});
export type KnowledgeBase = z.infer<typeof knowledgeBaseSchema>;

export const searchModeSchema = z.enum(["vector", "full-text", "hybrid", "default"]);

export const searchHitSchema = z.object({
  rank: z.int(),
  score: z.number(),
  chunkId: idSchema,
  documentId: idSchema,
  document: z.string(),
  page: z.int(),
  heading: z.string().nullable(),
  text: z.string(),
  start: z.int(),
  end: z.int(),
  scores: z.object({ vector: z.number().optional(), fullText: z.number().optional(), fused: z.number().optional() }),
  coverage: z.number(),
});
export type KnowledgeHit = z.infer<typeof searchHitSchema>;

export const knowledge = {
  list: call.output(z.array(knowledgeBaseSchema)),
  get: call.input(z.strictObject({ knowledgeBaseId: idSchema })).output(knowledgeBaseSchema),
  create: call.input(z.strictObject({ name: nameSchema, embedder: z.string().optional() })).output(knowledgeBaseSchema),
  rename: call.input(z.strictObject({ knowledgeBaseId: idSchema, name: nameSchema })).output(knowledgeBaseSchema),
  /** Moves it and its documents to the trash. */
  remove: call.input(z.strictObject({ knowledgeBaseId: idSchema })).output(doneSchema),
  restore: call.input(z.strictObject({ knowledgeBaseId: idSchema })).output(knowledgeBaseSchema),
  search: call
    .input(
      z.strictObject({
        knowledgeBaseIds: z.array(idSchema).min(1),
        query: z.string().min(1).max(10_000),
        mode: searchModeSchema.default("default"),
        top: z.int().min(1).max(200).default(10),
      }),
    )
    .output(
      z.object({ hits: z.array(searchHitSchema), timings: z.record(z.string(), z.number()), denseWeight: z.number() }),
    ),
};
