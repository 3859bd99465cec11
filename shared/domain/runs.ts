// Runs: everything that takes longer than a moment. One numbered event log, one reducer for every follower.
import { z } from "zod";
import { citationSchema, passageSchema } from "./citations.ts";

export const runKindSchema = z.enum([
  "answer",
  "analysis",
  "title",
  "ingest",
  "model-import",
  "model-download",
  "evaluation",
]);
export type RunKind = z.infer<typeof runKindSchema>;

export const runStatusSchema = z.enum(["queued", "running", "succeeded", "failed", "cancelled", "interrupted"]);
export type RunStatus = z.infer<typeof runStatusSchema>;
export const isFinished = (status: RunStatus): boolean => status !== "queued" && status !== "running";

export const errorJsonSchema = z.object({
  code: z.string(),
  message: z.string(),
  action: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type RunError = z.infer<typeof errorJsonSchema>;

/** State of one thing within a run, for example one file of an ingestion. */
export const runItemSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(["waiting", "running", "done", "failed", "skipped"]),
  /** What is being done: "reading", "embedding" ... */
  step: z.string().optional(),
  done: z.number().optional(),
  total: z.number().nullable().optional(),
  error: errorJsonSchema.optional(),
  /** What came of it; its shape depends on the run's kind. */
  result: z.record(z.string(), z.unknown()).optional(),
});
export type RunItem = z.infer<typeof runItemSchema>;

/** What happened; `text` is appended to what was written so far, the others replace what they name. */
export const runEventBodySchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("status"), status: runStatusSchema }),
  z.object({ type: z.literal("progress"), done: z.number(), total: z.number().nullable(), unit: z.string() }),
  z.object({ type: z.literal("step"), step: z.string() }),
  z.object({ type: z.literal("item"), item: runItemSchema }),
  z.object({ type: z.literal("passages"), passages: z.array(passageSchema) }),
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("citations"), citations: z.array(citationSchema) }),
  z.object({ type: z.literal("result"), result: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal("error"), error: errorJsonSchema }),
]);
export type RunEventBody = z.infer<typeof runEventBodySchema>;

/** An event in a run's log; `seq` counts from 1, with a gap where a crash came between. */
export const runEventSchema = z.object({
  runId: z.string(),
  seq: z.int(),
  atMs: z.number(),
  body: runEventBodySchema,
});
export type RunEvent = z.infer<typeof runEventSchema>;

/** What a follower knows of a run after the events up to `seq`. */
export interface RunView {
  seq: number;
  status: RunStatus;
  step: string | null;
  progress: { done: number; total: number | null; unit: string } | null;
  items: RunItem[];
  passages: z.infer<typeof passageSchema>[];
  text: string;
  citations: z.infer<typeof citationSchema>[];
  result: Record<string, unknown> | null;
  error: RunError | null;
}

export const emptyRunView: RunView = {
  seq: 0,
  status: "queued",
  step: null,
  progress: null,
  items: [],
  passages: [],
  text: "",
  citations: [],
  result: null,
  error: null,
};

/** The state after one more event. Events that were seen already change nothing, so replays are harmless. */
export function reduceRun(view: RunView, event: RunEvent): RunView {
  if (event.seq <= view.seq) return view;
  const next = { ...view, seq: event.seq };
  const { body } = event;
  switch (body.type) {
    case "status":
      return { ...next, status: body.status };
    case "progress":
      return { ...next, progress: { done: body.done, total: body.total, unit: body.unit } };
    case "step":
      return { ...next, step: body.step };
    case "item": {
      const at = view.items.findIndex((item) => item.id === body.item.id);
      return { ...next, items: at < 0 ? [...view.items, body.item] : view.items.with(at, body.item) };
    }
    case "passages":
      return { ...next, passages: body.passages };
    case "text":
      return { ...next, text: view.text + body.text };
    case "citations":
      return { ...next, citations: body.citations };
    case "result":
      return { ...next, result: body.result };
    case "error":
      return { ...next, error: body.error };
  }
}
