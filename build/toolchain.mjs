// Where the tools are and how a tool is run. Used by start, test, check and alcove; must work on a bare Node 20,
// before anything is installed, so it imports nothing but Node's own modules.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));
/** Where Node keeps compiled code between starts: saves about a third of the time to the first page. */
export const compileCache = path.join(root, "node_modules", ".cache", "alcove-compiled");
const windows = process.platform === "win32";

/** A failure that is told in one sentence, without a stack. */
export class PlainFailure extends Error {}

/** Ends the process with one sentence on standard error when `work` fails in a foreseen way. */
export async function orExplain(work) {
  try {
    return await work();
  } catch (error) {
    console.error(error instanceof PlainFailure ? error.message : error);
    process.exit(1);
  }
}

/** Refuses a Node that cannot run this program's own start scripts. */
export function requireNode20() {
  if (Number(process.versions.node.split(".")[0]) >= 20) return;
  console.error(
    `Alcove needs Node 20 or newer to start, and this is Node ${process.versions.node}. Install a newer Node.`,
  );
  process.exit(1);
}

/** Path of the Node 24 that `npm ci` installed, or undefined. The engine needs it: its native parts crash older ones. */
export function findNode24() {
  const name = windows ? "node.exe" : "node";
  const packages = path.join(root, "node_modules");
  const inner = path.join(packages, "node", "node_modules");
  const platformFolders = [packages, inner].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((entry) => /^node-(bin-)?(linux|darwin|win)/.test(entry))
          .map((entry) => path.join(folder, entry, "bin", name))
      : [],
  );
  const found = [path.join(packages, "node", "bin", name), ...platformFolders].find(existsSync);
  if (found) return found;
  return Number(process.versions.napi) >= 10 && Number(process.versions.node.split(".")[0]) >= 24
    ? process.execPath
    : undefined;
}

/** As `findNode24`, failing in one sentence. */
export function node24() {
  const found = findNode24();
  if (found) return found;
  throw new PlainFailure(
    "Node 24 is missing from node_modules: its install script did not run. Delete node_modules and run npm ci without --ignore-scripts.",
  );
}

/** A tool's script inside node_modules, to be run with Node 24. */
export function toolPath(...parts) {
  return path.join(root, "node_modules", ...parts);
}

/**
 * Runs a program to its end. `quiet` collects the output instead of showing it; `onOutput` gets it as it comes.
 * Resolves to { code, output }; code is 128 + n when a signal ended it, -1 when `timeoutMs` did.
 */
export function runProgram(program, args, options = {}) {
  const { quiet = false, onOutput, timeoutMs, env = {}, cwd = root, shell = false } = options;
  return new Promise((resolve, reject) => {
    const piped = quiet || onOutput !== undefined;
    const child = spawn(program, args, {
      cwd,
      shell,
      env: { ...process.env, ...env },
      stdio: piped ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    let output = "";
    let timedOut = false;
    const timer = timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill("SIGKILL");
        }, timeoutMs)
      : undefined;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
        onOutput?.(text);
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code: timedOut ? -1 : (code ?? (signal ? 128 : 1)), output });
    });
  });
}

/**
 * Runs the program itself in the foreground: hands it our terminal, passes signals on, and ends with its exit code.
 * From a terminal Ctrl-C reaches the whole process group already, so SIGINT is only passed on elsewhere.
 */
export function becomeProgram(program, args, env = {}) {
  const child = spawn(program, args, { cwd: process.cwd(), stdio: "inherit", env: { ...process.env, ...env } });
  process.on("SIGINT", () => {
    if (!process.stdin.isTTY) child.kill("SIGINT");
  });
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm passes SIGTERM on to the shell that it started us with, and that shell dies without telling us.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => {
      if (process.ppid !== parent) child.kill("SIGTERM");
    }, 500).unref();
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}
