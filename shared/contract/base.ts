// Pieces that every domain of the contract uses.
import { oc } from "@orpc/contract";
import { z } from "zod";
import { errorJsonSchema } from "../domain/runs.ts";

/**
 * Start of every call. Errors of the table in `shared/domain/errors.ts` travel as the one typed error ALCOVE, whose
 * data is the error's plain form.
 */
export const call = oc.errors({ ALCOVE: { data: errorJsonSchema } });

export const idSchema = z.string().min(1).max(64);
export const nameSchema = z.string().trim().min(1).max(200);
/** Bytes that the window already put into the blob store, or a file that the engine can open itself. */
export const fileSourceSchema = z.union([
  z.strictObject({ path: z.string().min(1) }),
  z.strictObject({ blobId: z.string().regex(/^[0-9a-f]{64}$/), fileName: z.string().min(1).max(255) }),
]);
export type FileSource = z.infer<typeof fileSourceSchema>;
/** Answer of everything that goes on as a run: follow it with `runs.watch`. */
export const runStartedSchema = z.object({ runId: idSchema });
export const doneSchema = z.object({ done: z.literal(true) });
