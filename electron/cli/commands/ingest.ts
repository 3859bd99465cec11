// `alcove ingest`: files and folders into a knowledge base.
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import type { RunItem } from "../../../shared/domain/runs.ts";
import { type Command, EXIT, followRun, knowledgeBaseNamed, seconds, throwIfFailed, UsageError } from "../command.ts";

/** A file's line of output once its fate is known. */
function lineOf(item: RunItem) {
  const { documentId, pages, chunks, status, path = item.name } = (item.result ?? {}) as Record<string, unknown>;
  const fate = item.status === "failed" ? "failed" : (status ?? "skipped");
  const error = item.error && { code: item.error.code, message: item.error.message, action: item.error.action };
  return { path, documentId, status: fate, pages: pages ?? 0, chunks: chunks ?? 0, ...(error ? { error } : {}) };
}

export const ingest: Command = {
  name: "ingest",
  summary: "Reads files and folders into a knowledge base.",
  usage: "ingest --kb NAME PATH… (files, folders, or - for a list of paths on standard input)",
  example: "ingest --kb Papers README.md",
  async run(args, io, connect) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { kb: { type: "string" } } });
    if (!values.kb) throw new UsageError("Into which knowledge base? Name it with --kb.");
    const listed = positionals.includes("-") ? (await text(process.stdin)).split("\n").filter(Boolean) : [];
    const paths = [...positionals.filter((path) => path !== "-"), ...listed].map((path) => resolve(path));
    if (paths.length === 0) throw new UsageError("Which files?");
    const client = await connect();
    const base = await knowledgeBaseNamed(client, values.kb);
    const startedMs = performance.now();
    const { runId } = await client.documents.add({ knowledgeBaseId: base.id, files: paths.map((path) => ({ path })) });
    const told = new Set<string>();
    const view = await followRun(client, runId, io, (now, before) => {
      if (now.items !== before.items) {
        for (const item of now.items) {
          const settled = item.status === "done" || item.status === "failed" || item.status === "skipped";
          if (!settled || told.has(item.id)) continue;
          told.add(item.id);
          const line = lineOf(item);
          const detail = line.error ? `${line.error.message} ${line.error.action}`.trim() : `${line.chunks} passages`;
          io.data(line, `${line.status}  ${item.name}  ${detail}`);
        }
      }
      if (now.progress) io.progress(`${now.progress.done} of ${now.progress.total} files`);
    });
    throwIfFailed(view);
    const { ready, duplicate, failed, files, embeddedTokens } = view.result ?? {};
    const elapsedMs = Math.round(performance.now() - startedMs);
    const summary = { files, ready, duplicate, failed, embeddedTokens, elapsedMs };
    io.data({ summary }, `${ready} ready, ${duplicate} already there, ${failed} failed, ${seconds(elapsedMs)}`);
    return failed === 0 ? EXIT.done : failed === files ? EXIT.failed : EXIT.someFailed;
  },
};
