// Promises of an analysis: it reads all of a document, every passage exactly once whatever comes between, writes in the
// language that was asked for, and every citation leads to the words that it rests on.
import { type ChildProcess, fork } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Message } from "../../shared/contract/chats.ts";
import type { Client } from "../../shared/contract/index.ts";
import { emptyRunView, type RunEvent, type RunView, reduceRun } from "../../shared/domain/runs.ts";
import { eventsOf, follow, openEngine, type TestEngine, workspaceWithModels } from "../helpers/engine.ts";
import type { Order } from "../helpers/engine-process.ts";
import { failureOf } from "../helpers/failure.ts";

const ANSWER = "Oxford, 1987.";
/** A longer one, of as many bytes as do not repeat, for notes that take room. */
const LONG_ANSWER = `${ANSWER.slice(0, -1)}${"abceghijklmnpqstuvwyzABCDEFGHIJKLMNPQRSTUVWXYZ023456;:=+-/_?!%&~"}.`;
/** A document of many passages; in these models a character is nearly a token. */
const LONG = Array.from({ length: 12 }, (_, i) => {
  const words = Array.from({ length: 45 }, (_, word) => `word${(i * 131 + word * 17) % 4999}`).join(" ");
  return `# Chapter ${i}\n\nIn ${1900 + i} it was not heard. ${words}.`;
}).join("\n\n");

let workspace: string;
let opened: TestEngine;
let conversationId: string;
let fixed: string;
let rambling: string;
let small: string;
const documents: Record<string, string> = {};

beforeAll(async () => {
  workspace = await workspaceWithModels({
    "a-fixed.gguf": { answer: ANSWER, name: "Fixed" },
    "b-rambling.gguf": { name: "Rambling", contextTokens: 4096 },
    "c-small.gguf": { answer: LONG_ANSWER, name: "Small", contextTokens: 1024 },
  });
  opened = await openEngine({ workspace });
  const { client } = opened;
  const models = await client.models.list();
  fixed = models.find((each) => each.name === "Fixed")!.id;
  rambling = models.find((each) => each.name === "Rambling")!.id;
  small = models.find((each) => each.name === "Small")!.id;
  const folder = join(workspace, "files");
  await mkdir(folder);
  await writeFile(join(folder, "long.md"), LONG);
  await writeFile(join(folder, "short.txt"), "In 1987 the fox was heard near Oxford by many. Nobody saw it.\n");
  await writeFile(join(folder, "chinese.txt"), "合同自双方签字之日起生效。租金为每月三千元，于每月五日前支付。\n");
  const files = ["long.md", "short.txt", "chinese.txt"].map((name) => ({ path: join(folder, name) }));
  const attached = await client.chats.attach({ files });
  ({ conversationId } = attached);
  expect(await follow(client, attached.runId)).toMatchObject({ result: { ready: 3 } });
  for (const { document } of await client.chats.attachments({ conversationId })) documents[document.name] = document.id;
}, 60_000);
afterAll(async () => {
  await opened?.close();
  await rm(workspace, { recursive: true, force: true });
});

type Request = Parameters<Client["chats"]["analyse"]>[0];
const requestFor = (names: string[], more: Partial<Request> = {}): Request => ({
  conversationId,
  documentIds: names.map((name) => documents[name]!),
  kind: "summary",
  language: "document",
  text: "Summarise it.",
  modelId: fixed,
  ...more,
});
const messageOf = async (id: string): Promise<Message> =>
  (await opened.client.chats.get({ conversationId })).messages.find((each) => each.id === id)!;
async function chunkIds(...names: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const { chunks } = await opened.client.documents.chunks({ documentId: documents[name]!, offset: 0, limit: 500 });
    ids.push(...chunks.map((each) => each.id));
  }
  return ids;
}
/** Passages that the events of runs tell to have been read. */
async function readIn(...runIds: string[]): Promise<string[]> {
  const events = (await Promise.all(runIds.map((runId) => eventsOf(opened.client, runId)))).flat();
  return events.flatMap(({ body }) =>
    body.type === "item" && body.item.status === "done" ? (body.item.result!.chunkIds as string[]) : [],
  );
}
/** Cancels a run as soon as `when` holds for it; how it ended. */
async function cancelWhen(runId: string, when: (view: RunView) => boolean): Promise<RunView> {
  let view = emptyRunView;
  for await (const event of await opened.client.runs.watch({ runId, after: 0 })) {
    view = reduceRun(view, event);
    if (when(view)) await opened.client.runs.cancel({ runId });
  }
  return view;
}
const done = (view: RunView) => view.items.filter(({ status }) => status === "done" || status === "skipped").length;

describe("an analysis", () => {
  it("of a short document reads it at once, and its citations lead to the words", async () => {
    const { client } = opened;
    const started = await client.chats.analyse(requestFor(["short.txt"]));
    const view = await follow(client, started.runId);
    expect(view).toMatchObject({ status: "succeeded", text: `${ANSWER} [1]`, error: null });
    const message = await messageOf(started.answerId);
    expect(message).toMatchObject({ status: "done", answerKind: "analysis", model: "Fixed", text: view.text });
    expect(message).toMatchObject({ language: "en", stopReason: "end", citations: view.citations });
    expect((await messageOf(started.questionId)).analysis).toBe("summary");
    const { documentId, start, end, quote } = message.citations[0]!;
    expect(documentId).toBe(documents["short.txt"]);
    expect((await client.documents.text({ documentId, start, end })).text).toBe(quote);
    expect(await readIn(started.runId)).toEqual(await chunkIds("short.txt"));
    const detail = await client.chats.inspect({ messageId: message.id });
    expect(detail.messages[0]!.content).toContain("Nobody saw it.");
    expect(message.usage!.promptTokens).toBeGreaterThan(50);
    expect(message.context).toMatchObject({ attachments: "whole", droppedPassages: 0 });
  });

  it("of a long one reads every passage once, part by part, and tells how far it is", async () => {
    const { client } = opened;
    const started = await client.chats.analyse(requestFor(["long.md"]));
    const events = await eventsOf(client, started.runId);
    const view = events.reduce(reduceRun, emptyRunView);
    expect(view).toMatchObject({ status: "succeeded", error: null });
    expect(await readIn(started.runId)).toEqual(await chunkIds("long.md"));
    expect(view.items.length).toBeGreaterThan(2);
    expect(view.progress).toEqual({ done: view.items.length, total: view.items.length, unit: "parts" });
    const told = events.flatMap(({ body }) => (body.type === "progress" ? [body.done] : []));
    expect(told).toEqual(Array.from({ length: view.items.length + 1 }, (_, i) => i));
    expect(events.flatMap(({ body }) => (body.type === "step" ? [body.step] : []))).toEqual([
      "reading-parts",
      "combining",
      "writing",
    ]);
    expect(await messageOf(started.answerId)).toMatchObject({ status: "done", text: view.text });
  });

  it("has the sections of its kind, in the language that was asked for", async () => {
    const { client } = opened;
    const textOf = async (names: string[], more: Partial<Request>) => {
      const { runId, answerId } = await client.chats.analyse(requestFor(names, { kind: "full", ...more }));
      await follow(client, runId);
      return messageOf(answerId);
    };
    const headings = ({ text }: Message) => [...text.matchAll(/^## (.+)$/gm)].map((heading) => heading[1]);
    const english = await textOf(["short.txt"], {});
    expect(headings(english)).toEqual(["Overview", "Key points", "People, figures and dates", "Open questions"]);
    expect(english.text.split(ANSWER)).toHaveLength(5);
    // The same place is the same citation in every section.
    expect(english.citations).toHaveLength(1);
    expect(english.citations[0]!.claims).toHaveLength(4);
    const chinese = ["概述", "要点", "人物、数字与日期", "待解问题"];
    expect(headings(await textOf(["chinese.txt"], {}))).toEqual(chinese);
    expect(headings(await textOf(["short.txt"], { language: "zh" }))).toEqual(chinese);
    expect(headings(await textOf(["chinese.txt"], { language: "en" }))).toEqual(headings(english));
    expect(headings(await textOf(["short.txt"], { kind: "key-points" }))).toEqual([]);
  });

  it("reads several documents as one", async () => {
    const { client } = opened;
    const names = ["short.txt", "long.md", "chinese.txt"];
    const { runId } = await client.chats.analyse(requestFor(names));
    expect(await follow(client, runId)).toMatchObject({ status: "succeeded" });
    expect(await readIn(runId)).toEqual(await chunkIds(...names));
  });

  it("makes notes of notes where they are too long for one prompt", async () => {
    const { client } = opened;
    const { runId, answerId } = await client.chats.analyse(requestFor(["long.md", "short.txt"], { modelId: small }));
    const view = await follow(client, runId);
    expect(view).toMatchObject({ status: "succeeded" });
    expect(await readIn(runId)).toEqual(await chunkIds("long.md", "short.txt"));
    const { messages } = await client.chats.inspect({ messageId: answerId });
    const notes = messages[0]!.content.split(LONG_ANSWER).length - 1;
    expect(notes).toBeGreaterThan(0);
    expect(notes).toBeLessThan(view.items.length);
  });

  it("says what is missing: a model, a document", async () => {
    const { client } = opened;
    const { runId } = await client.chats.analyse(requestFor(["short.txt"], { modelId: "none" }));
    expect(await follow(client, runId)).toMatchObject({ status: "failed", error: { code: "model.none" } });
    const nowhere = client.chats.analyse({ ...requestFor([]), documentIds: ["0190a000-0000-7000-8000-000000000000"] });
    expect(await failureOf(nowhere)).toMatchObject({ code: "not-found" });
  });
});

describe("an analysis that is disturbed", () => {
  it("goes on where it was stopped, in the same message, and reads nothing twice", async () => {
    const { client } = opened;
    const { runId, answerId } = await client.chats.analyse(requestFor(["long.md"], { modelId: rambling }));
    const first = await cancelWhen(runId, (view) => done(view) >= 2);
    expect(first.status).toBe("cancelled");
    expect(await messageOf(answerId)).toMatchObject({ status: "stopped", text: "" });
    const second = await client.runs.resume({ runId });
    const stopped = await cancelWhen(second.runId, (view) => view.text.length > 30);
    const between = await messageOf(answerId);
    const third = await client.chats.regenerate({ messageId: answerId });
    if (stopped.status === "cancelled") {
      expect(between).toMatchObject({ status: "stopped", runId: second.runId });
      expect(third.answerId).toBe(answerId);
      const view = await follow(client, third.runId);
      const message = await messageOf(answerId);
      expect(view).toMatchObject({ status: "succeeded", text: message.text });
      expect(message).toMatchObject({ status: "done", runId: third.runId });
      // Parts of the earlier runs are shown as what they are.
      const kept = view.items.filter(({ status }) => status === "skipped");
      expect(kept).toHaveLength(view.items.length);
    }
    expect(await readIn(runId, second.runId)).toEqual(await chunkIds("long.md"));
  }, 120_000);

  it("is made anew beside the old one when it was done", async () => {
    const { client } = opened;
    const first = await client.chats.analyse(requestFor(["short.txt"]));
    await follow(client, first.runId);
    const again = await client.chats.regenerate({ messageId: first.answerId });
    expect(again).toMatchObject({ questionId: first.questionId });
    expect(again.answerId).not.toBe(first.answerId);
    await follow(client, again.runId);
    const { id: _, ...message } = await messageOf(again.answerId);
    expect(message).toMatchObject({ status: "done", text: (await messageOf(first.answerId)).text });
    // Who resumes a run that came to its end changes nothing.
    const before = await messageOf(again.answerId);
    const resumed = await client.runs.resume({ runId: again.runId });
    await follow(client, resumed.runId);
    expect(await messageOf(again.answerId)).toEqual(before);
  });

  it("survives the death of the model's process", async () => {
    const { client } = opened;
    const { runId } = await client.chats.analyse(requestFor(["long.md"], { modelId: rambling }));
    let killed = false;
    let view = emptyRunView;
    for await (const event of await client.runs.watch({ runId, after: 0 })) {
      view = reduceRun(view, event);
      if (killed || done(view) < 2) continue;
      killed = true;
      const { parts } = await client.system.info();
      process.kill(parts.find(({ name }) => name === "inference")!.pid!, "SIGKILL");
    }
    expect(killed).toBe(true);
    expect(view).toMatchObject({ status: "succeeded", error: null });
    expect(await readIn(runId)).toEqual(await chunkIds("long.md"));
  }, 120_000);

  it("survives kills of the engine while it reads and while it writes", async () => {
    await opened.engine.stop();
    const request = requestFor(["long.md"], { modelId: rambling, kind: "full" });
    const first = await killWhen({ type: "analyse", request }, (view) => done(view) >= 2);
    const { runId, answerId } = first.ids as { runId: string; answerId: string };
    await killWhen({ type: "follow", runId }, (view) => view.text.length > 60);
    Object.assign(opened, await openEngine({ workspace }));
    const { client } = opened;
    const view = await follow(client, runId);
    expect(view).toMatchObject({ status: "succeeded", error: null });
    expect(await readIn(runId)).toEqual(await chunkIds("long.md"));
    const message = await messageOf(answerId);
    expect(message).toMatchObject({ status: "done", runId });
    expect([...message.text.matchAll(/^## (.+)$/gm)]).toHaveLength(4);
    expect(view.text).toBe(message.text);
  }, 120_000);
});

/** Has an engine process do `order` and kills it as soon as `when` holds; the ids that it told. */
async function killWhen(order: Order, when: (view: RunView) => boolean): Promise<{ ids: Record<string, string> }> {
  const entry = join(import.meta.dirname, "../helpers/engine-process.ts");
  const child: ChildProcess = fork(entry, [workspace], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  let view = emptyRunView;
  let ids: Record<string, string> = {};
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.on("message", (message: { type: string; event?: RunEvent }) => {
    if (message.type === "ready") child.send(order);
    else if (message.type === "started") ids = { ...message } as unknown as Record<string, string>;
    else if (message.event) {
      view = reduceRun(view, message.event);
      if (when(view)) child.kill("SIGKILL");
      else if (view.status === "succeeded" || view.status === "failed") child.kill("SIGTERM");
    }
  });
  await gone;
  expect(child.signalCode, "the run ended before the kill").toBe("SIGKILL");
  return { ids };
}
