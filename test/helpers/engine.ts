// A real engine in a temporary workspace: real SQLite, LanceDB, parsers and inference, as headless mode runs them.
// One a test file; `close` in afterAll.
import { existsSync, symlinkSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { type Engine, type EngineOptions, startEngine } from "../../electron/engine/start.ts";
import { launcher } from "../../electron/headless/children.ts";
import type { FileSource } from "../../shared/contract/base.ts";
import type { Message } from "../../shared/contract/chats.ts";
import type { Document } from "../../shared/contract/documents.ts";
import type { Client } from "../../shared/contract/index.ts";
import type { Passage } from "../../shared/domain/citations.ts";
import { emptyRunView, type RunEvent, type RunView, reduceRun } from "../../shared/domain/runs.ts";
import { writeTinyGguf } from "./tiny-gguf.ts";

/** The embedder is converted once for all tests, not once a workspace. */
const sharedCache = join(import.meta.dirname, "../../node_modules/.cache/alcove-test");

// The children and commands that tests start again and again compile their sources once.
process.env.NODE_COMPILE_CACHE ??= join(sharedCache, "compiled");

/** A new folder for a workspace, empty but for the shared cache of converted models. */
export async function newWorkspace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "alcove-engine-"));
  await mkdir(sharedCache, { recursive: true });
  symlinkSync(sharedCache, join(folder, "cache"), "junction");
  return folder;
}

/** What an engine's test file works with. */
export interface TestEngine {
  engine: Engine;
  client: Client;
  workspace: string;
  /** Stops the engine and starts another one on the same workspace. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts an engine; `workspace` is a new one unless given. */
export async function openEngine(options: Partial<EngineOptions> = {}): Promise<TestEngine> {
  const workspace = options.workspace ?? (await newWorkspace());
  const start = async () => {
    const engine = await startEngine({ version: "test", mode: "headless", launch: launcher, ...options, workspace });
    await engine.recovered;
    const client: Client = createRouterClient(engine.router, { context: {} });
    return { engine, client };
  };
  const opened: TestEngine = {
    ...(await start()),
    workspace,
    async restart() {
      await opened.engine.stop();
      Object.assign(opened, await start());
    },
    async close() {
      await opened.engine.stop();
      await rm(workspace, { recursive: true, force: true });
    },
  };
  return opened;
}

/** A workspace whose chat models are tiny GGUF files; `answers` are what they say (see writeTinyGguf). */
export async function workspaceWithModels(
  models: Record<string, Parameters<typeof writeTinyGguf>[1]>,
): Promise<string> {
  const workspace = await newWorkspace();
  await mkdir(join(workspace, "models"), { recursive: true });
  for (const [file, options] of Object.entries(models)) await writeTinyGguf(join(workspace, "models", file), options);
  return workspace;
}

/** The real chat model of models/, or undefined where it was not fetched. */
export function realModel(): string | undefined {
  const path = join(import.meta.dirname, "../../models/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf");
  return existsSync(path) ? path : undefined;
}

/** All events of a run after `after`, until it ends. */
export async function eventsOf(client: Client, runId: string, after = 0): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of await client.runs.watch({ runId, after })) events.push(event);
  return events;
}

/** What a run has come to, after it has ended. */
export async function follow(client: Client, runId: string): Promise<RunView> {
  return (await eventsOf(client, runId)).reduce(reduceRun, emptyRunView);
}

/** Reads files into a knowledge base and waits; paths or uploaded bytes. */
export async function ingest(
  client: Client,
  knowledgeBaseId: string,
  files: (string | FileSource)[],
): Promise<RunView> {
  const sources = files.map((file) => (typeof file === "string" ? { path: file } : file));
  const { runId } = await client.documents.add({ knowledgeBaseId, files: sources });
  return follow(client, runId);
}

/** A knowledge base with these files in it, all of them ready. */
export async function baseWith(
  client: Client,
  name: string,
  files: string[],
): Promise<{ id: string; documents: Document[] }> {
  const { id } = await client.knowledge.create({ name });
  const view = await ingest(client, id, files);
  if (view.status !== "succeeded" || view.result?.failed !== 0) {
    throw new Error(`Ingestion did not succeed: ${JSON.stringify([view.error, view.items])}`);
  }
  return { id, documents: await client.documents.list({ knowledgeBaseId: id }) };
}

/** A question and what came of it. */
export interface Asked {
  view: RunView;
  message: Message;
  passages: Passage[];
  conversationId: string;
}

/** Asks and waits for the end of the answer. */
export async function ask(client: Client, question: Parameters<Client["chats"]["send"]>[0]): Promise<Asked> {
  const { runId, conversationId, answerId } = await client.chats.send(question);
  const view = await follow(client, runId);
  const { messages } = await client.chats.get({ conversationId });
  const message = messages.find((each) => each.id === answerId);
  if (!message) throw new Error("The answer is not among the conversation's messages.");
  return { view, message, passages: await client.chats.passages({ messageId: answerId }), conversationId };
}

/** Paths of all files under a folder, relative to it. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
