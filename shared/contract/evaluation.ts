// Measuring retrieval and answers on collections of one's own.
import { z } from "zod";
import { call, runStartedSchema } from "./base.ts";
import { searchModeSchema } from "./knowledge.ts";

export const retrievalFiguresSchema = z.object({
  collection: z.string(),
  mode: searchModeSchema,
  ndcg10: z.number(),
  recall10: z.number(),
  mrr10: z.number(),
  queries: z.int(),
  ingestTokensPerSecond: z.number().nullable(),
  queryP50Ms: z.number(),
  queryP95Ms: z.number(),
});
export type RetrievalFigures = z.infer<typeof retrievalFiguresSchema>;

export const evaluation = {
  /**
   * Puts each record of a BEIR-format folder through the product's own ingestion and asks its queries. The run's
   * result is `{ figures: RetrievalFigures[] }`; with `runOut` a TREC run is written.
   */
  retrieval: call
    .input(
      z.strictObject({
        folder: z.string().min(1),
        modes: z.array(searchModeSchema).min(1),
        limit: z.int().min(1).optional(),
        runOut: z.string().optional(),
      }),
    )
    .output(runStartedSchema),
};
