// The product as `npm start` runs it headless (engine, contract, run log, window server, built window), except that the
// model is a script which writes a given text at a given pace. For checks whose subject is the window: what a model would
// write, and how fast, must be the same in every round.
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { createRouterClient } from "@orpc/server";
import { startWindowServer } from "../../../electron/engine/api/window-server.ts";
import { startEngine } from "../../../electron/engine/start.ts";
import { launcher } from "../../../electron/headless/children.ts";
import { type ChannelHandlers, type ChannelPort, serveChannel } from "../../../shared/children/channel.ts";
import { toWireError } from "../../../shared/children/errors.ts";
import type { InferenceMethods } from "../../../shared/children/inference.ts";
import type { LaunchedChild } from "../../../shared/children/launch.ts";
import type { Client } from "../../../shared/contract/index.ts";
import { repositoryRoot } from "./places.ts";

/** What the model writes from now on: `tokens` of four characters each from the start of `text`. */
export interface Script {
  text: string;
  tokens: number;
  tokensPerSecond: number;
}

const CHARACTERS_A_TOKEN = 4;
const CONTEXT_TOKENS = 32_768;

export interface ScriptedProduct {
  /** Address with the token that works once. */
  address: string;
  client: Client;
  script: Script;
  stop(): Promise<void>;
}

function scripted(script: Script): ChannelHandlers<InferenceMethods> {
  return {
    inspect: () => ({
      name: "Scripted",
      architecture: "llama",
      parameters: null,
      quantization: null,
      contextTokens: CONTEXT_TOKENS,
      sizeBytes: 1,
      hasChatTemplate: true,
      licence: null,
    }),
    load: ({ path }) => ({ path, contextTokens: CONTEXT_TOKENS, memoryBytes: null, loadMs: 0 }),
    unload: () => ({ unloaded: 0 }),
    loaded: () => [],
    countTokens: ({ texts = [], messages }) => ({
      texts: texts.map((text) => Math.ceil(text.length / CHARACTERS_A_TOKEN)),
      messages: messages
        ? messages.reduce((sum, { content }) => sum + Math.ceil(content.length / CHARACTERS_A_TOKEN), 0)
        : null,
      contextTokens: CONTEXT_TOKENS,
    }),
    generate: async (_params, { signal, emit }) => {
      const startedMs = performance.now();
      let written = 0;
      while (written < script.tokens && !signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, 1000 / script.tokensPerSecond));
        // As many as are due, so that a late timer does not slow the script down.
        const due = Math.min(
          script.tokens,
          Math.ceil(((performance.now() - startedMs) / 1000) * script.tokensPerSecond),
        );
        for (; written < due; written++) {
          const at = written * CHARACTERS_A_TOKEN;
          emit({ text: script.text.slice(at, at + CHARACTERS_A_TOKEN), tokens: written + 1 });
        }
      }
      const totalMs = performance.now() - startedMs;
      return {
        text: script.text.slice(0, written * CHARACTERS_A_TOKEN),
        stopReason: signal.aborted ? "cancelled" : "end",
        promptTokens: 1,
        cachedPromptTokens: 0,
        completionTokens: written,
        timings: { loadMs: 0, promptMs: 0, firstTokenMs: 0, totalMs },
      };
    },
  };
}

const overMessagePort = (port: MessagePort): ChannelPort => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on("message", listener),
  onClose: (listener) => port.once("close", () => listener("closed")),
});

function launchScripted(script: Script): LaunchedChild {
  const { port1, port2 } = new MessageChannel();
  serveChannel<InferenceMethods>(overMessagePort(port2), scripted(script), toWireError);
  return { port: overMessagePort(port1), pid: undefined, kill: () => port1.close() };
}

/** Serves the window from dist/ over an engine in this process. A model file must lie in the workspace's models folder. */
export async function serveScripted(workspace: string): Promise<ScriptedProduct> {
  const script: Script = { text: "", tokens: 0, tokensPerSecond: 200 };
  const engine = await startEngine({
    workspace,
    version: "check",
    mode: "headless",
    launch: (onOutput) => {
      const launch = launcher(onOutput);
      return (name) => (name === "inference" ? launchScripted(script) : launch(name));
    },
  });
  await engine.recovered;
  const server = await startWindowServer({
    router: engine.router,
    blobs: engine.blobs,
    blobFolder: engine.paths.blobs,
    rendererFolder: join(repositoryRoot, "dist", "renderer"),
    host: "127.0.0.1",
    port: 0,
  });
  return {
    address: server.address,
    client: createRouterClient(engine.router, { context: {} }),
    script,
    async stop() {
      await server.close();
      await engine.stop();
    },
  };
}
