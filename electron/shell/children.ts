// Starts the engine and, when the engine asks, its children: all are utility processes, which only the main process can
// create. Counterpart of electron/engine/launch-electron.ts; the messages are in shared/children/shell.ts.
import path from "node:path";
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from "electron";
import type { EngineMessage, ShellMessage } from "../../shared/children/shell.ts";
import type { Keychain } from "./keychain.ts";

/** What main.ts does when the engine reports. */
export interface EngineEvents {
  onReady(blobs: string): void;
  onFailed(message: string, action: string): void;
  /** The engine is gone; its children were ended. */
  onExit(code: number): void;
}

/** The running engine. */
export interface Engine {
  /** Hands the engine a window's port; it waits there until the engine listens. */
  connectWindow(port: MessagePortMain): void;
  /** Asks the engine to finish, and ends it after `graceMs`. */
  stop(graceMs: number): void;
}

function endAtOnce(child: UtilityProcess): void {
  // `kill()` asks politely, which a process stuck in a loop does not hear.
  if (child.pid !== undefined) process.kill(child.pid, "SIGKILL");
}

/** Starts dist/engine.js beside `appFolder`'s other files. */
export function startEngine(appFolder: string, args: string[], keychain: Keychain, events: EngineEvents): Engine {
  const fork = (name: string, forkArgs: string[] = [], stdio: "inherit" | "pipe" = "inherit") =>
    utilityProcess.fork(path.join(appFolder, `${name}.js`), forkArgs, {
      serviceName: `Alcove ${name}`,
      stdio: ["ignore", stdio, stdio],
      env: { ...process.env, RUST_LOG: "error" },
    });
  const engine = fork("engine", args);
  const children = new Map<number, UtilityProcess>();
  let gone = false;
  const tell = (message: ShellMessage, ports: MessagePortMain[] = []) => {
    if (!gone) engine.postMessage(message, ports);
  };

  const launch = (id: number, name: string) => {
    const child = fork(name, [], "pipe");
    const { port1, port2 } = new MessageChannelMain();
    children.set(id, child);
    child.postMessage({ type: "engine" }, [port1]);
    child.once("spawn", () => tell({ type: "launched", id, pid: child.pid }, [port2]));
    child.once("exit", (code) => {
      children.delete(id);
      tell({ type: "exited", id, reason: `exit code ${code}` });
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (bytes: Buffer) => {
        for (const line of bytes.toString("utf8").split("\n")) if (line.trim()) tell({ type: "output", id, line });
      });
    }
  };
  engine.on("message", (message: EngineMessage) => {
    if (message.type === "ready") events.onReady(message.blobs);
    else if (message.type === "failed") events.onFailed(message.message, message.action);
    else if (message.type === "launch") launch(message.id, message.name);
    else if (message.type === "kill") {
      const child = children.get(message.id);
      if (child) endAtOnce(child);
    } else tell({ type: "answer", id: message.id, text: keychain[message.type](message.text) });
  });
  engine.once("exit", (code) => {
    gone = true;
    for (const child of children.values()) endAtOnce(child);
    events.onExit(code);
  });
  return {
    connectWindow: (port) => tell({ type: "window" }, [port]),
    stop(graceMs) {
      tell({ type: "stop" });
      setTimeout(() => {
        if (!gone) endAtOnce(engine);
      }, graceMs).unref();
    },
  };
}
