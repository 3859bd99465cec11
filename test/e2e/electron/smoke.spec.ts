// The product in real Electron: the window, its walls, and the engine with its children as utility processes.
// Left out where Electron's program is not installed (test/playwright.config.ts); hosted CI runs it on every system.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type ElectronApplication, _electron as electron, expect, type Page, test } from "@playwright/test";
import { findElectron } from "../../../build/electron-binary.mjs";

const root = path.join(import.meta.dirname, "..", "..", "..");
const workspace = mkdtempSync(path.join(tmpdir(), "alcove-electron-"));
let app: ElectronApplication;
let page: Page;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  // Chromium's own sandbox cannot start as root, which is what containers run as.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  app = await electron.launch({
    executablePath: findElectron() ?? "",
    args: [...asRoot, root, "--workspace", workspace],
    cwd: root,
  });
  page = await app.firstWindow();
});
test.afterAll(async () => {
  await app?.close();
  rmSync(workspace, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
});

/** Runs the command line against the engine that the window uses. */
async function alcove(...args: string[]): Promise<Record<string, unknown>[]> {
  const command = [path.join(root, "dist", "cli.js"), ...args, "--json", "--workspace", workspace];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("the window opens our own page and reaches the engine", async () => {
  expect(page.url()).toMatch(/^app:\/\/alcove\//);
  await expect(page).toHaveTitle(/Alcove/);
  await expect(page.getByRole("button").first()).toBeVisible();
});

test("the page has no Node and only the preload's gifts", async () => {
  const seen = await page.evaluate(() => ({
    node: ["require", "process", "module", "Buffer"].filter((name) => name in globalThis),
    gifts: Object.keys((globalThis as unknown as { alcove: object }).alcove).sort(),
  }));
  expect(seen).toEqual({ node: [], gifts: ["pathForFile", "platform", "savePdf"] });
});

test("the policy stops inline scripts, evaluated text and every connection", async () => {
  const outcome = await page.evaluate(async () => {
    const violated: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => violated.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "globalThis.injected = true";
    document.body.append(script);
    const image = new Image();
    image.src = "https://example.org/x.png";
    const fetched = await fetch("https://example.org/").then(
      () => true,
      () => false,
    );
    const evaluated = (() => {
      try {
        return new Function("return true")() as boolean;
      } catch {
        return false;
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { violated: [...new Set(violated)].sort(), injected: "injected" in globalThis, fetched, evaluated };
  });
  expect(outcome).toMatchObject({ injected: false, fetched: false, evaluated: false });
  expect(outcome.violated).toEqual(expect.arrayContaining(["connect-src", "img-src", "script-src-elem"]));
});

test("the page cannot leave or open another window", async () => {
  await page.evaluate(() => {
    open("file:///etc/passwd");
    location.href = "https://example.org/";
  });
  await page.waitForTimeout(500);
  expect(page.url()).toMatch(/^app:\/\/alcove\//);
  expect(app.windows()).toHaveLength(1);
});

test("a dropped folder of ours can be searched: parser, retrieval and database work as utility processes", async () => {
  const file = path.join(workspace, "harbour.md");
  writeFileSync(file, "# Harbour rules\n\nShips longer than ninety metres need a pilot between dusk and dawn.\n");
  await alcove("kb", "create", "Harbour");
  const lines = await alcove("ingest", "--kb", "Harbour", file);
  expect(lines.at(-1)).toMatchObject({ summary: { ready: 1, failed: 0 } });
  const [found] = await alcove("search", "--kb", "Harbour", "When does a ship need a pilot?");
  expect(found?.hits).toMatchObject([{ rank: 1, document: expect.stringContaining("harbour") }]);
  const processes = await app.evaluate(({ app: main }) => main.getAppMetrics().map(({ name }) => name ?? ""));
  expect(processes).toEqual(expect.arrayContaining(["Alcove engine", "Alcove retrieval"]));
});

test("an engine that is killed comes back by itself", async () => {
  const pidOfEngine = () =>
    app.evaluate(({ app: main }) => main.getAppMetrics().find(({ name }) => name === "Alcove engine")?.pid);
  const first = await pidOfEngine();
  process.kill(first ?? 0, "SIGKILL");
  await expect.poll(pidOfEngine, { timeout: 10_000 }).not.toBe(first);
  await expect.poll(async () => (await alcove("kb", "list")).length, { timeout: 20_000 }).toBeGreaterThan(0);
});
