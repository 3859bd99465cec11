// Promises for the worst moment: an engine that is killed loses nothing that was ready, takes up what it was reading,
// keeps what an answer had said, and leaves no lock behind.
import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../electron/engine/start.ts";
import { launcher } from "../../electron/headless/children.ts";
import type { Message } from "../../shared/contract/chats.ts";
import { emptyRunView, isFinished, type RunEvent, type RunView, reduceRun } from "../../shared/domain/runs.ts";
import { follow, openEngine, type TestEngine, workspaceWithModels } from "../helpers/engine.ts";
import type { Order } from "../helpers/engine-process.ts";

interface Killed {
  ids: Record<string, string>;
  /** What the last follower had seen. */
  seen: RunView;
}

/** Has an engine process do `order` and kills it, children and all, as soon as `when` holds for what it told. */
async function killWhen(
  workspace: string,
  order: Order,
  when: (view: RunView, event: RunEvent) => boolean,
): Promise<Killed> {
  const entry = join(import.meta.dirname, "../helpers/engine-process.ts");
  const child: ChildProcess = fork(entry, [workspace], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  let seen = emptyRunView;
  let ids: Record<string, string> = {};
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.on("message", (message: { type: string; event?: RunEvent; runId?: string }) => {
    if (message.type === "ready") child.send(order);
    else if (message.type === "started") {
      ids = { ...message } as unknown as Record<string, string>;
      seen = emptyRunView;
    } else if (message.event) {
      seen = reduceRun(seen, message.event);
      if (when(seen, message.event)) child.kill("SIGKILL");
      else if (order.type === "ingest" && isFinished(seen.status)) child.kill("SIGTERM");
    }
  });
  await gone;
  expect(child.signalCode, "the run ended before the kill").toBe("SIGKILL");
  return { ids, seen };
}

let workspace: string;
let opened: TestEngine | undefined;
const FILES = 150;

beforeAll(async () => {
  workspace = await workspaceWithModels({ "rambling.gguf": { name: "Rambling", contextTokens: 8192 } });
  await mkdir(join(workspace, "files"));
  for (let i = 0; i < FILES; i++) {
    const words = Array.from({ length: 6 }, (_, word) => `word${(i * 131 + word * 17) % 4999}`);
    await writeFile(
      join(workspace, "files", `${String(i).padStart(3, "0")}.txt`),
      `Report ${i}. ${words.join(" ")}.\n`,
    );
  }
});
afterAll(async () => {
  await opened?.close();
  await rm(workspace, { recursive: true, force: true });
});

describe("after a kill", () => {
  it("an ingestion goes on where it was, and every document is there once", async () => {
    const order: Order = { type: "ingest", knowledgeBase: "Reports", paths: [join(workspace, "files")] };
    const { ids, seen } = await killWhen(workspace, order, (view) => view.items.some((item) => item.status === "done"));
    const { runId, knowledgeBaseId } = ids as { runId: string; knowledgeBaseId: string };
    expect(seen.status).toBe("running");

    opened = await openEngine({ workspace });
    const { client } = opened;
    const view = await follow(client, runId);
    expect(view.status).toBe("succeeded");
    expect(view.result).toMatchObject({ files: FILES, ready: FILES, failed: 0, duplicate: 0 });
    const documents = await client.documents.list({ knowledgeBaseId });
    expect(documents).toHaveLength(FILES);
    expect(new Set(documents.map((each) => each.name)).size).toBe(FILES);
    expect(documents.every((each) => each.status === "ready")).toBe(true);
    const ready = seen.items.filter((item) => item.status === "done").map((item) => item.result!.documentId);
    expect(ready.length).toBeGreaterThan(0);
    expect(documents.map((each) => each.id)).toEqual(expect.arrayContaining(ready));
    for (const number of [0, 7, FILES - 1]) {
      const word = `word${(number * 131) % 4999}`;
      const { hits } = await client.knowledge.search({
        knowledgeBaseIds: [knowledgeBaseId],
        query: `Report ${number} ${word}`,
        top: 3,
        mode: "full-text",
      });
      expect(hits.map((hit) => hit.document)).toContain(`${String(number).padStart(3, "0")}.txt`);
      expect(new Set(hits.map((hit) => hit.chunkId)).size).toBe(hits.length);
    }
    await opened.engine.stop();
    opened = undefined;

    const db = new Database(join(workspace, "alcove.db"), { readonly: true });
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(db.pragma("foreign_key_check")).toEqual([]);
    db.close();
    expect(existsSync(join(workspace, "unclean"))).toBe(false);
  }, 120_000);

  it("an answer keeps what it had said, and is marked as interrupted", async () => {
    const look = await openEngine({ workspace });
    const model = (await look.client.models.list()).find((each) => each.name === "Rambling")!.id;
    await look.engine.stop();
    const order: Order = { type: "ask", text: "Say something.", modelId: model, knowledgeBaseIds: [] };
    let killed: Killed;
    let message: Message;
    do {
      await opened?.engine.stop();
      let firstMs = 0;
      killed = await killWhen(workspace, order, (view, event) => {
        if (view.text === "") firstMs = 0;
        else firstMs ||= event.atMs;
        // Long enough for the first words to be kept.
        return firstMs > 0 && event.atMs - firstMs > 400;
      });
      opened = await openEngine({ workspace });
      const { messages } = await opened.client.chats.get({ conversationId: killed.ids.conversationId! });
      message = messages.find((each) => each.id === killed.ids.answerId)!;
      // A model of random weights may come to its end in the moment of the kill.
    } while (message.status === "done");
    const { seen, ids } = killed;
    const { client } = opened;
    const [runId, answerId] = [ids.runId!, ids.answerId!];
    expect(message).toMatchObject({ status: "interrupted", error: { code: "interrupted" } });
    // What was told in the last fifth of a second may be missing, nothing else.
    expect(message.text.length).toBeGreaterThan(0);
    expect(seen.text.startsWith(message.text)).toBe(true);
    expect(await client.runs.get({ runId })).toMatchObject({ status: "interrupted" });
    expect((await follow(client, runId)).status).toBe("interrupted");
    const last: RunEvent[] = [];
    for await (const event of await client.runs.watch({ runId, after: seen.seq })) last.push(event);
    expect(last.at(-1)?.body).toEqual({ type: "status", status: "interrupted" });

    const again = await client.chats.regenerate({ messageId: answerId, modelId: model });
    await client.runs.cancel({ runId: again.runId });
    expect((await follow(client, again.runId)).status).toBe("cancelled");
  }, 120_000);

  it("the workspace can be opened, by one engine at a time", async () => {
    const another = startEngine({ workspace, version: "test", mode: "headless", launch: launcher });
    await expect(another).rejects.toMatchObject({ code: "workspace.locked", params: { path: workspace } });
    expect((await opened!.client.system.info()).workspace).toBe(workspace);
  });

  it("a part that dies is started again, and the question is answered all the same", async () => {
    const { client } = opened!;
    const [base] = await client.knowledge.list();
    const search = () =>
      client.knowledge.search({ knowledgeBaseIds: [base!.id], query: "Report 5", top: 1, mode: "full-text" });
    await search();
    const part = async (name: string) => (await client.system.info()).parts.find((each) => each.name === name)!;
    const before = await part("retrieval");
    process.kill(before.pid!, "SIGKILL");
    expect((await search()).hits).toHaveLength(1);
    const after = await part("retrieval");
    expect(after).toMatchObject({ state: "running", restarts: before.restarts + 1 });
    expect(after.pid).not.toBe(before.pid);
  });
});
