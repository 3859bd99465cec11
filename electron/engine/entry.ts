// The engine as Electron's utility process: wired to the shell by its parent port. Started by electron/shell/children.ts.
import { RPCHandler } from "@orpc/server/message-port";
import { startLocalSocket } from "./api/local-socket.ts";
import { linkToShell, shellPort } from "./launch-electron.ts";
import { defaultWorkspace } from "./paths.ts";
import { startEngine } from "./start.ts";
import { version } from "./version.ts";

const shell = shellPort();
if (!shell) throw new Error("This file is started by Alcove's main process and does nothing on its own.");

let toLog: (part: string, line: string) => void = () => {};
const link = linkToShell(shell, (part, line) => toLog(part, line));
const workspaceAt = process.argv.indexOf("--workspace");
const workspace = (workspaceAt >= 0 && process.argv[workspaceAt + 1]) || defaultWorkspace();

const started = startEngine({
  workspace,
  version,
  mode: "electron",
  launch: (onOutput) => {
    toLog = onOutput;
    return link.launch;
  },
});
link.onWindow(async (port) => {
  const { router } = await started;
  new RPCHandler(router).upgrade(port);
  port.start();
});
started.then(
  async (engine) => {
    const closeSocket = await startLocalSocket(engine.router, engine.paths);
    link.onStop(async () => {
      await closeSocket();
      await engine.stop();
      process.exit(0);
    });
    link.ready(engine.paths.blobs);
  },
  (error) => link.failed(error),
);
