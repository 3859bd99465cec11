// A child process ends when its parent is gone and when it takes too much memory, even while it is stuck.
import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { MEMORY_SIGNAL } from "../../shared/children/index.ts";

const START = pathToFileURL(resolve(import.meta.dirname, "../../electron/child/start.ts")).href;

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function waitUntil(isSo: () => boolean, withinMs: number): Promise<boolean> {
  const deadlineMs = Date.now() + withinMs;
  while (!isSo() && Date.now() < deadlineMs) await new Promise((done) => setTimeout(done, 50));
  return isSo();
}

it.skipIf(process.platform === "win32")("a stuck child does not outlive its parent", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "alcove-child-"));
  try {
    const child = join(folder, "child.mjs");
    writeFileSync(
      child,
      `import { startChild } from ${JSON.stringify(START)};
       startChild({ hang() { process.send({ stuck: process.pid }); for (;;); } }, { memoryLimitMb: 0 });`,
    );
    const parent = join(folder, "parent.mjs");
    writeFileSync(
      parent,
      `import { fork } from "node:child_process";
       const child = fork(${JSON.stringify(child)}, { serialization: "advanced" });
       child.on("message", (message) => process.send(message));
       child.send({ kind: "call", id: 1, method: "hang", params: {} });`,
    );
    const started = fork(parent, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const stuck = await new Promise<number>((done) =>
      started.once("message", (message) => done((message as { stuck: number }).stuck)),
    );
    expect(isRunning(stuck)).toBe(true);
    started.kill("SIGKILL");
    expect(await waitUntil(() => !isRunning(stuck), 20_000)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it.skipIf(process.platform === "win32")("a child that fills memory ends, and says so by its signal", async () => {
  const folder = mkdtempSync(join(tmpdir(), "alcove-child-"));
  try {
    const path = join(folder, "child.mjs");
    writeFileSync(
      path,
      `import { startChild } from ${JSON.stringify(START)};
       const kept = [];
       startChild({ fill() { for (;;) kept.push(Buffer.alloc(1e6, 1)); } }, { memoryLimitMb: 300 });`,
    );
    const child = fork(path, { serialization: "advanced", stdio: ["ignore", "inherit", "inherit", "ipc"] });
    child.send({ kind: "call", id: 1, method: "fill", params: {} });
    const signal = await new Promise((done) => child.once("exit", (_code, name) => done(name)));
    expect(signal).toBe(MEMORY_SIGNAL);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
