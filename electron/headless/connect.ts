// A client of the engine that has a workspace open, or of one that is opened for the purpose. For the command line.
import { setTimeout } from "node:timers/promises";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import { createRouterClient } from "@orpc/server";
import { WebSocket } from "ws";
import type { Client } from "../../shared/contract/index.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { readDiscovery, startLocalSocket } from "../engine/api/local-socket.ts";
import { preparePaths } from "../engine/paths.ts";
import { startEngine } from "../engine/start.ts";
import { version } from "../engine/version.ts";
import { launcher } from "./children.ts";

export interface Connection {
  client: Client;
  /** True when the engine went away while it was used. */
  isLost(): boolean;
  /**
   * Lets go of the engine. One that was opened for this connection is stopped, unless `atOnce` only when other commands
   * that found it meanwhile have ended; `onWaiting` is called when there are any.
   */
  close(options?: { atOnce?: boolean; onWaiting?: () => void }): Promise<void>;
}

/** An engine that has just taken the lock needs this long at most until it can be found. */
const FOUND_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 200;

async function connectToRunning(discoveryPath: string): Promise<Connection | undefined> {
  const discovery = await readDiscovery(discoveryPath);
  if (!discovery) return undefined;
  const socket = new WebSocket(`ws+unix:${discovery.socketPath}:/`, {
    headers: { authorization: `Bearer ${discovery.token}` },
  });
  const open = await new Promise<boolean>((resolve) => {
    socket.once("open", () => resolve(true));
    socket.once("error", () => resolve(false));
  });
  if (!open) return undefined;
  const client: Client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
  let lost = false;
  const onClose = () => {
    lost = true;
  };
  socket.on("close", onClose);
  return {
    client,
    isLost: () => lost,
    async close() {
      socket.off("close", onClose);
      socket.close();
    },
  };
}

async function openEngine(workspace: string): Promise<Connection> {
  const engine = await startEngine({ workspace, version, mode: "headless", launch: launcher });
  const closeSocket = await startLocalSocket(engine.router, engine.paths);
  await engine.recovered.catch(() => {});
  return {
    client: createRouterClient(engine.router, { context: {} }),
    isLost: () => false,
    async close({ atOnce = false, onWaiting } = {}) {
      await closeSocket({ onceLeft: !atOnce, ...(onWaiting ? { onWaiting } : {}) });
      await engine.stop();
    },
  };
}

/** Connects to the workspace at `workspace`, opening it where nobody has. Errors: those of `startEngine`. */
export async function connect(workspace: string): Promise<Connection> {
  const { discovery } = preparePaths(workspace);
  for (const startedMs = performance.now(); ; await setTimeout(LOOK_EVERY_MS)) {
    const running = await connectToRunning(discovery);
    if (running) return running;
    try {
      return await openEngine(workspace);
    } catch (error) {
      const locked = error instanceof AlcoveError && error.code === "workspace.locked";
      if (!locked || performance.now() - startedMs > FOUND_WITHIN_MS) throw error;
    }
  }
}
