// Alcove without Electron: the engine and the window's server in one plain Node process. Called by main.ts beside it and
// by `alcove serve`.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { startLocalSocket } from "../engine/api/local-socket.ts";
import { startWindowServer, type WindowServer } from "../engine/api/window-server.ts";
import { defaultWorkspace } from "../engine/paths.ts";
import { startEngine } from "../engine/start.ts";
import { version } from "../engine/version.ts";
import { openBrowser } from "./browser.ts";
import { launcher } from "./children.ts";

const DEFAULT_PORT = 4711;

/** dist/renderer, seen from the built file or from the sources. */
function rendererFolder(): string {
  const built = fileURLToPath(new URL("./renderer", import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL("../../dist/renderer", import.meta.url));
}

function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      headless: { type: "boolean" },
      port: { type: "string" },
      host: { type: "string" },
      workspace: { type: "string" },
      "no-open": { type: "boolean" },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536)) {
    throw new AlcoveError("invalid", { detail: `--port takes a number from 0 to 65535, not ${values.port}` });
  }
  const host = values.host ?? "127.0.0.1";
  if (!["127.0.0.1", "localhost", "::1"].includes(host)) {
    throw new AlcoveError("invalid", { detail: `--host takes a loopback address, not ${host}` });
  }
  return { port, host, workspace: values.workspace ?? defaultWorkspace(), open: !values["no-open"] };
}

/** Runs until SIGINT or SIGTERM. */
export async function serve(args: string[]): Promise<void> {
  const options = readOptions(args);
  const engine = await startEngine({ workspace: options.workspace, version, mode: "headless", launch: launcher });
  const common = {
    router: engine.router,
    blobs: engine.blobs,
    blobFolder: engine.paths.blobs,
    rendererFolder: rendererFolder(),
    host: options.host,
  };
  let server: WindowServer;
  try {
    server = await startWindowServer({ ...common, port: options.port ?? DEFAULT_PORT }).catch((error) => {
      // A port that nobody asked for by number gives way to a free one.
      if (options.port === undefined && error instanceof AlcoveError) return startWindowServer({ ...common, port: 0 });
      throw error;
    });
  } catch (error) {
    await engine.stop();
    throw error;
  }
  const closeSocket = await startLocalSocket(engine.router, engine.paths);
  console.log(`Alcove is ready: ${server.address}`);
  if (options.open) openBrowser(server.address);

  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(130);
    stopping = true;
    await closeSocket();
    await server.close();
    await engine.stop();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
