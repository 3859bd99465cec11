// What Electron's main process (electron/shell/children.ts) and the engine's utility process
// (electron/engine/launch-electron.ts) say to each other: only the main process can start processes and ask the keychain.
import type { ChannelPort } from "./channel.ts";
import type { ChildName } from "./index.ts";

/** From the engine. `id` is the engine's own number for a child or a question. */
export type EngineMessage =
  | { type: "ready"; blobs: string }
  | { type: "failed"; message: string; action: string }
  | { type: "launch"; id: number; name: ChildName }
  | { type: "kill"; id: number }
  | { type: "seal" | "unseal"; id: number; text: string };

/** To the engine. `window` and `launched` bring a message port with them; `answer` is null where the keychain refuses. */
export type ShellMessage =
  | { type: "window" }
  | { type: "launched"; id: number; pid: number | undefined }
  | { type: "output"; id: number; line: string }
  | { type: "exited"; id: number; reason: string }
  | { type: "answer"; id: number; text: string | null }
  | { type: "stop" };

/** Electron's `MessagePortMain`, as far as it is used here. */
export interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  start(): void;
}

/** A channel's port over a message port that may come later: until then what is posted waits. */
export function portThatComes(coming: (use: (port: ElectronPort) => void) => void): ChannelPort {
  let port: ElectronPort | undefined;
  const waiting: unknown[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  const closers: ((reason: string) => void)[] = [];
  coming((arrived) => {
    port = arrived;
    arrived.on("message", ({ data }) => {
      for (const listener of listeners) listener(data);
    });
    arrived.on("close", () => {
      for (const closer of closers.splice(0)) closer("port closed");
    });
    arrived.start();
    for (const message of waiting.splice(0)) arrived.postMessage(message);
  });
  return {
    post: (message) => {
      if (port) port.postMessage(message);
      else waiting.push(message);
    },
    onMessage: (listener) => listeners.push(listener),
    onClose: (listener) => closers.push(listener),
  };
}
