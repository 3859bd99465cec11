// The window's line to the engine: a WebSocket in a browser, a message port in Electron. Reconnects by itself.
import { type ClientContext, type ClientLink, type ClientOptions, createORPCClient } from "@orpc/client";
import { RPCLink as PortLink } from "@orpc/client/message-port";
import { RPCLink as SocketLink } from "@orpc/client/websocket";
import { create } from "zustand";
import type { FileSource } from "../shared/contract/base.ts";
import { type Client, WINDOW_PORT_MESSAGE, WINDOW_SOCKET_PATH } from "../shared/contract/index.ts";

declare global {
  interface Window {
    /** What the preload gives in Electron. */
    alcove?: {
      pathForFile(file: File): string;
      /** Writes the page as printed where the person says; false when they decided against it. */
      savePdf(fileName: string): Promise<boolean>;
    };
  }
}

/** "lost": the connection broke, calls wait until it is back. "refused": the server is there but does not know this window. */
export const useConnection = create<{ state: "connecting" | "open" | "lost" | "refused" }>(() => ({
  state: "connecting",
}));

type Link = ClientLink<ClientContext>;
let open = Promise.withResolvers<Link>();

function opened(link: Link): void {
  open.resolve(link);
  useConnection.setState({ state: "open" });
}

function lost(): void {
  open = Promise.withResolvers<Link>();
  useConnection.setState({ state: "lost" });
}

const BACK_OFF_MS = [250, 500, 1000, 2000, 4000, 8000];

function connectSocket(attempt = 0): void {
  const socket = new WebSocket(
    `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${WINDOW_SOCKET_PATH}`,
  );
  let wasOpen = false;
  socket.addEventListener("open", () => {
    wasOpen = true;
    opened(new SocketLink({ websocket: socket }));
  });
  socket.addEventListener("close", () => {
    lost();
    if (!wasOpen) void askWhetherRefused();
    const wait = BACK_OFF_MS[Math.min(wasOpen ? 0 : attempt, BACK_OFF_MS.length - 1)]!;
    setTimeout(() => connectSocket(wasOpen ? 1 : attempt + 1), wait);
  });
}

/** A WebSocket does not tell why it was refused; a plain request does. */
async function askWhetherRefused(): Promise<void> {
  const answer = await fetch("/", { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer?.status === 401 && useConnection.getState().state === "lost") useConnection.setState({ state: "refused" });
}

function awaitPort(): void {
  addEventListener("message", (event) => {
    const port = event.ports[0];
    if (event.data !== WINDOW_PORT_MESSAGE || event.source !== window || !port) return;
    if (useConnection.getState().state === "open") lost();
    const link = new PortLink({ port });
    port.addEventListener("close", lost);
    port.start();
    opened(link);
  });
}

/** Starts the connection; called once, before anything is rendered. */
export function connect(): void {
  if (window.alcove) awaitPort();
  else connectSocket();
}

function withSignal<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

const waitingLink: Link = {
  call: async (path: readonly string[], input: unknown, options: ClientOptions<ClientContext>) => {
    const link = await withSignal(open.promise, options.signal);
    return link.call(path, input, options);
  },
};

/** Every call of the contract; calls made while the engine is away wait for it. */
export const client: Client = createORPCClient(waitingLink);

/** Resolves once the engine can be reached. */
export const whenConnected = async (): Promise<void> => {
  await open.promise;
};

/** Address of a stored file's bytes, the same in a browser and in Electron. */
export const blobUrl = (blobId: string): string => `/blobs/${blobId}`;

export interface ImportOptions {
  /** 0 to 1 of all bytes. */
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** Makes files known to the engine: by path in Electron, by putting their bytes into the blob store in a browser. */
export async function importFiles(files: readonly File[], options: ImportOptions = {}): Promise<FileSource[]> {
  const shell = window.alcove;
  if (shell) return files.map((file) => ({ path: shell.pathForFile(file) }));
  const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let before = 0;
  const sources: FileSource[] = [];
  for (const file of files) {
    const blobId = await putBlob(file, options.signal, (sent) => options.onProgress?.((before + sent) / total));
    before += file.size;
    sources.push({ blobId, fileName: file.name });
  }
  return sources;
}

/** XMLHttpRequest, because fetch cannot tell how much of a body was sent. */
function putBlob(file: File, signal: AbortSignal | undefined, onSent: (bytes: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open("PUT", "/blobs");
    request.responseType = "json";
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => onSent(event.loaded));
    request.addEventListener("load", () => {
      const body = request.response as { blobId?: string; message?: string } | null;
      if (request.status < 300 && body?.blobId) resolve(body.blobId);
      else reject(new Error(body?.message ?? `${file.name}: ${request.status}`));
    });
    request.addEventListener("error", () => reject(new Error(file.name)));
    request.addEventListener("abort", () => reject(signal?.reason ?? new DOMException("Aborted", "AbortError")));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
