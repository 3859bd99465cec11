// Following and stopping runs.
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { errorJsonSchema, runEventSchema, runKindSchema, runStatusSchema } from "../domain/runs.ts";
import { call, doneSchema, idSchema, runStartedSchema } from "./base.ts";

export const runSchema = z.object({
  id: idSchema,
  kind: runKindSchema,
  status: runStatusSchema,
  title: z.string(),
  createdAtMs: z.number(),
  finishedAtMs: z.number().nullable(),
  error: errorJsonSchema.nullable(),
});
export type Run = z.infer<typeof runSchema>;

export const runs = {
  /** Newest first; `active` leaves out what is finished. */
  list: call
    .input(
      z.strictObject({
        active: z.boolean().optional(),
        kind: runKindSchema.optional(),
        limit: z.int().max(500).optional(),
      }),
    )
    .output(z.array(runSchema)),
  get: call.input(z.strictObject({ runId: idSchema })).output(runSchema),
  /** Every event after `after` (0 for all), then the new ones as they come; ends with the run. */
  watch: call
    .input(z.strictObject({ runId: idSchema, after: z.int().min(0).default(0) }))
    .output(eventIterator(runEventSchema)),
  /** Asks a run to stop; what it did so far is kept. */
  cancel: call.input(z.strictObject({ runId: idSchema })).output(doneSchema),
  /** Goes on with a run that was interrupted, cancelled or failed, as a new run. */
  resume: call.input(z.strictObject({ runId: idSchema })).output(runStartedSchema),
};
