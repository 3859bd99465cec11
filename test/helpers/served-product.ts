// The built product in headless mode as a child process, on a workspace of its own. For end-to-end tests and checks.
import { type ChildProcess, spawn } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { node24 } from "../../build/toolchain.mjs";

const root = resolve(import.meta.dirname, "../..");

export interface ServedProduct {
  /** Address with the token that works once. */
  address: string;
  workspace: string;
  pid: number;
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Kept when given; else a temporary folder that goes with the product. */
  workspace?: string;
  /** GGUF files that are to lie in the workspace's models folder from the start. */
  models?: string[];
}

/** Starts dist/headless.js and waits until it serves. Throws with what it printed where it does not come up in a minute. */
export async function serveProduct(options: ServeOptions = {}): Promise<ServedProduct> {
  const workspace = options.workspace ?? mkdtempSync(join(tmpdir(), "alcove-served-"));
  mkdirSync(join(workspace, "models"), { recursive: true });
  for (const model of options.models ?? []) {
    try {
      linkSync(model, join(workspace, "models", basename(model)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  const args = [join(root, "dist", "headless.js"), "--no-open", "--port", "0", "--workspace", workspace];
  const child: ChildProcess = spawn(node24(), args, { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  const address = await new Promise<string>((resolveAddress, reject) => {
    const late = setTimeout(() => reject(new Error(`The product did not come up: ${printed}`)), 60_000);
    const read = (bytes: Buffer) => {
      printed += bytes.toString("utf8");
      const found = /http:\/\/\S+/.exec(printed)?.[0];
      if (!found) return;
      clearTimeout(late);
      resolveAddress(found);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => reject(new Error(`The product ended with ${code}: ${printed}`)));
  });
  return {
    address,
    workspace,
    pid: child.pid!,
    async stop() {
      // A test may have killed it already.
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((done) => child.once("exit", done));
        child.kill("SIGTERM");
        const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
        await ended;
        clearTimeout(timer);
      }
      if (!options.workspace) rmSync(workspace, { recursive: true, force: true });
    },
  };
}
