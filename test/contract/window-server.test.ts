// Promises of the window's server: only this machine's person gets in, only once by the address, and only to what is
// served. Asked as an attacker would: with plain HTTP, every header set by hand.

import { createHash } from "node:crypto";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startWindowServer, type WindowServer } from "../../electron/engine/api/window-server.ts";
import { WINDOW_SOCKET_PATH } from "../../shared/contract/index.ts";
import { ingest, openEngine, type TestEngine } from "../helpers/engine.ts";

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

let opened: TestEngine;
let server: WindowServer;
let cookie: string;
const PAGE = "<!doctype html><title>Alcove</title>";

beforeAll(async () => {
  opened = await openEngine();
  const { router, blobs, paths } = opened.engine;
  const rendererFolder = join(opened.workspace, "renderer");
  await mkdir(join(rendererFolder, "assets"), { recursive: true });
  await writeFile(join(rendererFolder, "index.html"), PAGE);
  await writeFile(join(rendererFolder, "assets", "main-abc.js"), "export {};");
  await symlink(paths.database, join(rendererFolder, "database.txt"));
  const options = { router, blobs, blobFolder: paths.blobs, rendererFolder, host: "127.0.0.1", port: 0 };
  server = await startWindowServer(options);
});
afterAll(async () => {
  await server?.close();
  await opened?.close();
});

const own = () => `127.0.0.1:${server.port}`;
/** A request exactly as written: no header and no path is tidied up on the way. */
function ask(
  path: string,
  headers: Record<string, string> = {},
  options: { method?: string; body?: string | Buffer } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const request = httpRequest(
      {
        host: "127.0.0.1",
        port: server.port,
        path,
        method: options.method ?? "GET",
        headers: { host: own(), ...headers },
      },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text: string) => {
          body += text;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    request.on("error", reject);
    request.end(options.body);
  });
}
const signedIn = (path: string, headers: Record<string, string> = {}, options = {}) =>
  ask(path, { cookie, ...headers }, options);
const token = () => new URL(server.address).searchParams.get("token")!;

describe("signing in", () => {
  it("needs the token of the address", async () => {
    for (const path of ["/", "/assets/main-abc.js", "/?token=", "/?token=wrong", `/?tokens=${token()}`, "/blobs/x"]) {
      const answer = await ask(path);
      expect(answer.status, path).toBe(401);
      expect(answer.body, path).not.toContain("Alcove</title>");
      expect(answer.headers["set-cookie"], path).toBeUndefined();
    }
    const page = await ask("/", { accept: "text/html" });
    expect(page.headers["content-type"]).toContain("text/plain");
    expect(page.body).toContain("token");
  });

  it("works once, gives a cookie that scripts and other sites cannot use, and takes the token out of the address", async () => {
    const first = await ask(`/?token=${token()}`);
    expect(first.status).toBe(302);
    expect(first.headers.location).toBe("/");
    const [set] = first.headers["set-cookie"]!;
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Strict/);
    cookie = set!.split(";")[0]!;
    expect(cookie).not.toContain(token());
    const second = await ask(`/?token=${token()}`);
    expect(second.status).toBe(401);
    expect(second.headers["set-cookie"]).toBeUndefined();
    expect((await signedIn("/")).body).toBe(PAGE);
  });

  it("is refused with another session", async () => {
    for (const value of ["", "alcove_session=", "alcove_session=x", `${cookie}x`, `other=1; ${cookie.slice(0, -1)}`]) {
      expect((await ask("/", { cookie: value })).status, value).toBe(401);
    }
    expect((await ask("/", { cookie: `other=1; ${cookie}; third=3` })).status).toBe(200);
  });
});

describe("who may ask", () => {
  it.each(["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example", "127.0.0.1:1"])(
    "not a page that reached it under the name %j",
    async (host) => {
      for (const path of ["/", `/?token=${token()}`, "/assets/main-abc.js"]) {
        expect((await signedIn(path, { host })).status, path).toBeGreaterThanOrEqual(400);
      }
    },
  );

  it("under its own names", async () => {
    for (const host of [own(), `localhost:${server.port}`, `[::1]:${server.port}`]) {
      expect((await signedIn("/", { host })).status, host).toBe(200);
    }
  });

  it.each(["https://evil.example", "null", "http://evil.example", "http://127.0.0.1:1", "file://"])(
    "not a page of %s, session or not",
    async (origin) => {
      expect((await signedIn("/", { origin })).status).toBe(403);
      const put = await signedIn("/blobs", { origin }, { method: "PUT", body: "planted" });
      expect(put.status).toBe(403);
    },
  );
});

describe("the window's socket", () => {
  const knock = (headers: Record<string, string>, path = WINDOW_SOCKET_PATH) =>
    new Promise<number | "open">((resolve) => {
      const socket = new WebSocket(`ws://${own()}${path}`, { headers });
      socket.once("open", () => {
        socket.close();
        resolve("open");
      });
      socket.once("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
      socket.once("error", () => resolve(0));
    });

  it("opens for its own page with its session only", async () => {
    const origin = `http://${own()}`;
    expect(await knock({ cookie, origin })).toBe("open");
    expect(await knock({ origin })).toBe(403);
    expect(await knock({ cookie })).toBe(403);
    expect(await knock({ cookie, origin: "https://evil.example" })).toBe(403);
    expect(await knock({ cookie, origin: "null" })).toBe(403);
    expect(await knock({ cookie, origin, host: "evil.example" })).toBe(403);
    expect(await knock({ cookie: "alcove_session=x", origin })).toBe(403);
    expect(await knock({ cookie, origin }, "/elsewhere")).toBe(403);
  });
});

describe("files", () => {
  it("are the built window's, with a type and a policy", async () => {
    const page = await signedIn("/");
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["content-security-policy"]).toMatch(/default-src/);
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    expect(page.headers["cache-control"]).toBe("no-cache");
    const script = await signedIn("/assets/main-abc.js");
    expect(script.headers["content-type"]).toContain("text/javascript");
    expect(script.headers["cache-control"]).toContain("immutable");
    const head = await signedIn("/", {}, { method: "HEAD" });
    expect([head.status, head.body]).toEqual([200, ""]);
  });

  it.each([
    "/../alcove.db",
    "/..%2falcove.db",
    "/%2e%2e/alcove.db",
    "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/assets/../../alcove.db",
    "/assets/..%5c..%5calcove.db",
    "//etc/passwd",
    "/%00",
    "/index.html%00.js",
    "/database.txt",
    "/assets",
    "/nowhere.js",
    "/%",
    "/blobs/../alcove.db",
    "/blobs/..%2f..%2falcove.db",
    `/blobs/${"0".repeat(64)}`,
    "/blobs/",
    "/blobs/ABC",
    "/engine.json",
  ])("are nothing else: %s", async (path) => {
    const answer = await signedIn(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toContain("SQLite format");
    expect(answer.body).not.toContain("root:");
  });

  it.each(["POST", "DELETE", "PATCH", "OPTIONS"])("are not changed by %s", async (method) => {
    for (const path of ["/", "/blobs", "/index.html"]) {
      expect((await signedIn(path, {}, { method })).status, path).toBeGreaterThanOrEqual(400);
    }
    expect(await readFile(join(opened.workspace, "renderer", "index.html"), "utf8")).toBe(PAGE);
  });
});

describe("uploads", () => {
  const TEXT = "Uploaded through the window: cranes rest in the delta.\n";
  const sha256 = createHash("sha256").update(TEXT).digest("hex");

  it("are kept by their content, can be added to a library, and are served without power over the page", async () => {
    const put = await signedIn("/blobs", { "content-type": "text/html" }, { method: "PUT", body: TEXT });
    expect(put.status).toBe(200);
    expect(JSON.parse(put.body)).toEqual({ blobId: sha256 });
    const { client } = opened;
    const { id } = await client.knowledge.create({ name: "Uploads" });
    const view = await ingest(client, id, [{ blobId: sha256, fileName: "cranes.txt" }]);
    expect(view.result).toMatchObject({ ready: 1 });
    const blob = await signedIn(`/blobs/${sha256}`);
    expect(blob.body).toBe(TEXT);
    expect(blob.headers["content-type"]).toBe("application/octet-stream");
    expect(blob.headers["content-security-policy"]).toMatch(/sandbox/);
    expect(blob.headers["x-content-type-options"]).toBe("nosniff");
  }, 60_000);

  it("need the session", async () => {
    const body = "not allowed";
    expect((await ask("/blobs", {}, { method: "PUT", body })).status).toBe(401);
    expect((await ask(`/blobs?token=${token()}`, {}, { method: "PUT", body })).status).toBe(401);
    const id = createHash("sha256").update(body).digest("hex");
    expect((await signedIn(`/blobs/${id}`)).status).toBe(404);
  });

  it("take any bytes, also large ones", async () => {
    const body = Buffer.alloc(5_000_000, 7);
    const put = await signedIn("/blobs", { "content-type": "application/json" }, { method: "PUT", body });
    expect(JSON.parse(put.body)).toEqual({ blobId: createHash("sha256").update(body).digest("hex") });
  });
});

describe("the port", () => {
  it("that is taken is told as such", async () => {
    const { router, blobs, paths } = opened.engine;
    const options = { router, blobs, blobFolder: paths.blobs, rendererFolder: opened.workspace, host: "127.0.0.1" };
    await expect(startWindowServer({ ...options, port: server.port })).rejects.toMatchObject({
      code: "port.taken",
      params: { port: server.port },
    });
  });
});
