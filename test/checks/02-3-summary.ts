// Check 02.3: a document of 120 pages is summarised with a real model. Every passage is read exactly once, shown from the
// runs' events: without disturbance, over a stop and a resume, and over kill -9 of the engine and of the model's process.
import { linkSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Message } from "../../shared/contract/chats.ts";
import type { Client } from "../../shared/contract/index.ts";
import type { RunEvent, RunView } from "../../shared/domain/runs.ts";
import { followRun } from "./support/engine.ts";
import { type EngineProcess, startEngineProcess } from "./support/engine-process.ts";
import { atLeast, type CheckOptions, exactly, type Figure, runCheck, shown } from "./support/figures.ts";
import { writeLongDocument } from "./support/long-document.ts";
import { checkFolder, checkWorkspace, repositoryRoot } from "./support/places.ts";
import { randomNumbers } from "./support/sampling.ts";

const PAGES = 120;
const SHORT_PAGES = 30;
/** The fastest of the fetched models; all runs of the long check fit into minutes on two cores. */
const MODEL = /^SmolLM2-135M.*\.gguf$/;
const FULL_MODEL = /^qwen.*\.gguf$/;

interface Chunk {
  id: string;
  position: number;
}
interface Document {
  conversationId: string;
  documentId: string;
  chunks: Chunk[];
}

function placeModel(workspace: string, pattern: RegExp): void {
  const folder = join(repositoryRoot, "models");
  const name = readdirSync(folder).find((file) => pattern.test(file));
  if (!name) throw new Error(`There is no model ${pattern} in models/. Run npm run models:fetch first.`);
  mkdirSync(join(workspace, "models"), { recursive: true });
  try {
    linkSync(join(folder, name), join(workspace, "models", name));
  } catch {
    symlinkSync(join(folder, name), join(workspace, "models", name));
  }
}

async function takeIn(client: Client, path: string): Promise<Document> {
  const { conversationId, runId } = await client.chats.attach({ files: [{ path }] });
  await followRun(client, runId);
  const [attachment] = await client.chats.attachments({ conversationId });
  if (attachment?.document.status !== "ready") throw new Error("The long document could not be read.");
  const documentId = attachment.document.id;
  const chunks: Chunk[] = [];
  for (let total = 1; chunks.length < total; ) {
    const page = await client.documents.chunks({ documentId, offset: chunks.length, limit: 500 });
    chunks.push(...page.chunks);
    total = page.total;
  }
  return { conversationId, documentId, chunks };
}

const start = (client: Client, { conversationId, documentId }: Document) =>
  client.chats.analyse({
    conversationId,
    documentIds: [documentId],
    kind: "summary",
    language: "document",
    text: "Summarise this document.",
  });

/** Ids of the passages that the events of runs tell to have been read, in the order of the telling. */
async function readIn(client: Client, runIds: string[]): Promise<string[]> {
  const read: string[] = [];
  for (const runId of runIds) {
    const events: RunEvent[] = [];
    for await (const event of await client.runs.watch({ runId, after: 0 })) events.push(event);
    for (const { body } of events) {
      if (body.type !== "item" || body.item.status !== "done") continue;
      read.push(...((body.item.result?.chunkIds as string[] | undefined) ?? []));
    }
  }
  return read;
}

const answerOf = async (client: Client, conversationId: string, answerId: string): Promise<Message> =>
  (await client.chats.get({ conversationId })).messages.find(({ id }) => id === answerId)!;

const partsDone = (view: RunView): number => view.items.filter(({ status }) => status !== "running").length;

/** What is expected of every analysis, however it was disturbed. */
async function figuresOf(
  client: Client,
  name: string,
  document: Document,
  answerId: string,
  runIds: string[],
): Promise<Figure[]> {
  const read = await readIn(client, runIds);
  const wanted = document.chunks.map(({ id }) => id);
  const message = await answerOf(client, document.conversationId, answerId);
  const inText = message.citations.filter(({ n }) => message.text.includes(`[${n}]`));
  return [
    exactly(`${name}: answer`, message.status, "done"),
    exactly(`${name}: passages read once, in order`, String(read.join() === wanted.join()), "true"),
    exactly(`${name}: passages read twice`, read.length - new Set(read).size, 0),
    exactly(`${name}: passages not read`, wanted.filter((id) => !read.includes(id)).length, 0),
    atLeast(`${name}: characters of the summary`, message.text.length, 100),
    exactly(`${name}: citations without a mark`, message.citations.length - inText.length, 0),
    shown(`${name}: citations`, message.citations.length),
  ];
}

/** Follows a run until `isThere`; resolves with false when the run ended before. */
async function until(client: Client, runId: string, isThere: (view: RunView) => boolean): Promise<boolean> {
  return new Promise((resolve, reject) => {
    followRun(client, runId, (view) => {
      if (isThere(view)) resolve(true);
    }).then(() => resolve(false), reject);
  });
}

async function undisturbed({ client }: EngineProcess, document: Document): Promise<Figure[]> {
  const startedMs = performance.now();
  const { runId, answerId } = await start(client, document);
  const view = await followRun(client, runId);
  const seconds = (performance.now() - startedMs) / 1000;
  const message = await answerOf(client, document.conversationId, answerId);
  console.log(`  ${message.text.replace(/\n+/g, "\n  ")}`);
  return [
    ...(await figuresOf(client, "undisturbed", document, answerId, [runId])),
    shown("parts", partsDone(view)),
    shown("tokens read and written", (message.usage?.promptTokens ?? 0) + (message.usage?.completionTokens ?? 0)),
    shown("seconds", seconds, "s"),
  ];
}

/** Stops an analysis, resumes it, and kills the model's process while the resumed run reads. */
async function stopped({ client }: EngineProcess, document: Document): Promise<Figure[]> {
  const { runId, answerId } = await start(client, document);
  let kept = 0;
  const stopping = await until(client, runId, (view) => {
    kept = partsDone(view);
    return kept >= 2;
  });
  if (stopping) await client.runs.cancel({ runId });
  await followRun(client, runId);
  const between = await answerOf(client, document.conversationId, answerId);
  const { runId: resumed } = await client.runs.resume({ runId });
  let kills = 0;
  if (await until(client, resumed, (view) => partsDone(view) > kept)) {
    const { parts } = await client.system.info();
    const pid = parts.find(({ name }) => name === "inference")?.pid;
    if (pid) {
      process.kill(pid, "SIGKILL");
      kills++;
    }
  }
  await followRun(client, resumed);
  return [
    exactly("stopped: status in between", between.status, "stopped"),
    exactly("resumed: kills of the model's process", kills, 1),
    ...(await figuresOf(client, "stopped and resumed", document, answerId, [runId, resumed])),
  ];
}

/** Kills the engine once while parts are read and once while the answer is written. */
async function killed(
  engine: EngineProcess,
  workspace: string,
  document: Document,
  random: () => number,
): Promise<{ figures: Figure[]; engine: EngineProcess }> {
  let running = engine;
  let kills = 0;
  const { runId, answerId } = await start(running.client, document);
  const moments: ((view: RunView) => boolean)[] = [(view) => partsDone(view) >= 2, (view) => view.text.length > 20];
  for (const isThere of moments) {
    // A killed engine breaks the connection under who follows.
    if (await until(running.client, runId, isThere)) {
      await new Promise((resolve) => setTimeout(resolve, random() * 400));
      await running.kill();
      kills++;
      running = await startEngineProcess(workspace);
    }
  }
  await followRun(running.client, runId);
  const figures = await figuresOf(running.client, "kill -9 of the engine", document, answerId, [runId]);
  return { figures: [exactly("kills of the engine", kills, moments.length), ...figures], engine: running };
}

async function measure({ full, short, seed }: CheckOptions): Promise<Figure[]> {
  const pages = short ? SHORT_PAGES : PAGES;
  const workspace = checkWorkspace(short ? "summary-short" : "summary", { fresh: true });
  placeModel(workspace, full ? FULL_MODEL : MODEL);
  const path = join(checkFolder("summary"), `joined-${pages}.pdf`);
  writeLongDocument(path, pages);
  let engine = await startEngineProcess(workspace);
  const document = await takeIn(engine.client, path);
  const { documentId } = document;
  const figures = [
    exactly("pages", (await engine.client.documents.get({ documentId })).pages ?? 0, pages),
    shown("passages", document.chunks.length),
    ...(await undisturbed(engine, document)),
    ...(await stopped(engine, document)),
  ];
  const after = await killed(engine, workspace, document, randomNumbers(seed));
  engine = after.engine;
  await engine.stop();
  return [...figures, ...after.figures];
}

if (import.meta.main) await runCheck(measure);
