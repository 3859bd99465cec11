// `alcove eval retrieval`: figures of the product's own search over a BEIR-format collection.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { RetrievalFigures } from "../../../shared/contract/evaluation.ts";
import { searchModeSchema } from "../../../shared/contract/knowledge.ts";
import { type Command, EXIT, followRun, throwIfFailed, UsageError } from "../command.ts";

export const evalRetrieval: Command = {
  name: "eval retrieval",
  summary: "Measures search over a collection in BEIR format.",
  usage: "eval retrieval DIR [--modes vector,full-text,default] [--limit N] [--run-out FILE]",
  example: "eval retrieval ../shared/material/retrieval/xquad-en-sent --limit 50",
  async run(args, io, connect) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { modes: { type: "string" }, limit: { type: "string" }, "run-out": { type: "string" } },
    });
    const [folder] = positionals;
    if (!folder) throw new UsageError("Which folder?");
    const modes = (values.modes ?? "vector,full-text,default").split(",").map((mode) => {
      const known = searchModeSchema.safeParse(mode);
      if (!known.success) throw new UsageError(`There is no mode called ${mode}.`);
      return known.data;
    });
    const limit = values.limit === undefined ? undefined : Number(values.limit);
    if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) throw new UsageError("--limit takes a number.");
    const client = await connect();
    const { runId } = await client.evaluation.retrieval({
      folder: resolve(folder),
      modes,
      ...(limit === undefined ? {} : { limit }),
      ...(values["run-out"] ? { runOut: resolve(values["run-out"]) } : {}),
    });
    const view = await followRun(client, runId, io, (now) => {
      const { step, progress } = now;
      io.progress(progress ? `${step}: ${progress.done} of ${progress.total} ${progress.unit}` : String(step ?? ""));
    });
    throwIfFailed(view);
    for (const each of (view.result?.figures ?? []) as RetrievalFigures[]) {
      const figures = `nDCG@10 ${each.ndcg10.toFixed(3)}  recall@10 ${each.recall10.toFixed(3)}  MRR@10 ${each.mrr10.toFixed(3)}`;
      io.data(each, `${each.collection}  ${each.mode.padEnd(9)}  ${figures}  p50 ${each.queryP50Ms.toFixed(0)} ms`);
    }
    return EXIT.done;
  },
};
