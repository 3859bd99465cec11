// The window's server in headless mode: its files, its uploads and its WebSocket, on loopback, for one person's browser.
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { RPCHandler } from "@orpc/server/ws";
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { type WebSocket, WebSocketServer } from "ws";
import { WINDOW_SOCKET_PATH } from "../../../shared/contract/index.ts";
import { AlcoveError, errorToJson, toAlcoveError } from "../../../shared/domain/errors.ts";
import type { BlobStore } from "../documents/blobs.ts";
import type { AppRouter } from "./router.ts";
import { serveWindowFile } from "./window-files.ts";

export interface WindowServerOptions {
  router: AppRouter;
  blobs: BlobStore;
  blobFolder: string;
  rendererFolder: string;
  host: string;
  /** 0 for any free one. */
  port: number;
}
export interface WindowServer {
  port: number;
  /** The address to open, with a token that works once. */
  address: string;
  close(): Promise<void>;
}

/** Cookies know no ports, so two servers on one machine must not share a name. */
const sessionCookie = (port: number): string => `alcove_session_${port}`;
const MAX_UPLOAD_BYTES = 4 * 1024 * 1024 * 1024;
const newToken = (): string => randomBytes(24).toString("base64url");

function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function cookieOf(request: IncomingMessage, wanted: string): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([name]) => name === wanted)?.[1];
}

/**
 * Serves until closed. Every request must name this server as its Host (a page elsewhere cannot rebind a name to it),
 * must not come from another Origin, and must carry the session that the one-time token was exchanged for.
 * Errors: `port.taken`.
 */
export async function startWindowServer(options: WindowServerOptions): Promise<WindowServer> {
  const { router, blobs, host } = options;
  const folders = { renderer: options.rendererFolder, blobs: options.blobFolder };
  const session = newToken();
  let oneTimeToken: string | undefined = newToken();
  let port = options.port;

  const ownHosts = () => [`${host}:${port}`, `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`];
  const hostIsOwn = (request: IncomingMessage) => ownHosts().includes(request.headers.host ?? "");
  const originIsOwn = (request: IncomingMessage) => {
    const { origin } = request.headers;
    return origin === undefined || ownHosts().some((own) => origin === `http://${own}`);
  };
  const signedIn = (request: IncomingMessage) => sameSecret(cookieOf(request, sessionCookie(port)) ?? "", session);

  // Fastify's own answers to HEAD cannot measure a Response; serveWindowFile answers them itself.
  const app = Fastify({ bodyLimit: MAX_UPLOAD_BYTES, forceCloseConnections: true, exposeHeadRoutes: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));

  app.addHook("onRequest", async (request) => {
    if (!hostIsOwn(request.raw) || !originIsOwn(request.raw)) throw new AlcoveError("forbidden-origin");
    const { token } = request.query as { token?: string };
    if (request.url.startsWith("/?token=") && token) return;
    if (!signedIn(request.raw)) throw new AlcoveError("unauthorized");
  });
  app.setErrorHandler((error, request, reply) => {
    const known = toAlcoveError(error);
    const json = errorToJson(known);
    const wantsPage = request.headers.accept?.includes("text/html");
    reply.status(known.status).header("cache-control", "no-store");
    if (wantsPage) return reply.type("text/plain; charset=utf-8").send(`${json.message} ${json.action}\n`);
    return reply.send({ error: json });
  });
  app.put("/blobs", async (request, reply) => {
    const { blobId } = await blobs.add(request.raw);
    return reply.send({ blobId });
  });
  const serveWindow = async (request: FastifyRequest, reply: FastifyReply) => {
    const { token } = request.query as { token?: string };
    if (token && request.url.startsWith("/?token=")) {
      // A token that was used already is no harm to whoever holds the session.
      const fresh = oneTimeToken !== undefined && sameSecret(token, oneTimeToken);
      if (!fresh && !signedIn(request.raw)) throw new AlcoveError("unauthorized");
      oneTimeToken = undefined;
      return reply
        .header("set-cookie", `${sessionCookie(port)}=${session}; HttpOnly; SameSite=Strict; Path=/`)
        .header("cache-control", "no-store")
        .redirect("/");
    }
    const response = await serveWindowFile(request.method, request.url.split("?")[0]!, folders);
    // Built files carry a hash in their names; the page itself is asked for anew each time.
    response.headers.set(
      "cache-control",
      request.url.startsWith("/assets/") ? "max-age=31536000, immutable" : "no-cache",
    );
    return reply.send(response);
  };
  app.route({ method: ["GET", "HEAD"], url: "/*", handler: serveWindow });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 * 1024 });
  const handler = new RPCHandler(router);
  app.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const allowed = hostIsOwn(request) && request.headers.origin && originIsOwn(request) && signedIn(request);
    if (!allowed || request.url !== WINDOW_SOCKET_PATH) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client: WebSocket) => void handler.upgrade(client));
  });

  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE")
      throw new AlcoveError("port.taken", { port: options.port });
    throw error;
  }
  const bound = app.server.address();
  if (typeof bound === "object" && bound) port = bound.port;
  return {
    port,
    address: `http://${host}:${port}/?token=${oneTimeToken}`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      await app.close();
    },
  };
}
