// What was deleted and can be had back.
import { z } from "zod";
import { call, doneSchema, idSchema } from "./base.ts";

export const trashKindSchema = z.enum(["conversation", "document", "knowledge-base", "app"]);
export const trashItemSchema = z.object({
  kind: trashKindSchema,
  id: idSchema,
  name: z.string(),
  /** Where it was, where that says something: the knowledge base of a document. */
  within: z.string().nullable(),
  /** Messages of a conversation, documents of a knowledge base; null where it says nothing. */
  count: z.int().nullable(),
  sizeBytes: z.number().nullable(),
  deletedAtMs: z.number(),
});
export type TrashItem = z.infer<typeof trashItemSchema>;

const items = z.strictObject({
  items: z.array(z.strictObject({ kind: trashKindSchema, id: idSchema })).min(1),
});

export const trash = {
  /** Newest first. Documents of a deleted knowledge base go and come with it and are not listed. */
  list: call.output(z.array(trashItemSchema)),
  restore: call.input(items).output(doneSchema),
  /** Removes for good: rows, passages, vectors, search entries, and files that nothing else uses. */
  erase: call.input(items).output(doneSchema),
};
