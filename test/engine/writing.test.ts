// Promises of how an answer is made: by the conversation's own settings, from its files whole or by passages, on from
// where it was cut, open to inspection, and with a title that nobody had to think of.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Message } from "../../shared/contract/chats.ts";
import { noChatSettings } from "../../shared/domain/chat-settings.ts";
import { emptyRunView, reduceRun } from "../../shared/domain/runs.ts";
import {
  ask,
  baseWith,
  eventsOf,
  follow,
  openEngine,
  type TestEngine,
  workspaceWithModels,
} from "../helpers/engine.ts";

/** No byte repeats, so that the tiny model can say it; 22 tokens. */
const ANSWER = "Oxford,1987 wmbehi:qzu";
const CUT = ANSWER.slice(0, 16);
const FARM = "The farm lies by a river. In 1987 the fox was heard near Oxford by many. Nobody saw it.\n";
const TIDE = "The tide comes in and the tide goes out. ";

let opened: TestEngine;
let folder: string;
let fixed: string;
let rambling: string;

beforeAll(async () => {
  opened = await openEngine({
    workspace: await workspaceWithModels({
      "a-fixed.gguf": { answer: ANSWER, name: "Fixed", contextTokens: 4096 },
      "b-rambling.gguf": { name: "Rambling", contextTokens: 8192 },
    }),
  });
  const models = await opened.client.models.list();
  fixed = models.find((each) => each.name === "Fixed")!.id;
  rambling = models.find((each) => each.name === "Rambling")!.id;
  folder = join(opened.workspace, "files");
  await mkdir(folder);
  await writeFile(join(folder, "farm.txt"), FARM);
  await writeFile(join(folder, "note.md"), "# Note\n\nThe key lies under the mat.\n");
  await writeFile(
    join(folder, "long.txt"),
    `${TIDE.repeat(150)}\n\nIn 1987 the fox was heard near Oxford.\n\n${TIDE.repeat(150)}`,
  );
}, 60_000);
afterAll(() => opened?.close());

const messageOf = async (conversationId: string, id: string): Promise<Message> =>
  (await opened.client.chats.get({ conversationId })).messages.find((each) => each.id === id)!;
async function attached(...names: string[]): Promise<string> {
  const { client } = opened;
  const { conversationId, runId } = await client.chats.attach({
    files: names.map((name) => ({ path: join(folder, name) })),
  });
  expect(await follow(client, runId)).toMatchObject({ result: { ready: names.length } });
  return conversationId;
}
const settingsWith = (settings: Partial<typeof noChatSettings>) => ({ ...noChatSettings, ...settings });

describe("settings of a conversation", () => {
  it("reach the model, and the question's own seed and model go first", async () => {
    const { client } = opened;
    const settings = settingsWith({
      ...{ instructions: "Speak like a pirate.", temperature: 0.9, topP: 0.5, topK: 7, minP: 0.2, repeatPenalty: 1.3 },
      ...{ maxTokens: 16, seed: 4 },
    });
    const { message, conversationId } = await ask(client, { text: "Hello", modelId: fixed, settings });
    expect(message).toMatchObject({ text: CUT, stopReason: "length", model: "Fixed" });
    const { parameters, messages } = await client.chats.inspect({ messageId: message.id });
    const { instructions: _, passages: __, ...sampling } = settings;
    expect(parameters).toEqual({ modelId: fixed, passages: 5, ...sampling });
    expect(messages).toEqual([
      { role: "system", content: "Speak like a pirate." },
      { role: "user", content: "Hello" },
    ]);
    // The conversation remembers the model that it was begun with.
    await client.chats.update({ conversationId, modelId: rambling });
    const next = await ask(client, { conversationId, text: "Hello again", seed: 9 });
    expect(next.message.model).toBe("Rambling");
    const inspected = await client.chats.inspect({ messageId: next.message.id });
    expect(inspected.parameters).toMatchObject({ modelId: rambling, seed: 9, temperature: 0.9 });
  });

  it("quote where the conversation says that no model shall write", async () => {
    const { client } = opened;
    const base = await baseWith(client, "Farm", [join(folder, "farm.txt")]);
    const first = await ask(client, { text: "Where was the fox heard?", knowledgeBaseIds: [base.id], modelId: "none" });
    const second = await ask(client, { conversationId: first.conversationId, text: "Where was the fox heard?" });
    expect([first.message.answerKind, second.message.answerKind]).toEqual(["quoted", "quoted"]);
  });

  it("say how many passages are read", async () => {
    const { client } = opened;
    const base = await baseWith(client, "Tides", [join(folder, "long.txt")]);
    const question = { text: "What does the tide do?", knowledgeBaseIds: [base.id], modelId: fixed };
    const one = await ask(client, { ...question, settings: settingsWith({ passages: 1 }) });
    expect(one.passages).toHaveLength(1);
    const detail = await client.chats.inspect({ messageId: one.message.id });
    expect(detail.passages.filter((each) => each.used)).toHaveLength(1);
    expect(detail.passages.length).toBeGreaterThan(1);
    for (const { scores } of detail.passages) expect(Object.keys(scores)).toContain("coverage");
    expect(one.message.context).toMatchObject({ passages: 1, droppedPassages: 0, attachments: null });
  });
});

describe("files of a conversation", () => {
  it("go in whole where they fit, by name, and every sentence can be followed to them", async () => {
    const { client } = opened;
    const conversationId = await attached("farm.txt", "note.md");
    const { message, view, passages } = await ask(client, { conversationId, text: "Where was it?", modelId: fixed });
    expect(message.context).toMatchObject({ attachments: "whole", passages: 2, droppedPassages: 0, droppedTurns: 0 });
    expect(passages.map((each) => each.text).sort()).toEqual(["# Note\n\nThe key lies under the mat.", FARM.trim()]);
    expect(view.passages).toEqual(passages);
    const { messages, stages } = await client.chats.inspect({ messageId: message.id });
    const asked = messages.at(-1)!.content;
    for (const part of ["File: farm.txt", "File: note.md", FARM.trim(), "Question: Where was it?"]) {
      expect(asked).toContain(part);
    }
    expect(stages.map((each) => each.name)).toEqual(
      expect.arrayContaining(["count", "prompt", "generation", "citing"]),
    );
    const [citation] = message.citations;
    expect(citation).toMatchObject({ documentName: "farm.txt", page: 1 });
    const { documentId, start, end, quote } = citation!;
    expect((await client.documents.text({ documentId, start, end })).text).toBe(quote);
    const { promptTokens, contextTokens, reservedTokens } = message.context!;
    expect(promptTokens + reservedTokens).toBeLessThanOrEqual(contextTokens);
    expect(message.usage!.promptTokens).toBe(promptTokens);
  });

  it("go in by passages where they do not fit, and no question about them is refused", async () => {
    const { client } = opened;
    const conversationId = await attached("long.txt");
    const found = await ask(client, { conversationId, text: "Where was the fox heard in 1987?", modelId: fixed });
    expect(found.message.context).toMatchObject({ attachments: "passages" });
    expect(found.passages[0]!.text).toContain("fox");
    const foreign = await ask(client, { conversationId, text: "Summarise quantum xylophones", modelId: fixed });
    expect(foreign.message).toMatchObject({ answerKind: "model", text: expect.stringContaining("Oxford") });
    expect(foreign.passages.some((each) => each.start === 0)).toBe(true);
    const quoted = await ask(client, { conversationId, text: "Where was the fox heard in 1987?", modelId: "none" });
    expect(quoted.message).toMatchObject({ answerKind: "quoted", text: expect.stringContaining("fox was heard") });
  });

  it("are waited for while they are being read", async () => {
    const { client } = opened;
    const { conversationId } = await client.chats.attach({ files: [{ path: join(folder, "farm.txt") }] });
    const { runId, answerId } = await client.chats.send({ conversationId, text: "Where was it?", modelId: fixed });
    const steps = (await eventsOf(client, runId)).flatMap(({ body }) => (body.type === "step" ? [body.step] : []));
    expect(steps).toEqual(["reading-files", "reading", "writing"]);
    expect((await messageOf(conversationId, answerId)).context?.attachments).toBe("whole");
  });

  it("can be left while they are being read", async () => {
    const { client } = opened;
    const { conversationId } = await client.chats.attach({ files: [{ path: join(folder, "long.txt") }] });
    const { runId, answerId } = await client.chats.send({ conversationId, text: "Where was it?", modelId: fixed });
    await client.runs.cancel({ runId });
    expect((await follow(client, runId)).status).toBe("cancelled");
    expect(await messageOf(conversationId, answerId)).toMatchObject({ status: "stopped", stopReason: "cancelled" });
  });
});

describe("an answer that was cut", () => {
  it("goes on in the same message: the text is whole, old marks stay, tokens add up", async () => {
    const { client } = opened;
    const conversationId = await attached("farm.txt");
    await client.chats.update({ conversationId, settings: settingsWith({ maxTokens: 16 }) });
    const first = await ask(client, { conversationId, text: "Where was it?", modelId: fixed });
    expect(first.message).toMatchObject({ stopReason: "length", text: `${CUT} [1]` });
    await client.chats.update({ conversationId, settings: noChatSettings });
    const again = await client.chats.continue({ messageId: first.message.id });
    expect(again.answerId).toBe(first.message.id);
    const view = await follow(client, again.runId);
    const message = await messageOf(conversationId, first.message.id);
    expect(message).toMatchObject({ status: "done", stopReason: "end", text: `${ANSWER} [1]`, runId: again.runId });
    // Who follows only the second run sees all of it.
    expect(view).toMatchObject({ status: "succeeded", text: message.text, citations: message.citations });
    expect(message.citations).toHaveLength(1);
    expect(message.citations[0]!.claims).toEqual([{ start: 0, end: ANSWER.length }]);
    expect(message.usage!.completionTokens).toBeGreaterThan(first.message.usage!.completionTokens);
    const detail = await client.chats.inspect({ messageId: message.id });
    expect(detail.messages.at(-1)!.content).toContain("File: farm.txt");
  });

  it("goes on after a stop, and keeps all of it when the engine ends in the middle", async () => {
    const { client } = opened;
    for (let seed = 1; ; seed++) {
      const started = await client.chats.send({ text: "Tell me", modelId: rambling, seed, settings: noChatSettings });
      const cancelWhenLong = async (runId: string, length: number) => {
        let view = emptyRunView;
        for await (const event of await client.runs.watch({ runId, after: 0 })) {
          view = reduceRun(view, event);
          if (view.text.length > length) return view;
        }
        return null;
      };
      if (!(await cancelWhenLong(started.runId, 20))) continue;
      await client.runs.cancel({ runId: started.runId });
      if ((await follow(client, started.runId)).status !== "cancelled") continue;
      const { conversationId, answerId } = started;
      const before = await messageOf(conversationId, answerId);
      expect(before).toMatchObject({ status: "stopped", stopReason: "cancelled" });

      const again = await client.chats.continue({ messageId: answerId });
      expect((await messageOf(conversationId, answerId)).status).toBe("streaming");
      if (!(await cancelWhenLong(again.runId, before.text.length + 10))) continue;
      await opened.restart();
      const after = await messageOf(conversationId, answerId);
      if (after.status === "done") continue;
      expect(after.status).toBe("interrupted");
      expect(after.text.startsWith(before.text)).toBe(true);
      expect(after.text.length).toBeGreaterThan(before.text.length);
      break;
    }
  });

  it("is nothing that quotes", async () => {
    const { client } = opened;
    const conversationId = await attached("farm.txt");
    const { message } = await ask(client, { conversationId, text: "Where was the fox heard?", modelId: "none" });
    await expect(client.chats.continue({ messageId: message.id })).rejects.toMatchObject({ data: { code: "invalid" } });
  });
});

describe("a title", () => {
  const titleOf = async (conversationId: string) => {
    const { title, titledBy } = (await opened.client.chats.get({ conversationId })).conversation;
    return { title, titledBy };
  };
  const titled = async (conversationId: string) => {
    for (let i = 0; i < 200 && (await titleOf(conversationId)).titledBy === "question"; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return titleOf(conversationId);
  };

  it("comes from the model after the first answer, in a temporary conversation too", async () => {
    for (const temporary of [false, true]) {
      const { conversationId } = await ask(opened.client, { text: "Where is it?", modelId: fixed, temporary });
      expect(await titled(conversationId)).toEqual({ title: ANSWER, titledBy: "model" });
    }
  });

  it("never replaces a person's, and is not asked for where no model answered", async () => {
    const { client } = opened;
    const { conversationId } = await ask(client, { text: "Where is it?", modelId: "none", ...(await farmBase()) });
    await client.chats.rename({ conversationId, title: "Mine" });
    await ask(client, { conversationId, text: "And again?", modelId: fixed });
    expect(await titleOf(conversationId)).toEqual({ title: "Mine", titledBy: "person" });
    const runs = await client.runs.list({ active: true, kind: "title" });
    expect(runs).toEqual([]);
  });
  const farmBase = async () => {
    const base = (await opened.client.knowledge.list()).find((each) => each.name === "Farm")!;
    return { knowledgeBaseIds: [base.id] };
  };
});
