// The ledger of connections and what they were allowed for.
import { z } from "zod";
import { call } from "./base.ts";

export const ledgerEntrySchema = z.object({
  id: z.int(),
  atMs: z.number(),
  /** Which part wanted it and why, for example "model-download". */
  purpose: z.string(),
  host: z.string(),
  allowed: z.boolean(),
  /** On whose permission, or what refused it. */
  reason: z.string(),
  sentBytes: z.number(),
  receivedBytes: z.number(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

export const egress = {
  /** Newest first. */
  ledger: call.input(z.strictObject({ limit: z.int().max(1000).default(200) })).output(z.array(ledgerEntrySchema)),
  /** Connections open right now. */
  open: call.output(z.array(z.object({ host: z.string(), purpose: z.string() }))),
};
