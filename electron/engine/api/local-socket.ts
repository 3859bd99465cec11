// The command line's way in: a socket of the operating system that only this user can open, found through a file in the
// workspace.
import { createHash, randomBytes } from "node:crypto";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { RPCHandler } from "@orpc/server/ws";
import { WebSocketServer } from "ws";
import type { WorkspacePaths } from "../paths.ts";
import type { AppRouter } from "./router.ts";

/** What the discovery file says. */
export interface Discovery {
  socketPath: string;
  token: string;
  pid: number;
}

/** Unix limits the path of a socket to about 100 bytes; a longer workspace gets its socket in the temporary folder. */
const MAX_SOCKET_PATH = 100;

function socketPathFor(root: string): string {
  const name = createHash("sha256").update(root).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\alcove-${name}`;
  const inside = join(root, "engine.sock");
  return Buffer.byteLength(inside) <= MAX_SOCKET_PATH ? inside : join(tmpdir(), `alcove-${name}.sock`);
}

/** The engine that has the workspace open, if its discovery file can be read. */
export async function readDiscovery(discoveryPath: string): Promise<Discovery | undefined> {
  try {
    return JSON.parse(await readFile(discoveryPath, "utf8")) as Discovery;
  } catch {
    return undefined;
  }
}

/** How to stop listening: at once, or when the clients that are there have left by themselves. */
export interface CloseOptions {
  onceLeft?: boolean;
  /** Called when there is somebody to wait for. */
  onWaiting?: () => void;
}

/** Listens on the workspace's socket; returns the function that stops it. The caller holds the workspace's lock. */
export async function startLocalSocket(
  router: AppRouter,
  paths: WorkspacePaths,
): Promise<(options?: CloseOptions) => Promise<void>> {
  const socketPath = socketPathFor(paths.root);
  const token = randomBytes(24).toString("base64url");
  // A socket file that a killed engine left behind: the lock says that nobody is using it.
  if (process.platform !== "win32") await rm(socketPath, { force: true });

  const sockets = new WebSocketServer({ noServer: true });
  const handler = new RPCHandler(router);
  const server = createServer((_request, response) => response.writeHead(404).end());
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.authorization !== `Bearer ${token}`) {
      socket.end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => void handler.upgrade(client));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  if (process.platform !== "win32") await chmod(socketPath, 0o600);
  await writeFile(paths.discovery, JSON.stringify({ socketPath, token, pid: process.pid } satisfies Discovery), {
    mode: 0o600,
  });
  return async ({ onceLeft = false, onWaiting } = {}) => {
    await rm(paths.discovery, { force: true });
    if (onceLeft && sockets.clients.size > 0) {
      onWaiting?.();
      await new Promise<void>((resolve) => {
        const look = () => sockets.clients.size === 0 && resolve();
        for (const client of sockets.clients) client.once("close", () => setImmediate(look));
      });
    }
    for (const client of sockets.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
  };
}
