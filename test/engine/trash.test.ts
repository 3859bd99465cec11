// Promises of the trash: what was deleted is listed and comes back whole; what is erased leaves nothing behind, in the
// database, the index or the files, and takes nothing with it that others use.
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ASSISTANT_APP_ID, appConfigSchema } from "../../shared/domain/app-config.ts";
import {
  ask,
  baseWith,
  filesUnder,
  follow,
  ingest,
  openEngine,
  type TestEngine,
  workspaceWithModels,
} from "../helpers/engine.ts";
import { failureOf } from "../helpers/failure.ts";

let opened: TestEngine;
let folder: string;

beforeAll(async () => {
  const workspace = await workspaceWithModels({ "yes.gguf": { answer: "zephyrquoinstab", name: "Yes" } });
  opened = await openEngine({ workspace });
  folder = join(opened.workspace, "files");
  await mkdir(folder);
}, 60_000);
afterAll(() => opened?.close());

async function textFile(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}
/** Reads the engine's own database. */
function sql<T>(query: string, ...params: unknown[]): T[] {
  const db = new Database(opened.engine.paths.database, { readonly: true });
  try {
    return db
      .prepare(query)
      .pluck()
      .all(...params) as T[];
  } finally {
    db.close();
  }
}
const UTF16 = (word: string) => Buffer.from(word, "utf16le");
/** Files of the workspace, but for models, that hold these bytes as UTF-8 or UTF-16. */
async function filesWith(word: string): Promise<string[]> {
  const { root } = opened.engine.paths;
  const files = ["alcove.db", "alcove.db-wal", "alcove.db-shm"].map((name) => join(root, name));
  for (const name of ["index", "blobs"]) files.push(...(await filesUnder(join(root, name))));
  return files.filter((file) => {
    if (!existsSync(file)) return false;
    const bytes = readFileSync(file);
    return bytes.includes(word) || bytes.includes(UTF16(word));
  });
}
/** Terms of the search index over chats. */
function searchTerms(): string[] {
  const db = new Database(opened.engine.paths.database, { readonly: true });
  try {
    db.exec("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, chat_search, row)");
    return db.prepare("SELECT term FROM temp.vocabulary").pluck().all() as string[];
  } finally {
    db.close();
  }
}
const trashed = async () => (await opened.client.trash.list()).map(({ kind, id }) => `${kind} ${id}`);
const restore = (kind: "conversation" | "document" | "knowledge-base" | "app", id: string) =>
  opened.client.trash.restore({ items: [{ kind, id }] });
const erase = (kind: "conversation" | "document" | "knowledge-base" | "app", id: string) =>
  opened.client.trash.erase({ items: [{ kind, id }] });

/** A conversation with two branches, citations, a file, a waiting question and a draft. */
async function fullConversation(word: string) {
  const { client } = opened;
  const base = await baseWith(client, `Base of ${word}`, [
    await textFile(`${word}-base.txt`, "The lighthouse at Cape Verde was lit in 1883 by its keeper.\n"),
  ]);
  const first = await ask(client, {
    text: `When was the lighthouse at Cape Verde lit, ${word}question?`,
    knowledgeBaseIds: [base.id],
    modelId: "none",
  });
  const { conversationId } = first;
  const again = await client.chats.regenerate({ messageId: first.message.id });
  await follow(client, again.runId);
  const file = await textFile(`${word}-name.txt`, `The ${word}attachment is about herons in winter.\n`);
  const attached = await client.chats.attach({ conversationId, files: [{ path: file }] });
  await follow(client, attached.runId);
  await client.chats.rename({ conversationId, title: `${word}title` });
  await client.chats.setDraft({ conversationId, text: `${word}draft` });
  await client.chats.rate({ messageId: first.message.id, feedback: "like", comment: `${word}comment` });
  return { conversationId, base, cited: first.message };
}
const known = async (conversationId: string) => {
  const { asOfMs: _, ...rest } = await opened.client.chats.get({ conversationId });
  return {
    ...rest,
    attachments: await opened.client.chats.attachments({ conversationId }),
    draft: (await opened.client.chats.drafts())[conversationId],
    hits: (await opened.client.chats.search({ query: rest.conversation.title })).hits.length,
  };
};

describe("a conversation", () => {
  it("comes back whole: branches, citations, files, draft, and its place in the search", async () => {
    const { conversationId, cited } = await fullConversation("wombat");
    const before = await known(conversationId);
    expect(cited.citations.length).toBeGreaterThan(0);
    expect(before.messages).toHaveLength(3);
    expect(before.attachments).toHaveLength(1);
    await opened.client.chats.remove({ conversationIds: [conversationId] });
    expect(await opened.client.trash.list()).toContainEqual(
      expect.objectContaining({ kind: "conversation", id: conversationId, name: "wombattitle", count: 3 }),
    );
    expect((await opened.client.chats.search({ query: "wombattitle" })).hits).toEqual([]);
    await restore("conversation", conversationId);
    expect(await trashed()).not.toContain(`conversation ${conversationId}`);
    expect(await known(conversationId)).toEqual(before);
  }, 60_000);

  it("that is erased leaves nothing of itself in any file, and others are as they were", async () => {
    const { client } = opened;
    const kept = await fullConversation("marmot");
    const gone = await fullConversation("zeppelin");
    const before = await known(kept.conversationId);
    for (const part of ["question", "title", "draft", "comment", "attachment", "-name.txt"]) {
      expect(await filesWith(`zeppelin${part}`), part).not.toEqual([]);
    }
    await client.chats.remove({ conversationIds: [gone.conversationId] });
    await erase("conversation", gone.conversationId);
    for (const part of ["question", "title", "draft", "comment", "attachment", "-name.txt"]) {
      expect(await filesWith(`zeppelin${part}`), part).toEqual([]);
    }
    expect(searchTerms().filter((term) => term.startsWith("zeppelin"))).toEqual([]);
    expect(sql("SELECT count(*) FROM answer_details WHERE message_id = ?", gone.cited.id)).toEqual([0]);
    expect(sql("SELECT count(*) FROM runs WHERE input LIKE ?", `%${gone.conversationId}%`)).toEqual([0]);
    expect(await failureOf(client.chats.get({ conversationId: gone.conversationId }))).toMatchObject({
      code: "not-found",
    });
    expect(await known(kept.conversationId)).toEqual(before);
    expect(await filesWith("marmotquestion")).not.toEqual([]);
    expect(sql("PRAGMA integrity_check")).toEqual(["ok"]);
    expect(sql("PRAGMA foreign_key_check")).toEqual([]);
  }, 120_000);

  it("with an answer of a model is erased with all that the run told", async () => {
    const { client } = opened;
    const { id } = (await client.models.list()).find((model) => model.name === "Yes")!;
    const { conversationId, message } = await ask(client, { text: "Say snollygoster", modelId: id });
    expect(message.text).toContain("zephyrquoinstab");
    expect(await filesWith("zephyrquoinstab")).not.toEqual([]);
    await client.chats.remove({ conversationIds: [conversationId] });
    await erase("conversation", conversationId);
    expect(await filesWith("zephyrquoinstab")).toEqual([]);
    expect(await filesWith("snollygoster")).toEqual([]);
  }, 60_000);
});

describe("documents and knowledge bases", () => {
  it("a document comes back searchable, or goes with its text, vectors and file", async () => {
    const { client } = opened;
    const paths = [
      await textFile("narwhal.txt", "The narwhalword swims under the ice.\n"),
      await textFile("walrus.txt", "The walrusword rests upon the ice.\n"),
    ];
    const base = await baseWith(client, "Arctic", paths);
    const [narwhal, walrus] = ["narwhal.txt", "walrus.txt"].map((name) =>
      base.documents.find((document) => document.name === name),
    );
    const documentIds = base.documents.map(({ id }) => id);
    const found = async (query: string) =>
      (await client.knowledge.search({ knowledgeBaseIds: [base.id], query, mode: "full-text" })).hits.length;
    await client.documents.remove({ documentIds });
    expect(await client.trash.list()).toContainEqual(
      expect.objectContaining({ kind: "document", id: narwhal!.id, name: "narwhal.txt", within: "Arctic" }),
    );
    await restore("document", walrus!.id);
    expect([await found("narwhalword"), await found("walrusword")]).toEqual([0, 1]);
    await erase("document", narwhal!.id);
    expect(await filesWith("narwhalword")).toEqual([]);
    expect(await filesWith("walrusword")).not.toEqual([]);
    expect(await found("walrusword")).toBe(1);
    expect(existsSync(opened.engine.blobs.pathOf(narwhal!.blobId))).toBe(false);
    expect(await trashed()).not.toContain(`document ${narwhal!.id}`);
  }, 60_000);

  it("a knowledge base takes its documents along and brings them back; files that others use stay", async () => {
    const { client } = opened;
    const shared = await textFile("shared.txt", "The sharedword is in two bases.\n");
    const own = await textFile("own.txt", "The ownword is in one base.\n");
    const first = await baseWith(client, "First", [shared, own]);
    const second = await baseWith(client, "Second", [shared]);
    await client.knowledge.remove({ knowledgeBaseId: first.id });
    const list = await client.trash.list();
    expect(list.filter(({ id }) => first.documents.some((document) => document.id === id))).toEqual([]);
    expect(list).toContainEqual(expect.objectContaining({ kind: "knowledge-base", id: first.id, count: 2 }));
    await restore("knowledge-base", first.id);
    expect((await client.knowledge.get({ knowledgeBaseId: first.id })).documents).toBe(2);
    await client.knowledge.remove({ knowledgeBaseId: first.id });
    await erase("knowledge-base", first.id);
    expect(await filesWith("ownword")).toEqual([]);
    expect(existsSync(opened.engine.blobs.pathOf(second.documents[0]!.blobId))).toBe(true);
    const { hits } = await client.knowledge.search({ knowledgeBaseIds: [second.id], query: "sharedword" });
    expect(hits).toHaveLength(1);
    expect(sql("PRAGMA foreign_key_check")).toEqual([]);
  }, 60_000);

  it("a base whose name was taken meanwhile stays in the trash, and the others come back", async () => {
    const { client } = opened;
    const { id } = await client.knowledge.create({ name: "Twice" });
    await client.knowledge.remove({ knowledgeBaseId: id });
    await client.knowledge.create({ name: "Twice" });
    const other = await client.knowledge.create({ name: "Other" });
    await client.knowledge.remove({ knowledgeBaseId: other.id });
    const items = [id, other.id].map((each) => ({ kind: "knowledge-base" as const, id: each }));
    expect(await failureOf(client.trash.restore({ items }))).toMatchObject({ code: "knowledge.name-taken" });
    expect(await trashed()).toContain(`knowledge-base ${id}`);
    expect(await trashed()).not.toContain(`knowledge-base ${other.id}`);
  });

  it("a file can be added again after it was erased", async () => {
    const { client } = opened;
    const path = await textFile("again.txt", "The againword comes back.\n");
    const base = await baseWith(client, "Again", [path]);
    await client.documents.remove({ documentIds: [base.documents[0]!.id] });
    await erase("document", base.documents[0]!.id);
    expect((await ingest(client, base.id, [path])).result).toMatchObject({ ready: 1, duplicate: 0 });
  });
});

describe("assistants", () => {
  it("go for good, and their chats go on with the plain one", async () => {
    const { client } = opened;
    const { id } = (await client.models.list()).find((model) => model.name === "Yes")!;
    const app = await client.apps.create({ name: "Poet", config: appConfigSchema.parse({}) });
    const { conversationId } = await ask(client, { text: "Hello", appId: app.id, modelId: id });
    await client.apps.remove({ appId: app.id });
    await erase("app", app.id);
    expect((await client.chats.get({ conversationId })).conversation.appId).toBe(ASSISTANT_APP_ID);
    expect(await trashed()).not.toContain(`app ${app.id}`);
  });
});

describe("only what is in the trash", () => {
  it("is restored or erased; one stranger, and nothing is touched", async () => {
    const { client } = opened;
    const alive = await client.knowledge.create({ name: "Alive" });
    const dead = await client.knowledge.create({ name: "Dead" });
    await client.knowledge.remove({ knowledgeBaseId: dead.id });
    const items = [dead.id, alive.id].map((id) => ({ kind: "knowledge-base" as const, id }));
    expect(await failureOf(client.trash.erase({ items }))).toMatchObject({ code: "not-found" });
    expect(await failureOf(client.trash.restore({ items }))).toMatchObject({ code: "not-found" });
    expect(await trashed()).toContain(`knowledge-base ${dead.id}`);
    expect((await client.knowledge.list()).map(({ id }) => id)).toContain(alive.id);
  });

  it("lists the newest first", async () => {
    const times = (await opened.client.trash.list()).map(({ deletedAtMs }) => deletedAtMs);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });
});
