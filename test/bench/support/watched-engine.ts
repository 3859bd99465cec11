// An engine in a process of its own that watches how long its event loop keeps others waiting. Started by loop.bench.ts:
// each message is a list of files to ingest, each reply the delays while it did.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createRouterClient } from "@orpc/server";
import { startEngine } from "../../../electron/engine/start.ts";
import { launcher } from "../../../electron/headless/children.ts";
import type { Client } from "../../../shared/contract/index.ts";
import { ingest } from "../../helpers/engine.ts";
import { beyond, type LoopReply, RESOLUTION_MS } from "./loop-delay.ts";

const [, , workspace = ""] = process.argv;
const engine = await startEngine({ workspace, version: "bench", mode: "headless", launch: launcher });
await engine.recovered;
const client: Client = createRouterClient(engine.router, { context: {} });

process.on("message", async (paths: string[]) => {
  const { id } = await client.knowledge.create({ name: `bench ${performance.now()}` });
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const startedMs = performance.now();
  delay.enable();
  const view = await ingest(client, id, paths);
  delay.disable();
  const reply: LoopReply = {
    p99: beyond(delay.percentile(99)),
    max: beyond(delay.max),
    seconds: (performance.now() - startedMs) / 1000,
    ready: Number(view.result?.ready),
  };
  process.send?.(reply);
});
process.on("disconnect", () => void engine.stop().then(() => process.exit()));
process.send?.("ready");
