// `alcove search`: the best passages for one query or a file of them.
import { parseArgs } from "node:util";
import { searchModeSchema } from "../../../shared/contract/knowledge.ts";
import { type Command, EXIT, knowledgeBaseNamed, UsageError } from "../command.ts";
import { readQueries } from "../queries.ts";

export const search: Command = {
  name: "search",
  summary: "Finds passages in a knowledge base.",
  usage: "search --kb NAME (QUERY | --queries FILE.jsonl) [--mode vector|full-text|hybrid|default] [--top 10]",
  example: 'search --kb Papers "what is measured"',
  async run(args, io, connect) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        kb: { type: "string", multiple: true },
        queries: { type: "string" },
        mode: { type: "string" },
        top: { type: "string" },
      },
    });
    const mode = searchModeSchema.safeParse(values.mode ?? "default");
    if (!mode.success) throw new UsageError(`There is no mode called ${values.mode}.`);
    const top = Number(values.top ?? 10);
    if (!Number.isInteger(top) || top < 1 || top > 200) throw new UsageError("--top takes a number from 1 to 200.");
    if (!values.kb) throw new UsageError("In which knowledge base? Name it with --kb.");
    const queries = values.queries ? await readQueries(values.queries) : [{ text: positionals.join(" ") }];
    if (!queries.every((query) => query.text.trim())) throw new UsageError("What should be searched for?");
    const client = await connect();
    const bases = await Promise.all(values.kb.map((name) => knowledgeBaseNamed(client, name)));
    for (const [i, query] of queries.entries()) {
      if (io.signal.aborted) break;
      if (queries.length > 1) io.progress(`${i} of ${queries.length} queries`);
      const { hits, timings } = await client.knowledge.search(
        { knowledgeBaseIds: bases.map((base) => base.id), query: query.text, mode: mode.data, top },
        { signal: io.signal },
      );
      const printed = hits.map(({ rank, score, documentId, document, page, heading, text, start, end, scores }) => ({
        ...{ rank, score, documentId, document, page, heading, text, start, end, scores },
      }));
      const lines = hits.map(
        (hit) =>
          `${hit.rank}. ${hit.document}, page ${hit.page}  (${hit.score.toFixed(3)})\n   ${hit.text.replace(/\s+/g, " ").slice(0, 200)}`,
      );
      io.data(
        { ...(query.id ? { id: query.id } : {}), query: query.text, hits: printed, timings },
        lines.join("\n") || "Nothing found.",
      );
    }
    return EXIT.done;
  },
};
