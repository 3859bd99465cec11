// Starts children as plain Node processes: for headless mode, the command line and tests. The shell has its own way.
import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ChannelPort } from "../../shared/children/channel.ts";
import type { ChildName } from "../../shared/children/index.ts";
import type { Launch, LaunchedChild } from "../../shared/children/launch.ts";

export type { Launch, LaunchedChild };

const FOLDERS: Record<ChildName, string> = { retrieval: "retrieval", inference: "inference", parser: "parsers" };

/** The built entry beside this file when it runs from dist/, the TypeScript entry when it runs from a clone's sources. */
function entryOf(name: ChildName): string {
  const built = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL(`../${FOLDERS[name]}/entry.ts`, import.meta.url));
}

function portOf(child: ChildProcess): ChannelPort {
  return {
    post: (message) => {
      // What was sent to a child that has just died fails; its exit tells of that.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => child.on("message", listener),
    onClose: (listener) => {
      let told = false;
      const tell = (reason: string) => {
        if (!told) listener(reason);
        told = true;
      };
      child.once("exit", (code, signal) => tell(signal ? `signal ${signal}` : `exit code ${code}`));
      // A program that could not be started never exits.
      child.on("error", (error) => {
        if (child.pid === undefined) tell(error.message);
      });
    },
  };
}

/** `onOutput` gets what a child prints (native libraries do), line by line, for the log. */
export function launcher(onOutput: (name: ChildName, line: string) => void): Launch {
  return (name) => {
    const child = fork(entryOf(name), {
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, RUST_LOG: "error" },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        for (const line of text.split("\n")) if (line.trim()) onOutput(name, line);
      });
    }
    return { port: portOf(child), pid: child.pid, kill: () => child.kill("SIGKILL") };
  };
}
