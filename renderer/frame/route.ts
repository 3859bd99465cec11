// Where the window is: the address after #, so that back, forward and reload work. `useRoute()` and `go()`.
import { useSyncExternalStore } from "react";

export type Place = "chat" | "library" | "models" | "settings" | "trash";

export interface Route {
  place: Place;
  /** Conversation, knowledge base or section of the settings. */
  id: string | null;
  /** Document, in the library. */
  documentId: string | null;
  /** Passage to show, in the library: offsets in the document's text. */
  passage: { start: number; end: number } | null;
  /** Message to show, in a conversation. */
  messageId: string | null;
}

const PLACES: readonly string[] = ["chat", "library", "models", "settings", "trash"];

/** Reads "#/library/<knowledge base>/<document>?at=12-34" and "#/chat/<conversation>?message=<message>". */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [place = "", id, documentId] = path.split("/").map(decodeURIComponent);
  const asked = new URLSearchParams(query);
  const at = /^(\d+)-(\d+)$/.exec(asked.get("at") ?? "");
  return {
    place: (PLACES.includes(place) ? place : "chat") as Place,
    id: id || null,
    documentId: documentId || null,
    passage: at ? { start: Number(at[1]), end: Number(at[2]) } : null,
    messageId: asked.get("message") || null,
  };
}

/** The address of a route, the inverse of parseRoute. */
export function routeHash(route: Partial<Route> & { place: Place }): string {
  const parts = [route.place, route.id, route.documentId]
    .filter((part) => part)
    .map((part) => encodeURIComponent(part!));
  const asked = new URLSearchParams();
  if (route.passage) asked.set("at", `${route.passage.start}-${route.passage.end}`);
  if (route.messageId) asked.set("message", route.messageId);
  return `#/${parts.join("/")}${asked.size > 0 ? `?${asked}` : ""}`;
}

let last: { hash: string; route: Route } | null = null;
function read(): Route {
  if (last?.hash !== location.hash) last = { hash: location.hash, route: parseRoute(location.hash) };
  return last.route;
}
function listen(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

/** Where the window is. */
export const useRoute = (): Route => useSyncExternalStore(listen, read);

/** Goes somewhere; `replace` leaves no step to go back to. */
export function go(route: Partial<Route> & { place: Place }, replace = false): void {
  const hash = routeHash(route);
  if (hash === location.hash) return;
  if (replace) {
    history.replaceState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else location.hash = hash;
}
