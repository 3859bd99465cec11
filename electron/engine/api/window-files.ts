// The files that a window loads: the built renderer and stored files, nothing else. Served by the headless server and by
// Electron's protocol handler (electron/shell/protocol.ts).
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { BLOB_SECURITY_POLICY, CONTENT_SECURITY_POLICY } from "../../../shared/domain/content-security-policy.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

/** Where the two served folders lie; `blobs` is undefined until the engine has said where. */
export interface ServedFolders {
  renderer: string;
  blobs: string | undefined;
}

/** Path of a file inside `folder`, symbolic links followed; undefined when it does not exist or lies outside. */
async function confined(folder: string, relative: string): Promise<string | undefined> {
  if (/[\0\\]/.test(relative) || relative.split("/").includes("..")) return undefined;
  try {
    const base = await realpath(folder);
    const file = await realpath(path.join(base, relative));
    const inside = file.startsWith(base + path.sep) && (await stat(file)).isFile();
    return inside ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Answers a request for `pathname` (still percent-encoded): 200 with the file, 404 for everything that is not there or not served. */
export async function serveWindowFile(method: string, pathname: string, folders: ServedFolders): Promise<Response> {
  const refused = (status: number) => new Response(null, { status });
  if (method !== "GET" && method !== "HEAD") return refused(405);
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return refused(400);
  }
  const blob = /^\/blobs\/([0-9a-f]{64})$/.exec(name)?.[1];
  if (name.startsWith("/blobs/") && !(blob && folders.blobs)) return refused(404);
  const file = blob
    ? await confined(folders.blobs ?? "", `${blob.slice(0, 2)}/${blob}`)
    : await confined(folders.renderer, name === "/" ? "index.html" : name.slice(1));
  if (!file) return refused(404);
  const body = method === "HEAD" ? null : (Readable.toWeb(createReadStream(file)) as ReadableStream);
  return new Response(body, {
    headers: {
      "content-type": (blob ? undefined : TYPES[path.extname(file)]) ?? "application/octet-stream",
      "content-length": String((await stat(file)).size),
      "content-security-policy": blob ? BLOB_SECURITY_POLICY : CONTENT_SECURITY_POLICY,
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}
