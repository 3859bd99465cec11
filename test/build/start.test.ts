// The start scripts say in one sentence what is wrong, and do nothing that is already done.
import { execFile, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { explainInstallFailure, installedDifference } from "../../build/install.mjs";

const root = path.join(import.meta.dirname, "..", "..");
const base = mkdtempSync(path.join(tmpdir(), "alcove-start-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}
function run(script: string, options: { cwd: string; env?: Record<string, string>; args?: string[]; load?: string[] }) {
  return new Promise<Outcome>((resolve) => {
    const args = [...(options.load ?? []), path.join(options.cwd, "build", script), ...(options.args ?? [])];
    execFile(
      process.execPath,
      args,
      { cwd: options.cwd, env: { ...process.env, ...options.env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

/** A clone with the build scripts alone. */
function bareClone(name: string): string {
  const folder = path.join(base, name);
  mkdirSync(folder);
  cpSync(path.join(root, "build"), path.join(folder, "build"), { recursive: true });
  for (const file of ["package.json", "package-lock.json", ".npmrc"])
    cpSync(path.join(root, file), path.join(folder, file));
  return folder;
}

describe("an old Node", () => {
  test.each(["start.mjs", "test.mjs", "check.mjs", "alcove.mjs", "package-check.mjs"])("%s", async (script) => {
    const old = path.join(base, "old-node.mjs");
    writeFileSync(old, 'Object.defineProperty(process.versions, "node", { value: "18.20.4" });\n');
    const { code, stdout, stderr } = await run(script, { cwd: root, load: ["--import", old] });
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.trim()).toBe(
      "Alcove needs Node 20 or newer to start, and this is Node 18.20.4. Install a newer Node.",
    );
  });
});

test("before anything is installed the scripts need nothing but Node, and without a network they say so at once", async () => {
  const folder = bareClone("offline");
  const startedMs = Date.now();
  const { code, stderr } = await run("start.mjs", {
    cwd: folder,
    env: {
      npm_execpath: "",
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_cache: path.join(base, "empty-cache"),
      npm_config_fetch_retries: "0",
    },
  });
  expect(code).toBe(1);
  const lines = stderr.trim().split("\n");
  expect(lines.at(-1)).toBe(
    "Alcove's packages could not be fetched because the package registry cannot be reached. Connect to the network once and start again.",
  );
  expect(stderr).not.toMatch(/\bat .+:\d+:\d+|npm error/);
  expect(Date.now() - startedMs).toBeLessThan(25_000);
});

describe("why an installation failed", () => {
  test.each([
    ["npm error code ENOTFOUND\nnpm error network request failed", "cannot be reached"],
    ["npm error code ENOTCACHED", "cannot be reached"],
    ["npm error code ENOSPC", "disk is full"],
    ["npm error code EACCES\nnpm error path x", "cannot be written"],
    ["npm error code EUSAGE\nnpm error `npm ci` can only install", "failed: code EUSAGE"],
    ["", "npm gave no reason"],
  ])("%j: %s", (output, sentence) => {
    const told = explainInstallFailure(output);
    expect(told).toContain(sentence);
    expect(told).not.toContain("\n");
  });
});

describe("whether packages are installed", () => {
  let folder: string;
  const write = (file: string, packages: object) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
  };
  const locked = {
    "": { name: "x" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/a-win": { version: "1.0.0", optional: true },
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(base, "packages-"));
    write("package-lock.json", locked);
  });
  test("not without node_modules", () => {
    expect(installedDifference(folder)).toBe("node_modules is missing");
  });
  test("yes when all are there, optional ones of other systems aside", () => {
    write("node_modules/.package-lock.json", { "node_modules/a": { version: "1.0.0" } });
    expect(installedDifference(folder)).toBeUndefined();
  });
  test("not when one is older or missing", () => {
    write("node_modules/.package-lock.json", { "node_modules/a": { version: "0.9.0" } });
    expect(installedDifference(folder)).toBe("a 1.0.0 is not installed");
    write("node_modules/.package-lock.json", {});
    expect(installedDifference(folder)).toBe("a 1.0.0 is not installed");
  });
});

/** A clone whose sources are two lines, with this clone's packages: builds in a moment. */
function smallClone(name: string): string {
  const folder = bareClone(name);
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
  mkdirSync(path.join(folder, "shared"));
  writeFileSync(path.join(folder, "shared", "word.ts"), 'export const word = "first";\n');
  writeFileSync(
    path.join(folder, "entry.ts"),
    'import { word } from "./shared/word.ts";\nconsole.log(word, ...process.argv.slice(2));\n',
  );
  const entry = (output: string) =>
    `export default { build: { outDir: "dist", ssr: "entry.ts", rollupOptions: { output: { entryFileNames: "${output}" } } } };\n`;
  writeFileSync(path.join(folder, "vite.config.ts"), entry("cli.js"));
  return folder;
}

describe("building", () => {
  test("happens when a source changed, and not otherwise; the command's output is the command's alone", async () => {
    const folder = smallClone("small");
    const first = await run("alcove.mjs", { cwd: folder, args: ["a", "b c"] });
    expect(first).toEqual({ code: 0, stdout: "first a b c\n", stderr: "" });
    const stamp = () => readFileSync(path.join(folder, "dist", ".stamp"), "utf8");
    const built = stamp();

    // A mark in the output shows whether it was made anew.
    writeFileSync(path.join(folder, "dist", "cli.js"), 'console.log("not built again");\n');
    expect((await run("alcove.mjs", { cwd: folder })).stdout).toBe("not built again\n");

    writeFileSync(path.join(folder, "shared", "word.ts"), 'export const word = "second";\n');
    expect((await run("alcove.mjs", { cwd: folder })).stdout).toBe("second\n");
    expect(stamp()).not.toBe(built);
  });

  test("that fails says why, leaves no stamp, and is tried again", async () => {
    const folder = smallClone("broken");
    writeFileSync(path.join(folder, "shared", "word.ts"), "export const = ;\n");
    const failed = await run("alcove.mjs", { cwd: folder });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("word.ts");
    expect(failed.stderr.trim()).toMatch(/Building Alcove failed; the reason is above\.$/);
    expect(existsSync(path.join(folder, "dist", ".stamp"))).toBe(false);
    writeFileSync(path.join(folder, "shared", "word.ts"), 'export const word = "well";\n');
    expect((await run("alcove.mjs", { cwd: folder })).stdout).toBe("well\n");
  });
});

describe.skipIf(process.platform === "win32")("starting headless", () => {
  const program = `
    console.log("up", process.version, ...process.argv.slice(2));
    const timer = setInterval(() => {}, 1000);
    for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => { console.log(signal); clearInterval(timer); process.exitCode = 7; });
  `;
  test.each(["SIGTERM", "SIGINT"] as const)(
    "runs with Node 24, passes %s on and ends with the program's code",
    async (signal) => {
      const folder = smallClone(`headless-${signal}`);
      writeFileSync(path.join(folder, "entry.ts"), program);
      writeFileSync(
        path.join(folder, "vite.config.ts"),
        readFileSync(path.join(folder, "vite.config.ts"), "utf8").replace("cli.js", "headless.js"),
      );
      const child = spawn(process.execPath, [path.join(folder, "build", "start.mjs"), "--headless", "--port", "5"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      let output = "";
      const code = await new Promise((resolve) => {
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
          if (!output.includes("up") && text.includes("up")) setTimeout(() => child.kill(signal), 50);
          output += text;
        });
        child.once("exit", resolve);
      });
      expect(output).toMatch(/^up v24\.\S+ --port 5\n/);
      expect(output).toContain(signal);
      expect(code).toBe(7);
    },
  );
});

test.skipIf(process.platform === "win32")("ends when the npm that started it is ended", async () => {
  const folder = smallClone("under-npm");
  writeFileSync(
    path.join(folder, "entry.ts"),
    'process.once("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000); console.log("up", process.pid);\n',
  );
  writeFileSync(
    path.join(folder, "vite.config.ts"),
    readFileSync(path.join(folder, "vite.config.ts"), "utf8").replace("cli.js", "headless.js"),
  );
  const npm = spawn("npm", ["start", "--silent", "--", "--headless"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const pid = await new Promise<number>((resolve) => {
    npm.stdout.setEncoding("utf8").on("data", (text: string) => {
      const up = /up (\d+)/.exec(text);
      if (up) resolve(Number(up[1]));
    });
  });
  npm.kill("SIGTERM");
  const isRunning = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isRunning, { timeout: 5000 }).toBe(false);
});

describe("checks", () => {
  test("a check that is not there, or not named, is a failure", async () => {
    expect(await run("check.mjs", { cwd: root, args: ["99"] })).toMatchObject({
      code: 1,
      stderr: "There is no check 99 in test/checks.\n",
    });
    expect(await run("check.mjs", { cwd: root })).toMatchObject({ code: 1 });
  });

  test("one that misses fails the whole, after all were run in order", async () => {
    const folder = smallClone("checks");
    const checks = path.join(folder, "test", "checks");
    mkdirSync(checks, { recursive: true });
    writeFileSync(path.join(checks, "07-10-last.ts"), 'console.log("ten", ...process.argv.slice(2));\n');
    writeFileSync(path.join(checks, "07-2-first.ts"), 'console.log("two"); process.exit(1);\n');
    writeFileSync(path.join(checks, "08-1-other.ts"), 'console.log("other");\n');
    const all = await run("check.mjs", { cwd: folder, args: ["07", "--full"] });
    expect(all.code).toBe(1);
    expect(all.stdout.replace(/\s+/g, " ").trim()).toBe(
      "== 07-2-first two == 07-10-last ten --full Missed: 07-2-first",
    );
    expect((await run("check.mjs", { cwd: folder, args: ["07.10"] })).code).toBe(0);
  });
});

test("every script of package.json has its file", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const files = Object.values(scripts).flatMap((command) => command.match(/\bbuild\/[\w-]+\.\w+/g) ?? []);
  expect(files.length).toBeGreaterThan(5);
  const present = readdirSync(path.join(root, "build"));
  expect(files.filter((file) => !present.includes(path.basename(file)))).toEqual([]);
});
