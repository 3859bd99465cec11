// A model hub on this machine, as the real one behaves: HEAD answers with a redirect that names size and hash, GET
// leads to the file and understands ranges. It can break connections, send wrong bytes and change the file.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A hub that is up. Change the fields to change how it behaves. */
export interface Hub {
  base: string;
  hosts: string[];
  /** What it serves. */
  file: Buffer;
  /** What it says the file's SHA-256 is; by default the truth. */
  claimedSha256: string | undefined;
  claimedSizeBytes: number | undefined;
  /** After how many bytes the next connections break; one entry a connection. */
  breaks: number[];
  /** False: it ignores ranges and sends the whole file again. */
  ranges: boolean;
  /** Waits this long between pieces of 16 KiB. */
  pauseMs: number;
  requests: { method: string; path: string; range: string | undefined }[];
  close(): Promise<void>;
}

const PIECE = 16 * 1024;

/** Starts a hub on a free port of the loopback. */
export async function startHub(file: Buffer): Promise<Hub> {
  const serveFile = async (request: IncomingMessage, response: ServerResponse) => {
    const { range } = request.headers;
    const from = hub.ranges && range ? Number(/bytes=(\d+)-/.exec(range)?.[1]) : 0;
    const part = hub.file.subarray(from);
    const headers: Record<string, string | number> = { "content-length": part.length, etag: '"of-the-store"' };
    if (from > 0) headers["content-range"] = `bytes ${from}-${hub.file.length - 1}/${hub.file.length}`;
    response.writeHead(from > 0 ? 206 : 200, headers);
    if (request.method === "HEAD") return response.end();
    const limit = hub.breaks.shift() ?? Number.POSITIVE_INFINITY;
    for (let at = 0; at < part.length; at += PIECE) {
      const piece = part.subarray(at, Math.min(at + PIECE, limit));
      await new Promise((resolve) => response.write(piece, resolve));
      if (at + PIECE >= limit) return response.destroy();
      if (hub.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, hub.pauseMs));
    }
    return response.end();
  };
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    hub.requests.push({ method: request.method ?? "", path, range: request.headers.range });
    if (path.startsWith("/store/")) void serveFile(request, response);
    else {
      const sha256 = hub.claimedSha256 ?? createHash("sha256").update(hub.file).digest("hex");
      const size = String(hub.claimedSizeBytes ?? hub.file.length);
      const headers = { location: "/store/file", "x-linked-etag": `"${sha256}"`, "x-linked-size": size };
      response.writeHead(302, headers).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hub: Hub = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hosts: ["127.0.0.1"],
    file,
    claimedSha256: undefined,
    claimedSizeBytes: undefined,
    breaks: [],
    ranges: true,
    pauseMs: 0,
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return hub;
}
