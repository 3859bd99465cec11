// An engine in a process of its own, to be killed: opens the workspace named on the command line, then does what
// messages ask over the contract. Started by tests that kill it.
import { createRouterClient } from "@orpc/server";
import { startEngine } from "../../electron/engine/start.ts";
import { launcher } from "../../electron/headless/children.ts";
import type { Client } from "../../shared/contract/index.ts";

/** What may be asked: start an ingestion, a question or an analysis; the answers tell the run's events. */
export type Order =
  | { type: "ingest"; knowledgeBase: string; paths: string[] }
  | { type: "ask"; text: string; modelId: string; knowledgeBaseIds: string[] }
  | { type: "analyse"; request: Parameters<Client["chats"]["analyse"]>[0] }
  | { type: "follow"; runId: string };

const [, , workspace] = process.argv;
if (!workspace || !process.send) throw new Error("This file is started by tests.");
const engine = await startEngine({ workspace, version: "test", mode: "headless", launch: launcher });
await engine.recovered;
const client: Client = createRouterClient(engine.router, { context: {} });
const tell = (message: unknown) => process.send?.(message);

async function tellRun(runId: string, ids: Record<string, string>): Promise<void> {
  tell({ type: "started", runId, ...ids });
  for await (const event of await client.runs.watch({ runId, after: 0 })) tell({ type: "event", event });
}

process.on("message", async (order: Order) => {
  if (order.type === "ingest") {
    const { id } = await client.knowledge.create({ name: order.knowledgeBase });
    const files = order.paths.map((path) => ({ path }));
    const { runId } = await client.documents.add({ knowledgeBaseId: id, files });
    return tellRun(runId, { knowledgeBaseId: id });
  }
  if (order.type === "analyse") {
    const { runId, ...ids } = await client.chats.analyse(order.request);
    return tellRun(runId, ids);
  }
  if (order.type === "follow") return tellRun(order.runId, {});
  // A model of random weights ends when it likes; it is asked again until this process is killed.
  for (;;) {
    const { text, modelId, knowledgeBaseIds } = order;
    const { runId, ...ids } = await client.chats.send({ text, modelId, knowledgeBaseIds });
    await tellRun(runId, ids);
  }
});
tell({ type: "ready" });
// Its parent may be gone before it could kill it.
process.on("disconnect", () => process.exit(1));
