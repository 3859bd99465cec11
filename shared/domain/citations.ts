// Passages that an answer was given, and the citations that tie its sentences to them.
import { z } from "zod";

/** A passage that was found for a question. Offsets are UTF-16, into the document's text. */
export const passageSchema = z.object({
  chunkId: z.string(),
  documentId: z.string(),
  documentName: z.string(),
  page: z.int(),
  heading: z.string().nullable(),
  text: z.string(),
  start: z.int(),
  end: z.int(),
  /** 0 to 1, comparable within one question. */
  score: z.number(),
});
export type Passage = z.infer<typeof passageSchema>;

/**
 * Citation `[n]` of a message: the exact stretch of a document that supports the claims. `claims` are offsets in the
 * message's text (the sentences in front of each `[n]`). Numbers count distinct passages in order of appearance.
 */
export const citationSchema = z.object({
  n: z.int(),
  documentId: z.string(),
  documentName: z.string(),
  page: z.int(),
  start: z.int(),
  end: z.int(),
  quote: z.string(),
  claims: z.array(z.object({ start: z.int(), end: z.int() })),
});
export type Citation = z.infer<typeof citationSchema>;
