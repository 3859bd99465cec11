// Promises about the files of a conversation: they are read and searched like any document, no list of the library shows
// them, they go to the library without being embedded again, and they share the conversation's fate.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Attachment, Conversation } from "../../../shared/contract/chats.ts";
import { follow, openEngine, type TestEngine, workspaceWithModels } from "../../helpers/engine.ts";
import { failureOf } from "../../helpers/failure.ts";

const LIMA = "In 1746 an earthquake destroyed Lima. It was felt in Ecuador.\n";
const PORTO = "# Porto\n\nPorto lies at the river Douro.\n";

let opened: TestEngine;
let folder: string;

beforeAll(async () => {
  opened = await openEngine({ workspace: await workspaceWithModels({ "yes.gguf": { answer: "Yes.", name: "Yes" } }) });
  folder = join(opened.workspace, "files");
  await mkdir(folder);
  await writeFile(join(folder, "lima.txt"), LIMA);
  await writeFile(join(folder, "porto.md"), PORTO);
  await writeFile(join(folder, "long.txt"), "The tide comes in and the tide goes out. ".repeat(300));
}, 60_000);
afterAll(() => opened?.close());

/** Attaches files by name and waits until they have been read. */
async function attach(names: string[], conversationId?: string) {
  const files = names.map((name) => ({ path: join(folder, name) }));
  const started = await opened.client.chats.attach({ files, ...(conversationId ? { conversationId } : {}) });
  return { ...started, view: await follow(opened.client, started.runId) };
}
const attachments = (conversationId: string): Promise<Attachment[]> =>
  opened.client.chats.attachments({ conversationId });
const names = async (conversationId: string) =>
  (await attachments(conversationId)).map(({ document }) => document.name).sort();
const conversation = async (conversationId: string): Promise<Conversation> =>
  (await opened.client.chats.get({ conversationId })).conversation;

describe("files of a conversation", () => {
  it("start a conversation that is called by them, and are read and found", async () => {
    const { conversationId, view } = await attach(["lima.txt", "porto.md"]);
    expect(view).toMatchObject({ status: "succeeded", result: { ready: 2 } });
    const { title, titledBy, knowledgeBaseIds, attachmentsId } = await conversation(conversationId);
    expect({ title, titledBy, knowledgeBaseIds }).toEqual({
      title: "lima.txt, porto.md",
      titledBy: "question",
      knowledgeBaseIds: [],
    });
    const listed = await attachments(conversationId);
    expect(listed.map(({ document }) => [document.name, document.status]).sort()).toEqual([
      ["lima.txt", "ready"],
      ["porto.md", "ready"],
    ]);
    expect(listed.every(({ tokens }) => tokens !== null && tokens > 5)).toBe(true);
    const { hits } = await opened.client.knowledge.search({
      knowledgeBaseIds: [attachmentsId!],
      query: "earthquake Lima",
      mode: "full-text",
    });
    expect(hits[0]).toMatchObject({ document: "lima.txt" });
  }, 60_000);

  it("are in no list of knowledge bases, and take no name from them", async () => {
    const { conversationId } = await attach(["lima.txt"]);
    await attach(["porto.md"], conversationId);
    const { attachmentsId } = await conversation(conversationId);
    expect(await names(conversationId)).toEqual(["lima.txt", "porto.md"]);
    const hidden = await opened.client.knowledge.get({ knowledgeBaseId: attachmentsId! });
    expect(hidden.documents).toBe(2);
    const made = await opened.client.knowledge.create({ name: hidden.name });
    expect((await opened.client.knowledge.list()).map(({ id }) => id)).toEqual([made.id]);
  });

  it("go in whole where they fit the model, else by passages; by passages too where passages are quoted", async () => {
    const { conversationId } = await attach(["lima.txt"]);
    const uses = async () => (await attachments(conversationId)).map(({ use }) => use);
    expect(await uses()).toEqual(["whole"]);
    await opened.client.chats.update({ conversationId, modelId: "none" });
    expect(await uses()).toEqual(["passages"]);
    await opened.client.chats.update({ conversationId, modelId: null });
    await attach(["long.txt"], conversationId);
    expect(await uses()).toEqual(["passages", "passages"]);
  }, 120_000);

  it("go into the library without being embedded again, and stay where they are", async () => {
    const { conversationId } = await attach(["lima.txt"]);
    const [file] = await attachments(conversationId);
    const { id: knowledgeBaseId } = await opened.client.knowledge.create({ name: "Kept" });
    const { runId } = await opened.client.chats.addToLibrary({ documentIds: [file!.document.id], knowledgeBaseId });
    expect((await follow(opened.client, runId)).result).toMatchObject({ ready: 1, embeddedTokens: 0 });
    const [kept] = await opened.client.documents.list({ knowledgeBaseId });
    expect(kept).toMatchObject({ name: "lima.txt", status: "ready", blobId: file!.document.blobId });
    expect(kept!.id).not.toBe(file!.document.id);
    expect(await names(conversationId)).toEqual(["lima.txt"]);
  });

  it("are refused by a temporary conversation, which leaves nothing behind", async () => {
    const { conversationId } = await opened.client.chats.send({ text: "Hello", temporary: true });
    const files = [{ path: join(folder, "lima.txt") }];
    expect(await failureOf(opened.client.chats.attach({ conversationId, files }))).toMatchObject({
      code: "chat.temporary-files",
    });
    expect((await conversation(conversationId)).attachmentsId).toBeNull();
    expect(await attachments(conversationId)).toEqual([]);
  });

  it("leave and come back: one by one, and with their conversation", async () => {
    const { conversationId } = await attach(["lima.txt", "porto.md"]);
    const documentIds = [(await attachments(conversationId))[0]!.document.id];
    await opened.client.documents.remove({ documentIds });
    expect(await names(conversationId)).toHaveLength(1);
    await opened.client.documents.restore({ documentIds });
    expect(await names(conversationId)).toEqual(["lima.txt", "porto.md"]);

    await opened.client.chats.remove({ conversationIds: [conversationId] });
    expect(await failureOf(opened.client.chats.attachments({ conversationId }))).toMatchObject({ code: "not-found" });
    await opened.client.chats.restore({ conversationIds: [conversationId] });
    expect((await attachments(conversationId)).map(({ document }) => document.status)).toEqual(["ready", "ready"]);
  });

  it("are gone for good with a conversation that is erased", async () => {
    const { conversationId } = await attach(["porto.md"]);
    const { attachmentsId } = await conversation(conversationId);
    await opened.client.chats.remove({ conversationIds: [conversationId] });
    await opened.client.trash.erase({ items: [{ kind: "conversation", id: conversationId }] });
    expect(await failureOf(opened.client.knowledge.get({ knowledgeBaseId: attachmentsId! }))).toMatchObject({
      code: "not-found",
    });
  });

  it("fail one by one: the others are there", async () => {
    await writeFile(join(folder, "empty.txt"), "");
    const { conversationId, view } = await attach(["lima.txt", "empty.txt"]);
    expect(view.items.map(({ name, status, error }) => [name, status, error?.code])).toEqual([
      ["lima.txt", "done", undefined],
      ["empty.txt", "failed", "file.empty"],
    ]);
    expect(await names(conversationId)).toEqual(["lima.txt"]);
  });
});
