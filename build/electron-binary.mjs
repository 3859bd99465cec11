// Finds Electron's program, or fetches it within a time limit. Called by start and by the Electron smoke test.
// The `electron` package is never required: loading it starts a download by itself.
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { node24, root, runProgram, toolPath } from "./toolchain.mjs";

const relativePath =
  { darwin: "Electron.app/Contents/MacOS/Electron", win32: "electron.exe" }[process.platform] ?? "electron";
const failureMark = path.join(root, "node_modules", ".cache", "alcove-electron-not-fetched");
const fetchLimitMs = 120_000;
const retryAfterMs = 24 * 3600 * 1000;

/** Path of Electron's program, or undefined where it is not installed. */
export function findElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? toolPath("electron", "dist");
  const program = path.join(folder, relativePath);
  return existsSync(program) ? program : undefined;
}

/** Whether a window can be opened at all: on Linux that takes a display. */
export function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Whether Electron can be started here and now, without fetching anything. */
export function canRunElectron() {
  return hasDisplay() && findElectron() !== undefined;
}

/**
 * Tries to fetch Electron, at most once a day, for at most two minutes. Resolves to the program's path or undefined.
 * A failure is remembered, so that a machine without network does not wait at every start.
 */
export async function fetchElectron() {
  if (existsSync(failureMark) && Date.now() - statSync(failureMark).mtimeMs < retryAfterMs) return undefined;
  console.error("Fetching Electron (once; at most two minutes) ...");
  await runProgram(node24(), [toolPath("electron", "install.js")], { quiet: true, timeoutMs: fetchLimitMs });
  const found = findElectron();
  if (!found) {
    mkdirSync(path.dirname(failureMark), { recursive: true });
    writeFileSync(failureMark, "");
  }
  return found;
}
