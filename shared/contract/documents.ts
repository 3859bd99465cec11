// Documents: adding, following, reading and removing them.
import { z } from "zod";
import { errorJsonSchema } from "../domain/runs.ts";
import { call, doneSchema, fileSourceSchema, idSchema, runStartedSchema } from "./base.ts";

export const documentStatusSchema = z.enum(["queued", "running", "ready", "failed"]);

export const documentSchema = z.object({
  id: idSchema,
  knowledgeBaseId: idSchema,
  name: z.string(),
  format: z.string().nullable(),
  language: z.string().nullable(),
  status: documentStatusSchema,
  /** SHA-256 of the file; its bytes are at `/blobs/<blobId>`. */
  blobId: z.string(),
  sizeBytes: z.number(),
  pages: z.int().nullable(),
  chunks: z.int(),
  characters: z.int().nullable(),
  warnings: z.array(errorJsonSchema),
  error: errorJsonSchema.nullable(),
  runId: idSchema.nullable(),
  createdAtMs: z.number(),
});
export type Document = z.infer<typeof documentSchema>;

/** A rectangle in points at scale 1 from the top left of the displayed page. */
export const boxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

export const chunkSchema = z.object({
  id: idSchema,
  position: z.int(),
  page: z.int(),
  heading: z.string().nullable(),
  text: z.string(),
  start: z.int(),
  end: z.int(),
  tokens: z.int(),
});

export const extractedSchema = z.object({
  format: z.string(),
  title: z.string().nullable(),
  language: z.string().nullable(),
  pages: z.array(z.string()),
  warnings: z.array(errorJsonSchema),
});

const documentId = z.strictObject({ documentId: idSchema });

export const documents = {
  list: call.input(z.strictObject({ knowledgeBaseId: idSchema })).output(z.array(documentSchema)),
  get: call.input(documentId).output(documentSchema),
  /**
   * Adds files to a knowledge base as one run. Its items are the files: id (position), name, status and, when done,
   * a result `{ documentId, pages, chunks, status: "ready" | "duplicate", path? }`. Folders are walked.
   */
  add: call
    .input(z.strictObject({ knowledgeBaseId: idSchema, files: z.array(fileSourceSchema).min(1).max(10_000) }))
    .output(runStartedSchema),
  /** Reads a failed document once more, with its password where it needs one. */
  retry: call.input(z.strictObject({ documentId: idSchema, password: z.string().optional() })).output(runStartedSchema),
  /** Moves documents to the trash: no search finds them any more. */
  remove: call.input(z.strictObject({ documentIds: z.array(idSchema).min(1) })).output(doneSchema),
  restore: call.input(z.strictObject({ documentIds: z.array(idSchema).min(1) })).output(doneSchema),
  /** Removes documents for good: rows, vectors, text, and the file itself when nothing else uses it. */
  erase: call.input(z.strictObject({ documentIds: z.array(idSchema).min(1) })).output(doneSchema),
  /** Sizes and offsets of all pages, without their text. */
  pages: call.input(documentId).output(
    z.array(
      z.object({
        number: z.int(),
        start: z.int(),
        end: z.int(),
        width: z.number().nullable(),
        height: z.number().nullable(),
      }),
    ),
  ),
  /** Text between two offsets of the document. */
  text: call
    .input(z.strictObject({ documentId: idSchema, start: z.int().min(0), end: z.int().min(0) }))
    .output(z.object({ text: z.string() })),
  /** Where a passage stands on its pages: one box a line. Formats without pages give none. */
  locate: call
    .input(z.strictObject({ documentId: idSchema, start: z.int().min(0), end: z.int().min(0) }))
    .output(z.array(z.object({ page: z.int(), boxes: z.array(boxSchema) }))),
  /** The same for many passages at once, in their order: all hits of a page, for example. */
  locateMany: call
    .input(
      z.strictObject({
        documentId: idSchema,
        passages: z.array(z.object({ start: z.int().min(0), end: z.int().min(0) })).max(5000),
      }),
    )
    .output(z.array(z.array(z.object({ page: z.int(), boxes: z.array(boxSchema) })))),
  /**
   * Words within one document's text, in any case and width; any white space matches any other. `total` counts all
   * places, `hits` are the first `limit` of them.
   */
  find: call
    .input(
      z.strictObject({
        documentId: idSchema,
        query: z.string().max(200),
        limit: z.int().min(0).max(5000).default(1000),
      }),
    )
    .output(z.object({ total: z.int(), hits: z.array(z.object({ start: z.int(), end: z.int(), page: z.int() })) })),
  chunks: call
    .input(
      z.strictObject({ documentId: idSchema, offset: z.int().min(0).default(0), limit: z.int().max(500).default(100) }),
    )
    .output(z.object({ total: z.int(), chunks: z.array(chunkSchema) })),
  /** Text of a file, page by page; touches no knowledge base. */
  extract: call
    .input(z.strictObject({ file: fileSourceSchema, password: z.string().optional() }))
    .output(extractedSchema),
};
