// app://alcove/: the window's own origin. Serves dist/renderer and stored files, and nothing else, from this machine.
// Used by main.ts; a plain function of a request, so that its confinement can be tested without Electron.
import { type ServedFolders, serveWindowFile } from "../engine/api/window-files.ts";

export type { ServedFolders };

export const SCHEME = "app";
/** The one origin whose pages are ours. */
export const ORIGIN = "app://alcove";

/** Whether an address is a page of ours; compared as parsed, never by prefix. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && `${url.protocol}//${url.host}` === ORIGIN && url.username === "";
}

/** Answers a request of the window; 404 for every address that is not ours. */
export async function serve(request: { url: string; method: string }, folders: ServedFolders): Promise<Response> {
  if (!isOwnAddress(request.url)) return new Response(null, { status: 404 });
  return serveWindowFile(request.method, new URL(request.url).pathname, folders);
}
