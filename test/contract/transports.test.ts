// Promise: the contract is the same over every transport: a message port, the window's WebSocket, the command line's socket.
import { mkdir, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import { RPCLink as PortLink } from "@orpc/client/message-port";
import { RPCLink as SocketLink } from "@orpc/client/websocket";
import { RPCHandler } from "@orpc/server/message-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { readDiscovery, startLocalSocket } from "../../electron/engine/api/local-socket.ts";
import { startWindowServer, type WindowServer } from "../../electron/engine/api/window-server.ts";
import { type Client, WINDOW_SOCKET_PATH } from "../../shared/contract/index.ts";
import { ERRORS } from "../../shared/domain/errors.ts";
import { follow, openEngine, type TestEngine } from "../helpers/engine.ts";
import { failureOf } from "../helpers/failure.ts";

interface Line {
  client: Client;
  close(): void;
}

let opened: TestEngine;
let server: WindowServer;
let closeLocal: () => Promise<void>;
/** Streams of the log that the engine is serving right now. */
let served = 0;

beforeAll(async () => {
  opened = await openEngine();
  const { engine } = opened;
  const { watch } = engine.log;
  engine.log.watch = (listener) => {
    served++;
    const stop = watch(listener);
    return () => {
      served--;
      stop();
    };
  };
  const rendererFolder = join(opened.workspace, "renderer");
  await mkdir(rendererFolder);
  await writeFile(join(rendererFolder, "index.html"), "<!doctype html>");
  const { router, blobs, paths } = engine;
  server = await startWindowServer({
    router,
    blobs,
    blobFolder: paths.blobs,
    rendererFolder,
    host: "127.0.0.1",
    port: 0,
  });
  closeLocal = await startLocalSocket(router, paths);
});
afterAll(async () => {
  await closeLocal?.();
  await server?.close();
  await opened?.close();
});

function overPort(): Promise<Line> {
  const { port1, port2 } = new MessageChannel();
  new RPCHandler(opened.engine.router).upgrade(port1);
  port1.start();
  const client: Client = createORPCClient(new PortLink({ port: port2 as unknown as MessagePort }));
  port2.start();
  return Promise.resolve({ client, close: () => port2.close() });
}

/** The session that the one-time address is exchanged for; asked once, since it works once. */
let cookie: Promise<string> | undefined;
const signIn = (): Promise<string> =>
  new Promise((resolve, reject) => {
    httpRequest(server.address, (response) => {
      response.resume();
      resolve(response.headers["set-cookie"]![0]!.split(";")[0]!);
    })
      .once("error", reject)
      .end();
  });

function whenOpen(socket: WebSocket): Promise<Line> {
  return new Promise((resolve, reject) => {
    socket.once("open", () => {
      const websocket = socket as unknown as globalThis.WebSocket;
      resolve({ client: createORPCClient(new SocketLink({ websocket })), close: () => socket.close() });
    });
    socket.once("error", reject);
  });
}

async function overWindow(): Promise<Line> {
  cookie ??= signIn();
  const origin = `http://127.0.0.1:${server.port}`;
  const headers = { cookie: await cookie, origin };
  return whenOpen(new WebSocket(`ws://127.0.0.1:${server.port}${WINDOW_SOCKET_PATH}`, { headers }));
}

async function overLocal(): Promise<Line> {
  const { socketPath, token } = (await readDiscovery(opened.engine.paths.discovery))!;
  return whenOpen(new WebSocket(`ws+unix:${socketPath}:/`, { headers: { authorization: `Bearer ${token}` } }));
}

/** Waits until `condition` holds; the test's own time limit ends it otherwise. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe.each([
  ["a message port", overPort],
  ["the window's WebSocket", overWindow],
  ["the local socket", overLocal],
])("over %s", (_name, connect) => {
  let line: Line;
  beforeAll(async () => {
    line = await connect();
  });
  afterAll(() => line?.close());

  it("calls give what the services give", async () => {
    const { client } = line;
    const info = await client.system.info();
    expect(info).toMatchObject({ version: "test", mode: "headless", workspace: opened.workspace });
    expect(info.parts.map((part) => part.name)).toEqual(["engine", "retrieval", "inference", "parser", "parser"]);
    const name = `合同 😀 ${_name}`;
    const base = await client.knowledge.create({ name });
    expect(await client.knowledge.get({ knowledgeBaseId: base.id })).toEqual(base);
    expect(await client.settings.set({ theme: "dark" })).toMatchObject({ theme: "dark", airGap: true });
    const many = await Promise.all(
      Array.from({ length: 100 }, () => client.knowledge.get({ knowledgeBaseId: base.id })),
    );
    expect(many.every((each) => each.name === name)).toBe(true);
  });

  it("errors of the table keep their code, parameters and sentences", async () => {
    const error = await failureOf(line.client.chats.get({ conversationId: "nowhere" }));
    expect(error).toEqual({
      code: "not-found",
      params: { what: "conversation", id: "nowhere" },
      message: "There is no conversation with the id nowhere.",
      action: ERRORS["not-found"].action,
    });
    const raw = await line.client.chats.get({ conversationId: "nowhere" }).catch((caught) => caught);
    expect(raw).toMatchObject({ code: "ALCOVE", status: 404 });
    expect(raw.data).toEqual(error);
  });

  it("inputs are strict: what does not fit is invalid, and nothing happens", async () => {
    const { client } = line;
    const before = await client.knowledge.list();
    const wrong: [string, Promise<unknown>][] = [
      ["an unknown field", client.knowledge.create({ name: "x", colour: "red" } as never)],
      ["a wrong type", client.knowledge.create({ name: 7 } as never)],
      ["a missing field", client.knowledge.create({} as never)],
      ["an empty name", client.knowledge.create({ name: "   " })],
      ["too large a number", client.knowledge.search({ knowledgeBaseIds: ["a"], query: "x", top: 100_000 })],
      ["an empty list", client.documents.add({ knowledgeBaseId: "a", files: [] })],
      ["a file from nowhere", client.documents.extract({ file: { blobId: "../../etc/passwd", fileName: "x" } })],
    ];
    for (const [what, call] of wrong) expect(await failureOf(call), what).toMatchObject({ code: "invalid" });
    expect(await client.knowledge.list()).toEqual(before);
  });

  it("a stream brings what happens, and stops at the engine when the reader breaks off", async () => {
    const { client } = line;
    for await (const entry of await client.logs.watch()) {
      expect(served).toBe(1);
      expect(entry).toMatchObject({ part: "test", message: "hello" });
      break;
    }
    await until(() => served === 0);
    const controller = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const entry of await client.logs.watch(undefined, { signal: controller.signal }))
        seen.push(entry.message);
    })();
    await until(() => served === 1);
    controller.abort();
    await expect(reading).rejects.toThrow();
    await until(() => served === 0);
    expect(seen.every((message) => message === "hello")).toBe(true);
  });

  it("a run is followed to its end, and from the middle", async () => {
    const { client } = line;
    const { runId } = await client.chats.send({ text: "Hello?" });
    const view = await follow(client, runId);
    expect(view).toMatchObject({ status: "failed", error: { code: "model.none" } });
    const rest = [];
    for await (const event of await client.runs.watch({ runId, after: view.seq - 1 })) rest.push(event.seq);
    expect(rest).toEqual([view.seq]);
  });

  it("long texts pass", async () => {
    const text = "长 text ".repeat(10_000).trim();
    const { conversationId } = await line.client.chats.send({ text });
    const { messages } = await line.client.chats.get({ conversationId });
    expect(messages[0]!.text).toBe(text);
    expect(await failureOf(line.client.chats.send({ text: "x".repeat(100_001) }))).toMatchObject({ code: "invalid" });
  });

  it("streams end at the engine when the line is cut", async () => {
    const other = await connect();
    const reading = (async () => {
      for await (const _ of await other.client.logs.watch());
    })().catch(() => {});
    await until(() => served === 1);
    other.close();
    await until(() => served === 0);
    await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, 100))]);
    expect((await line.client.system.info()).version).toBe("test");
  });
});

// A line of the log every few milliseconds, for the streams above.
let ticker: NodeJS.Timeout;
beforeAll(() => {
  ticker = setInterval(() => opened.engine.log.info("test", "hello"), 10);
});
afterAll(() => clearInterval(ticker));
