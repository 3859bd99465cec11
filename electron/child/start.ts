// What every child process shares: its port to the engine, a watchdog over its memory, and dying with its parent.
// Each child's entry.ts calls `startChild` once. Works in Electron's utility processes and under plain Node.
import { Worker } from "node:worker_threads";
import {
  type ChannelHandlers,
  type ChannelMethods,
  type ChannelPort,
  serveChannel,
} from "../../shared/children/channel.ts";
import { toWireError } from "../../shared/children/errors.ts";
import { MEMORY_SIGNAL } from "../../shared/children/index.ts";
import { type ElectronPort, portThatComes } from "../../shared/children/shell.ts";

/** Electron's `process.parentPort`, as far as it is used here: its first message brings the port to the engine. */
interface ParentPort {
  on(event: "message", listener: (event: { ports: ElectronPort[] }) => void): void;
}

function parentPortOfElectron(): ParentPort | undefined {
  return (process as { parentPort?: ParentPort }).parentPort;
}

function portToParent(): ChannelPort {
  const utility = parentPortOfElectron();
  if (utility) {
    return portThatComes((use) => {
      utility.on("message", ({ ports }) => {
        if (ports[0]) use(ports[0]);
      });
    });
  }
  if (!process.send) throw new Error("This file is started by Alcove itself and does nothing on its own.");
  return {
    post: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => process.on("message", listener),
    onClose: (listener) => process.once("disconnect", () => listener("disconnect")),
  };
}

/** A process whose parent is gone gets this long to end by itself, in milliseconds. */
const ORPHAN_GRACE_MS = 2000;

/**
 * Watches from a thread of its own, so that it acts even while the main thread is stuck in a tight loop: ends the process
 * when its resident memory passes the limit (worker `resourceLimits` would not do, buffers and native memory are outside
 * of them), and when the parent is gone. Electron ends its utility processes itself; there is no parent to watch.
 */
function watchProcess(limitMb: number): void {
  const parent = parentPortOfElectron() ? 0 : process.ppid;
  const code = `
    const end = (signal = "SIGKILL") => process.kill(process.pid, signal);
    const memorySignal = process.platform === "win32" ? "SIGKILL" : "${MEMORY_SIGNAL}";
    let orphanedMs = 0;
    setInterval(() => {
      if (${limitMb} > 0 && process.memoryUsage.rss() > ${limitMb} * 1048576) end(memorySignal);
      if (${parent} === 0 || process.ppid === ${parent}) return;
      orphanedMs += 250;
      if (orphanedMs > ${ORPHAN_GRACE_MS}) end();
    }, 250);
  `;
  new Worker(code, { eval: true, stdout: false, stderr: false }).unref();
}

/** Serves `handlers` to the engine until it goes away. `memoryLimitMb` bounds resident memory, 0 for no bound. */
export function startChild<M extends ChannelMethods>(
  handlers: ChannelHandlers<M>,
  options: { memoryLimitMb: number; onShutdown?: () => void | Promise<void> },
): void {
  const port = portToParent();
  watchProcess(options.memoryLimitMb);
  serveChannel(port, handlers, toWireError);
  // A terminal's Ctrl-C reaches the whole process group; the engine decides when its children end.
  process.on("SIGINT", () => {});
  port.onClose(async () => {
    await options.onShutdown?.();
    process.exit(0);
  });
}
