// Brings node_modules in line with package-lock.json, quietly and only when it is not. Called by every start script.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { findNode24, PlainFailure, root, runProgram } from "./toolchain.mjs";

const packageFields = ["version", "optional", "peer"];

/**
 * What in node_modules differs from the lock: undefined when nothing does, else a few words.
 * npm writes what it really installed to node_modules/.package-lock.json; optional packages of other systems are absent there.
 */
export function installedDifference(folder = root) {
  const hidden = path.join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return "node_modules is missing";
  const wanted = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(hidden, "utf8")).packages;
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === "" || entry.link) continue;
    const [version, optional] = packageFields.map((field) => entry[field]);
    const installed = present[name];
    if (!installed && optional) continue;
    if (installed?.version !== version) return `${name.replace(/^.*node_modules\//, "")} ${version} is not installed`;
  }
  return undefined;
}

/** The npm that runs us, else the one on the PATH: [program, leading arguments, whether it needs a shell]. */
function npmProgram() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script && node && existsSync(script) && existsSync(node) && /npm-cli\.js$/.test(script))
    return [node, [script], false];
  return process.platform === "win32" ? ["npm.cmd", [], true] : ["npm", [], false];
}

/** Reports on standard error: rewrites one line on a terminal, else a line now and then. */
function progress(text) {
  const started = Date.now();
  const terminal = process.stderr.isTTY;
  const show = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stderr.write(terminal ? `\r${text} ${seconds} s ` : `${text} ${seconds} s\n`);
  };
  if (terminal) show();
  else process.stderr.write(`${text}\n`);
  const timer = setInterval(show, terminal ? 1000 : 20_000);
  return () => {
    clearInterval(timer);
    if (terminal) process.stderr.write("\n");
  };
}

const networkFailure =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED|EIDLETIMEOUT)\b/;

/** The sentence for a failed npm run, from what npm printed. */
export function explainInstallFailure(output) {
  if (networkFailure.test(output)) {
    return "Alcove's packages could not be fetched because the package registry cannot be reached. Connect to the network once and start again.";
  }
  if (/\bENOSPC\b/.test(output))
    return "The disk is full: Alcove's packages need about 1.5 GB. Free some space and start again.";
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) {
    return "Alcove's packages cannot be written to node_modules. Give yourself write permission to this folder and start again.";
  }
  const lines = output.split("\n").filter((line) => /^npm (error|ERR!)/.test(line));
  return `Installing Alcove's packages failed: ${(lines[0] ?? "npm gave no reason.").replace(/^npm (error|ERR!)\s*/, "")}`;
}

/**
 * Whether the registry answers at all, asked once for at most 15 s: on its own, npm ci retries every package for
 * minutes before it gives up. A registry that refuses the question has answered.
 */
async function registryAnswers(npm) {
  const args = ["ping", "--fetch-retries=0", "--fetch-timeout=10000"];
  const { code, output } = await npm(args, { timeoutMs: 15_000 });
  return code !== -1 && !networkFailure.test(output);
}

/** Installs what package-lock.json says, if node_modules is not so already. Throws PlainFailure with one sentence. */
export async function ensureInstalled() {
  const difference = installedDifference();
  if (!difference && findNode24()) return;
  const [program, leading, shell] = npmProgram();
  const npm = (args, options) => runProgram(program, [...leading, ...args], { quiet: true, shell, ...options });
  // On Windows a running node.exe inside node_modules cannot be deleted, which `npm ci` would do.
  const inside = process.platform === "win32" && process.execPath.startsWith(path.join(root, "node_modules"));
  const done = progress("Installing packages (once; about 1.3 GB, one to two minutes) ...");
  let result;
  try {
    const reach = (await registryAnswers(npm)) ? "--prefer-offline" : "--offline";
    result = await npm([inside ? "install" : "ci", "--no-audit", "--no-fund", reach]);
  } catch {
    throw new PlainFailure("npm was not found. Install Node with npm, and start again.");
  } finally {
    done();
  }
  if (result.code !== 0) throw new PlainFailure(explainInstallFailure(result.output));
}
