// The product as checks use it: its client over the contract, runs followed to their end, folders taken in.
import { readFileSync } from "node:fs";
import { type Connection, connect } from "../../../electron/headless/connect.ts";
import type { Client } from "../../../shared/contract/index.ts";
import type { KnowledgeBase } from "../../../shared/contract/knowledge.ts";
import { emptyRunView, isFinished, type RunView, reduceRun } from "../../../shared/domain/runs.ts";

/** Opens the engine on a workspace in this process, or connects to the one that has it open; `close` when done. */
export function openEngine(workspace: string): Promise<Connection> {
  return connect(workspace);
}

/** Follows a run until it has ended; `onView` sees every state on the way. */
export async function followRun(client: Client, runId: string, onView?: (view: RunView) => void): Promise<RunView> {
  let view = emptyRunView;
  for await (const event of await client.runs.watch({ runId, after: 0 })) {
    view = reduceRun(view, event);
    onView?.(view);
    if (isFinished(view.status)) break;
  }
  return view;
}

/** The knowledge base of that name, made where there is none. */
export async function knowledgeBase(client: Client, name: string, embedder?: string): Promise<KnowledgeBase> {
  const found = (await client.knowledge.list()).find((base) => base.name === name);
  return found ?? client.knowledge.create({ name, ...(embedder === undefined ? {} : { embedder }) });
}

/** What an ingestion counted when it was over. */
export interface Ingested {
  ready: number;
  duplicate: number;
  failed: number;
  files: number;
  embeddedTokens: number;
  embedMs: number;
  /** From the call to the end of the run. */
  totalMs: number;
}

/** Adds files and folders to a knowledge base and waits for the end. Throws where the run itself did not succeed. */
export async function ingest(
  client: Client,
  knowledgeBaseId: string,
  paths: string[],
  onView?: (view: RunView) => void,
): Promise<Ingested> {
  const startedMs = performance.now();
  const { runId } = await client.documents.add({ knowledgeBaseId, files: paths.map((path) => ({ path })) });
  const view = await followRun(client, runId, onView);
  if (view.status !== "succeeded") throw new Error(`The ingestion ended ${view.status}: ${JSON.stringify(view.error)}`);
  return { ...(view.result as unknown as Omit<Ingested, "totalMs">), totalMs: performance.now() - startedMs };
}

/** Prints how far a run is, at most every ten seconds; for `followRun` and `ingest`. */
export function progressPrinter(what: string): (view: RunView) => void {
  let printedMs = performance.now();
  return (view) => {
    if (!view.progress || performance.now() - printedMs < 10_000) return;
    printedMs = performance.now();
    console.log(`  ${what}: ${view.progress.done} of ${view.progress.total ?? "?"} ${view.progress.unit}`);
  };
}

/** The objects of a JSON Lines file. */
export function readJsonLines<T>(path: string): T[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as T);
}
