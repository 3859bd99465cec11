// The product as a process of its own, to be killed and started again. Called by checks of crashes and of connections.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../../../electron/headless/connect.ts";
import type { Client } from "../../../shared/contract/index.ts";
import { repositoryRoot } from "./places.ts";

const READY_WITHIN_MS = 60_000;

/** A running headless engine with a client of it. */
export interface EngineProcess {
  pid: number;
  /** Where the window is served, with the token that works once. */
  address: string;
  client: Client;
  /** Ends it with SIGKILL and waits until it is gone; its children are not touched. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does, children first. */
  stop(): Promise<void>;
  /** Resolves when the process has ended, however. */
  ended: Promise<void>;
}

/** The built program where there is one (`npm run check` builds it), else the sources; ALCOVE_CHECK_SOURCES=1 asks for these. */
export function headlessEntry(): string {
  const built = join(repositoryRoot, "dist", "headless.js");
  const wantsSources = process.env.ALCOVE_CHECK_SOURCES === "1" || !existsSync(built);
  return wantsSources ? join(repositoryRoot, "electron", "headless", "main.ts") : built;
}

/** Arguments of the headless program on a workspace, at any free port, without a browser. */
export const headlessArgs = (workspace: string): string[] => [
  headlessEntry(),
  "--workspace",
  workspace,
  "--port",
  "0",
  "--no-open",
];

/** Resolves with the window's address when the program prints that it is ready. Rejects when it ends before. */
export function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const timer = setTimeout(() => reject(new Error(`The engine was not ready in time: ${printed}`)), READY_WITHIN_MS);
    const read = (text: string) => {
      printed += text;
      const address = /Alcove is ready: (\S+)/.exec(printed)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    };
    child.stdout?.setEncoding("utf8").on("data", read);
    child.stderr?.setEncoding("utf8").on("data", read);
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`The engine ended (${signal ?? code}) before it was ready: ${printed}`));
    });
  });
}

/** Starts the product on a workspace and connects to it as the command line does. */
export async function startEngineProcess(workspace: string): Promise<EngineProcess> {
  const child = spawn(process.execPath, headlessArgs(workspace), { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address = await addressOf(child);
  const connection = await connect(workspace);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
    await connection.close();
  };
  return {
    pid: child.pid!,
    address,
    client: connection.client,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    ended,
  };
}

interface ProcessRow {
  pid: number;
  parent: number;
  /** As `ps` says it: Z is a process that has ended and was not yet collected. */
  state: string;
}

/** All processes of the machine: from /proc where there is one, else from `ps`. */
function processTable(): ProcessRow[] {
  if (!existsSync("/proc/self/stat")) {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,state="], { encoding: "utf8" }).trim().split("\n");
    return lines.map((line) => {
      const [pid, parent, state = ""] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), state };
    });
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The program's name, in brackets, may hold spaces.
        const [state = "", parent] = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)!.split(" ");
        return [{ pid: Number(name), parent: Number(parent), state }];
      } catch {
        return [];
      }
    });
}

/** Processes that descend from `pid`. */
export function descendantsOf(pid: number): number[] {
  const rows = processTable();
  const found: number[] = [];
  for (let parents = [pid]; parents.length > 0; ) {
    parents = rows.filter((row) => parents.includes(row.parent)).map((row) => row.pid);
    found.push(...parents);
  }
  return found;
}

/** Waits until none of the processes runs any more; resolves with those that still do after `withinMs`. */
export async function stillRunning(pids: number[], withinMs: number): Promise<number[]> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    const left = processTable()
      .filter(({ pid, state }) => pids.includes(pid) && !state.startsWith("Z"))
      .map(({ pid }) => pid);
    if (left.length === 0 || Date.now() > deadlineMs) return left;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
