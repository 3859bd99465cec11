// Promises of conversations: branches are kept and followed, questions wait their turn, settings and presets last over a
// restart, what is taken out comes back, and a temporary conversation leaves nothing on disk.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noChatSettings } from "../../shared/domain/chat-settings.ts";
import { ask, follow, openEngine, type TestEngine, workspaceWithModels } from "../helpers/engine.ts";
import { failureOf } from "../helpers/failure.ts";

let opened: TestEngine;
let fixed: string;
let rambling: string;

beforeAll(async () => {
  opened = await openEngine({
    workspace: await workspaceWithModels({
      "a-fixed.gguf": { answer: "Oxford, 1987.", name: "Fixed" },
      "b-rambling.gguf": { name: "Rambling", contextTokens: 8192 },
    }),
  });
  const models = await opened.client.models.list();
  fixed = models.find((each) => each.name === "Fixed")!.id;
  rambling = models.find((each) => each.name === "Rambling")!.id;
}, 60_000);
afterAll(() => opened?.close());

const conversationOf = async (conversationId: string) =>
  (await opened.client.chats.get({ conversationId })).conversation;
const messagesOf = async (conversationId: string) => (await opened.client.chats.get({ conversationId })).messages;

describe("branches", () => {
  it("begin where a question is asked again, and the one that is followed is kept over a restart", async () => {
    const { client } = opened;
    const first = await ask(client, { text: "First?", modelId: fixed });
    const { conversationId } = first;
    await ask(client, { conversationId, text: "Second?", modelId: fixed });
    const edited = await client.chats.send({ conversationId, parentId: null, text: "First, changed?", modelId: fixed });
    await follow(client, edited.runId);

    const messages = await messagesOf(conversationId);
    expect(messages.filter((each) => each.role === "user").map((each) => [each.text, each.parentId])).toEqual([
      ["First?", null],
      ["Second?", first.message.id],
      ["First, changed?", null],
    ]);
    expect((await conversationOf(conversationId)).currentMessageId).toBe(edited.answerId);

    await client.chats.follow({ messageId: first.message.id });
    await opened.restart();
    expect((await conversationOf(conversationId)).currentMessageId).toBe(first.message.id);
    // The next question goes to the end of the branch that is followed, not to the newest message.
    const next = await ask(opened.client, { conversationId, text: "Third?", modelId: fixed });
    const third = (await messagesOf(conversationId)).find((each) => each.id === next.message.parentId);
    const second = messages.find((each) => each.text === "Second?")!;
    const answerOfSecond = messages.find((each) => each.parentId === second.id)!;
    expect(third?.parentId).toBe(answerOfSecond.id);
  });

  it("refuse a parent of another conversation", async () => {
    const { client } = opened;
    const one = await ask(client, { text: "One?", modelId: fixed });
    const two = await ask(client, { text: "Two?", modelId: fixed });
    const send = client.chats.send({ conversationId: two.conversationId, parentId: one.message.id, text: "x" });
    expect(await failureOf(send)).toMatchObject({ code: "not-found" });
  });

  it("are taken out whole and put back", async () => {
    const { client } = opened;
    const { conversationId, message } = await ask(client, { text: "Root?", modelId: fixed });
    const below = await ask(client, { conversationId, text: "Below?", modelId: fixed });
    const before = await messagesOf(conversationId);
    const { asOfMs } = await client.chats.get({ conversationId });

    await client.chats.removeMessage({ messageId: message.id });
    expect((await messagesOf(conversationId)).map((each) => each.text)).toEqual(["Root?"]);
    const delta = await client.chats.get({ conversationId, changedAfterMs: asOfMs });
    expect(new Set(delta.removedIds)).toEqual(new Set([message.id, below.message.id, below.message.parentId]));

    await client.chats.restoreMessage({ messageId: message.id });
    expect(await messagesOf(conversationId)).toEqual(before);
  });
});

describe("answers", () => {
  it("can be edited, and keep the citations whose marks are kept", async () => {
    const { client } = opened;
    const { message, conversationId } = await ask(client, { text: "Where?", modelId: fixed });
    const edited = await client.chats.editAnswer({ messageId: message.id, text: "It was Oxford." });
    expect(edited).toMatchObject({ text: "It was Oxford.", citations: [] });
    expect(edited.editedAtMs).toBeGreaterThan(0);
    const question = (await messagesOf(conversationId)).find((each) => each.role === "user")!;
    expect(await failureOf(client.chats.editAnswer({ messageId: question.id, text: "x" }))).toMatchObject({
      code: "invalid",
    });
  });

  it("are rated with a comment, and the rating can be taken back", async () => {
    const { client } = opened;
    const { message, conversationId } = await ask(client, { text: "Good?", modelId: fixed });
    await client.chats.rate({ messageId: message.id, feedback: "dislike", comment: "too short" });
    const rated = async () => (await messagesOf(conversationId)).find((each) => each.id === message.id);
    expect(await rated()).toMatchObject({ feedback: "dislike", feedbackComment: "too short" });
    await client.chats.rate({ messageId: message.id, feedback: null, comment: null });
    expect(await rated()).toMatchObject({ feedback: null, feedbackComment: null });
  });
});

describe("the queue", () => {
  it("asks waiting questions one by one as answers succeed", async () => {
    const { client } = opened;
    const { conversationId } = await ask(client, { text: "Begin?", modelId: fixed });
    await client.chats.queue.add({ conversationId, text: "One?", modelId: fixed });
    await client.chats.queue.add({ conversationId, text: "Two?", modelId: fixed });
    await expect
      .poll(
        async () => {
          const { messages, queued } = await client.chats.get({ conversationId });
          return queued.length + messages.filter((each) => each.status !== "done").length;
        },
        { timeout: 20_000 },
      )
      .toBe(0);
    const asked = (await messagesOf(conversationId)).filter((each) => each.role === "user");
    expect(asked.map((each) => each.text)).toEqual(["Begin?", "One?", "Two?"]);
  });

  it("is held by an answer that was stopped, kept over a restart, and goes on when asked to", async () => {
    const { client } = opened;
    const started = await client.chats.send({ text: "Ramble.", modelId: rambling });
    const { conversationId } = started;
    const waiting = await client.chats.queue.add({ conversationId, text: "Later?", modelId: fixed });
    await client.chats.queue.update({ queuedId: waiting.id, text: "Later, please?" });
    await client.runs.cancel({ runId: started.runId });
    await follow(client, started.runId);
    expect((await client.chats.get({ conversationId })).queued).toMatchObject([{ text: "Later, please?" }]);
    await opened.restart();
    const again = opened.client;
    expect((await again.chats.get({ conversationId })).queued).toMatchObject([{ text: "Later, please?" }]);
    await again.chats.queue.resume({ conversationId });
    await expect
      .poll(async () => (await messagesOf(conversationId)).at(-1), { timeout: 20_000 })
      .toMatchObject({ role: "assistant", status: "done" });
    expect((await again.chats.get({ conversationId })).queued).toEqual([]);
  });
});

describe("order among conversations", () => {
  it("pins, archives, files into folders, and keeps settings and presets over a restart", async () => {
    const { client } = opened;
    const { conversationId } = await ask(client, { text: "Sort me", modelId: fixed });
    const folder = await client.chats.folders.create({ name: "Work" });
    const settings = { ...noChatSettings, instructions: "Be brief.", temperature: 0.7 };
    const preset = await client.chats.presets.save({ name: "Brief", settings });
    await client.chats.update({ conversationId, folderId: folder.id, pinned: true, settings, presetId: preset.id });
    await opened.restart();
    const again = opened.client;
    expect((await again.chats.list({}))[0]).toMatchObject({
      id: conversationId,
      folderId: folder.id,
      pinned: true,
      settings,
    });
    expect(await again.chats.presets.list()).toEqual([preset]);

    expect(await again.chats.folders.remove({ folderId: folder.id })).toEqual({ conversationIds: [conversationId] });
    expect((await conversationOf(conversationId)).folderId).toBeNull();
    await again.chats.update({ conversationId, archived: true });
    expect((await again.chats.list({})).map((each) => each.id)).not.toContain(conversationId);
    expect((await again.chats.list({ archived: true })).map((each) => each.id)).toContain(conversationId);
    await again.chats.presets.remove({ presetId: preset.id });
    expect(await again.chats.presets.list()).toEqual([]);
    expect(await again.chats.presets.restore({ presetId: preset.id })).toEqual(preset);
  });

  it("goes on with the plain assistant when a conversation's own was deleted", async () => {
    const { client } = opened;
    const app = await client.apps.create({ name: "Tutor", config: (await client.apps.list())[0]!.config });
    const { conversationId } = await ask(client, { text: "Hello?", modelId: fixed, appId: app.id });
    await client.apps.remove({ appId: app.id });
    const { message } = await ask(client, { conversationId, text: "Still there?", modelId: fixed });
    expect(message.status).toBe("done");
    await client.apps.restore({ appId: app.id });
    expect((await client.apps.list()).map((each) => each.name)).toContain("Tutor");
  });
});

describe("drafts", () => {
  it("are kept over a restart and go when the question is asked", async () => {
    await opened.client.chats.setDraft({ conversationId: null, text: "Half a ques" });
    await opened.restart();
    expect(await opened.client.chats.drafts()).toEqual({ "": "Half a ques" });
    await ask(opened.client, { text: "Half a question?", modelId: fixed });
    expect(await opened.client.chats.drafts()).toEqual({});
  });
});

/** Every byte of every file of a workspace. */
async function rawBytes(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".gguf"));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name)))));
}

describe("a temporary conversation", () => {
  it("answers, goes on and branches like any other, and no byte of it is written", async () => {
    const { client, workspace } = opened;
    const secret = "quicksilver marmalade";
    const plain = "ordinary porridge";
    await ask(client, { text: `What about ${plain}?`, modelId: fixed });
    const { conversationId, message } = await ask(client, {
      text: `What about ${secret}?`,
      modelId: fixed,
      temporary: true,
      settings: { ...noChatSettings, instructions: `Think of ${secret}.` },
    });
    expect(message).toMatchObject({ status: "done", answerKind: "model" });
    await ask(client, { conversationId, text: `More ${secret}!`, modelId: fixed });
    await client.chats.setDraft({ conversationId, text: `And ${secret}` });
    await client.chats.queue.add({ conversationId, text: `Then ${secret}?`, modelId: fixed });
    await expect.poll(async () => (await messagesOf(conversationId)).length, { timeout: 20_000 }).toBe(6);
    await follow(client, (await messagesOf(conversationId)).at(-1)!.runId!);
    expect((await client.chats.list({})).map((each) => each.id)).not.toContain(conversationId);
    expect((await client.runs.list({})).map((each) => each.title).join()).not.toContain(secret);

    const bytes = await rawBytes(workspace);
    expect(bytes.includes(plain)).toBe(true);
    expect(bytes.includes(secret)).toBe(false);
    expect(bytes.includes("quicksilver")).toBe(false);

    await client.chats.endTemporary({ conversationId });
    expect(await failureOf(client.chats.get({ conversationId }))).toMatchObject({ code: "not-found" });
    expect(await failureOf(client.runs.get({ runId: message.runId! }))).toMatchObject({ code: "not-found" });
  });
});

describe("settings", () => {
  it("are changed one by one without undoing one another", async () => {
    const { client } = opened;
    const { conversationId } = await ask(client, { text: "Settings?", modelId: fixed });
    await Promise.all([
      client.chats.update({ conversationId, settingsChange: { instructions: "Be brief." } }),
      client.chats.update({ conversationId, settingsChange: { temperature: 0.9 } }),
    ]);
    const { settings } = await client.chats.update({ conversationId, settingsChange: { seed: null } });
    expect(settings).toEqual({ ...noChatSettings, instructions: "Be brief.", temperature: 0.9 });
  });
});

describe("a deleted knowledge base", () => {
  it("does not keep its conversations from being asked", async () => {
    const { client } = opened;
    const gone = await client.knowledge.create({ name: "Gone" });
    const stays = await client.knowledge.create({ name: "Stays" });
    const { conversationId } = await ask(client, {
      text: "Before?",
      modelId: fixed,
      knowledgeBaseIds: [gone.id, stays.id],
    });
    await client.knowledge.remove({ knowledgeBaseId: gone.id });
    expect((await ask(client, { conversationId, text: "After?", modelId: fixed })).message.status).toBe("done");
  });
});
