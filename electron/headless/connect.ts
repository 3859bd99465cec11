// A client of the engine that has a workspace open, or of one that is opened for the purpose. For the command line.
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import { createRouterClient } from "@orpc/server";
import { WebSocket } from "ws";
import type { Client } from "../../shared/contract/index.ts";
import { readDiscovery, startLocalSocket } from "../engine/api/local-socket.ts";
import { preparePaths } from "../engine/paths.ts";
import { startEngine } from "../engine/start.ts";
import { version } from "../engine/version.ts";
import { launcher } from "./children.ts";

export interface Connection {
  client: Client;
  /** Lets go of the engine; one that was opened for this connection is stopped. */
  close(): Promise<void>;
}

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
  return {
    client,
    async close() {
      socket.close();
    },
  };
}

/** Connects to the workspace at `workspace`, opening it where nobody has. Errors: those of `startEngine`. */
export async function connect(workspace: string): Promise<Connection> {
  const running = await connectToRunning(preparePaths(workspace).discovery);
  if (running) return running;
  const engine = await startEngine({ workspace, version, mode: "headless", launch: launcher });
  const closeSocket = await startLocalSocket(engine.router, engine.paths);
  await engine.recovered.catch(() => {});
  return {
    client: createRouterClient(engine.router, { context: {} }),
    async close() {
      await closeSocket();
      await engine.stop();
    },
  };
}
