// The engine's line to Electron's main process: children, the window's ports, the keychain. Used by entry.ts, which runs
// as a utility process. Counterpart of electron/shell/children.ts.
import type { ChannelPort } from "../../shared/children/channel.ts";
import type { ChildName } from "../../shared/children/index.ts";
import type { Launch } from "../../shared/children/launch.ts";
import {
  type ElectronPort,
  type EngineMessage,
  portThatComes,
  type ShellMessage,
} from "../../shared/children/shell.ts";
import { errorToJson } from "../../shared/domain/errors.ts";

/** Electron's `process.parentPort`, as far as it is used here. */
export interface ShellPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown; ports: ElectronPort[] }) => void): unknown;
}

/** Everything that the engine asks of the shell and hears from it. */
export interface ShellLink {
  launch: Launch;
  /** Called with the port of each window that opens or reloads. */
  onWindow(listener: (port: ElectronPort) => void): void;
  onStop(listener: () => void): void;
  /** The engine is up; `blobs` is the folder that the window's protocol may read stored files from. */
  ready(blobs: string): void;
  /** The engine cannot start; the shell shows why and quits. */
  failed(error: unknown): void;
  /** Encrypts with the system's keychain; null where there is none worth the name. */
  seal(secret: string): Promise<string | null>;
  unseal(sealed: string): Promise<string | null>;
}

/** `process.parentPort` where this process was started by Electron, else undefined. */
export function shellPort(): ShellPort | undefined {
  return (process as { parentPort?: ShellPort }).parentPort;
}

interface Child {
  name: ChildName;
  pid: number | undefined;
  arrive(port: ElectronPort): void;
  exit(reason: string): void;
}

/** Opens the line. `onOutput` gets what a child prints, line by line. */
export function linkToShell(shell: ShellPort, onOutput: (name: ChildName, line: string) => void): ShellLink {
  const children = new Map<number, Child>();
  const questions = new Map<number, (text: string | null) => void>();
  const windowListeners: ((port: ElectronPort) => void)[] = [];
  const stopListeners: (() => void)[] = [];
  let nextId = 1;
  const post = (message: EngineMessage) => shell.postMessage(message);

  shell.on("message", ({ data, ports }) => {
    const message = data as ShellMessage;
    const port = ports[0];
    if (message.type === "window" && port) for (const listener of windowListeners) listener(port);
    else if (message.type === "stop") for (const listener of stopListeners) listener();
    else if (message.type === "answer") {
      questions.get(message.id)?.(message.text);
      questions.delete(message.id);
    } else if (message.type === "launched" && port) {
      const child = children.get(message.id);
      if (child) child.pid = message.pid;
      child?.arrive(port);
    } else if (message.type === "output") {
      const child = children.get(message.id);
      if (child) onOutput(child.name, message.line);
    } else if (message.type === "exited") {
      children.get(message.id)?.exit(message.reason);
      children.delete(message.id);
    }
  });

  const ask = (type: "seal" | "unseal", text: string) =>
    new Promise<string | null>((resolve) => {
      const id = nextId++;
      questions.set(id, resolve);
      post({ type, id, text });
    });

  return {
    launch(name) {
      const id = nextId++;
      const closers: ((reason: string) => void)[] = [];
      const child: Child = {
        name,
        pid: undefined,
        arrive: () => {},
        exit: (reason) => {
          for (const closer of closers.splice(0)) closer(reason);
        },
      };
      const transport = portThatComes((use) => {
        child.arrive = use;
      });
      // The process's end tells more than the port's, and the port closes with it.
      const port: ChannelPort = { ...transport, onClose: (listener) => closers.push(listener) };
      children.set(id, child);
      post({ type: "launch", id, name });
      return {
        port,
        get pid() {
          return child.pid;
        },
        kill: () => post({ type: "kill", id }),
      };
    },
    onWindow: (listener) => windowListeners.push(listener),
    onStop: (listener) => stopListeners.push(listener),
    ready: (blobs) => post({ type: "ready", blobs }),
    failed: (error) => {
      const { message, action } = errorToJson(error);
      post({ type: "failed", message, action });
    },
    seal: (secret) => ask("seal", secret),
    unseal: (sealed) => ask("unseal", sealed),
  };
}
