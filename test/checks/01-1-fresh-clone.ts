// The two commands of the README in an empty folder with an empty npm cache. `npm run check -- 01.1`
// Both run with the Node that the person has, which is what npm is started with here.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atMost, exactly, type Figure, runCheck, shown } from "./support/figures.ts";
import { materialRoot, repositoryRoot } from "./support/places.ts";

const SERVED_AIM_S = 4 * 60;
const SIZE_AIM_GB = 1.4;

/** Bytes of a folder's files on the disk: links are not followed, and a file with two names counts once. */
function sizeOf(folder: string, seen = new Set<number>()): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += sizeOf(path, seen);
    else if (entry.isFile()) {
      const { size, nlink, ino } = lstatSync(path);
      if (nlink === 1 || !seen.has(ino)) bytes += size;
      seen.add(ino);
    }
  }
  return bytes;
}

/** Runs npm in `folder` as a person's shell would: without what this process inherited from npm and from Node 24. */
function npm(folder: string, cache: string, args: string[]): ChildProcess {
  const env: NodeJS.ProcessEnv = { ALCOVE_MATERIAL: materialRoot(), npm_config_cache: cache };
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^(npm_|NODE$|NODE_OPTIONS|ALCOVE_MATERIAL)/.test(name)) env[name] = value;
  }
  env.PATH = (process.env.PATH ?? "")
    .split(":")
    .filter((part) => !part.includes("node_modules"))
    .join(":");
  return spawn("npm", args, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"], detached: true });
}

/** What a program printed when `pattern` first matched, or when it ended. */
function output(child: ChildProcess, pattern?: RegExp): Promise<{ text: string; code: number | null }> {
  let text = "";
  return new Promise((resolve) => {
    child.stdout?.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (pattern?.test(text)) resolve({ text, code: null });
    });
    child.once("close", (code) => resolve({ text, code }));
  });
}

/** Starts the product with `npm start`, measures until it prints its address, and lets `use` look at it before it is stopped. */
async function startAndStop(
  clone: string,
  cache: string,
  workspace: string,
  use: (address: string) => Promise<void>,
): Promise<number> {
  const startedMs = performance.now();
  const args = ["start", "--", "--headless", "--no-open", "--port", "0", "--workspace", workspace];
  const server = npm(clone, cache, args);
  const { text } = await output(server, /http:\/\/\S+/);
  const address = /http:\/\/\S+/.exec(text)?.[0];
  if (!address) throw new Error(`npm start did not serve a page:\n${text}`);
  await use(address);
  const seconds = (performance.now() - startedMs) / 1000;
  process.kill(-server.pid!, "SIGINT");
  await new Promise((resolve) => server.once("close", resolve));
  return seconds;
}

/** Opens the page as a browser does, token and cookie included; the status of the page. */
async function statusOfPage(address: string): Promise<number> {
  const response = await fetch(address, { redirect: "manual" });
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
  return (await fetch(new URL("/", address), { headers: { cookie } })).status;
}

await runCheck(async () => {
  const folder = mkdtempSync(join(tmpdir(), "alcove-fresh-"));
  const [clone, cache] = [join(folder, "alcove"), join(folder, "npm-cache")];
  const figures: Figure[] = [];
  try {
    const startedMs = performance.now();
    execFileSync("git", ["clone", "--quiet", "--no-hardlinks", repositoryRoot, clone]);
    const workspace = join(folder, "workspace");
    let status = 0;
    const open = async (address: string) => {
      status = await statusOfPage(address);
    };
    const cloneMs = performance.now() - startedMs;
    const servedS = cloneMs / 1000 + (await startAndStop(clone, cache, workspace, open));
    const secondS = await startAndStop(clone, cache, workspace, open);

    const modules = join(clone, "node_modules");
    const gpu = readdirSync(join(modules, "@node-llama-cpp")).filter((name) => /cuda|vulkan/.test(name));
    const gpuBytes = gpu.reduce((sum, name) => sum + sizeOf(join(modules, "@node-llama-cpp", name)), 0);
    figures.push(
      exactly("status of the served page", status, 200),
      atMost("from the clone to the served page", servedS, SERVED_AIM_S, "s"),
      shown("second start to the served page", secondS, "s"),
      atMost("installed size", sizeOf(modules) / 1e9, SIZE_AIM_GB, "GB"),
      atMost("bytes of CUDA and Vulkan packages", gpuBytes, 10_000),
    );

    const testMs = performance.now();
    const tests = await output(npm(clone, cache, ["test"]));
    const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(tests.text);
    if (!counts) console.log(tests.text.slice(-3000));
    figures.push(
      shown("npm test", counts?.[0] ?? "no closing line"),
      exactly("exit code of npm test", tests.code ?? -1, 0),
      shown("npm test took", (performance.now() - testMs) / 1000, "s"),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return figures;
});
