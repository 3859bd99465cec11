// Chat models and embedders: what is there, what can be had.
import { z } from "zod";
import { call, doneSchema, fileSourceSchema, idSchema, runStartedSchema } from "./base.ts";

export const modelSchema = z.object({
  id: idSchema,
  kind: z.enum(["chat", "embedding"]),
  name: z.string(),
  file: z.string(),
  sizeBytes: z.number(),
  architecture: z.string().nullable(),
  quantization: z.string().nullable(),
  contextTokens: z.int().nullable(),
  licence: z.string().nullable(),
  languages: z.array(z.string()),
  /** The one that answers where no other is chosen. */
  isDefault: z.boolean(),
  loaded: z.boolean(),
  /** From answers that were really given here; null before the first. */
  measured: z.object({ promptTokensPerSecond: z.number(), tokensPerSecond: z.number() }).nullable(),
});
export type Model = z.infer<typeof modelSchema>;

/** A model that can be downloaded. Unknown sizes and hashes are null until the hub's own metadata tells. */
export const catalogueEntrySchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.literal("chat"),
  repo: z.string(),
  file: z.string(),
  revision: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  sha256: z.string().nullable(),
  licence: z.string(),
  contextTokens: z.int().nullable(),
  languages: z.array(z.string()),
  /** Number of weights. */
  parameters: z.number(),
  strengths: z.object({ en: z.string(), zh: z.string() }),
});
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>;

export const models = {
  list: call.output(z.array(modelSchema)),
  catalogue: call.output(z.array(catalogueEntrySchema.extend({ installed: z.boolean(), host: z.string() }))),
  /** Copies a GGUF file into the workspace after checking it; a run. */
  import: call.input(z.strictObject({ file: fileSourceSchema })).output(runStartedSchema),
  /** Downloads a catalogue entry; `allowHost` is the person's consent to contact that host for this download only. */
  download: call.input(z.strictObject({ catalogueId: z.string(), allowHost: z.boolean() })).output(runStartedSchema),
  setDefault: call.input(z.strictObject({ modelId: idSchema })).output(doneSchema),
  /** Moves the file to the workspace's trash. */
  remove: call.input(z.strictObject({ modelId: idSchema })).output(doneSchema),
  restore: call.input(z.strictObject({ modelId: idSchema })).output(doneSchema),
  /** Loads a model ahead of the first question. */
  load: call.input(z.strictObject({ modelId: idSchema })).output(doneSchema),
};
