// app://alcove/: the window's own origin. Serves dist/renderer and stored files, and nothing else, from this machine.
// Used by main.ts; a plain function of a request, so that its confinement can be tested without Electron.
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { BLOB_SECURITY_POLICY, CONTENT_SECURITY_POLICY } from "../../shared/domain/content-security-policy.ts";

export const SCHEME = "app";
/** The one origin whose pages are ours. */
export const ORIGIN = "app://alcove";

/** Whether an address is a page of ours; compared as parsed, never by prefix. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && `${url.protocol}//${url.host}` === ORIGIN && url.username === "";
}

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

/** Answers a request of the window: 200 with the file, 404 for everything that is not there or not served. */
export async function serve(request: { url: string; method: string }, folders: ServedFolders): Promise<Response> {
  const refused = (status: number) => new Response(null, { status });
  if (request.method !== "GET" && request.method !== "HEAD") return refused(405);
  if (!isOwnAddress(request.url)) return refused(404);
  let name: string;
  try {
    name = decodeURIComponent(new URL(request.url).pathname);
  } catch {
    return refused(400);
  }
  const blob = /^\/blobs\/([0-9a-f]{64})$/.exec(name)?.[1];
  if (name.startsWith("/blobs/") && !(blob && folders.blobs)) return refused(404);
  const file = blob
    ? await confined(folders.blobs ?? "", `${blob.slice(0, 2)}/${blob}`)
    : await confined(folders.renderer, name === "/" ? "index.html" : name.slice(1));
  if (!file) return refused(404);
  const body = request.method === "HEAD" ? null : (Readable.toWeb(createReadStream(file)) as ReadableStream);
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
