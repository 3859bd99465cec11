// `npm start -- [--headless] [--port N] [--workspace DIR] [--no-open]`: installs, builds what is stale, opens Alcove:
// in Electron where its program is or can be had, else headless in the browser. Plain JavaScript for Node 20 and newer.
import path from "node:path";
import { ensureBuilt } from "./compile.mjs";
import { fetchElectron, findElectron, hasDisplay } from "./electron-binary.mjs";
import { ensureInstalled } from "./install.mjs";
import { becomeProgram, compileCache, node24, orExplain, requireNode20, root } from "./toolchain.mjs";

requireNode20();
const given = process.argv.slice(2);
const options = given.filter((argument) => argument !== "--headless");

/** Electron's program, or undefined after one sentence that says why not. */
async function electronOrReason() {
  if (given.includes("--headless")) return undefined;
  if (!hasDisplay()) {
    console.error("There is no display here, so Alcove opens in a browser instead of its own window.");
    return undefined;
  }
  const program = findElectron() ?? (await fetchElectron());
  if (!program)
    console.error("Electron is not installed and cannot be fetched, so Alcove opens in the browser instead.");
  return program;
}

await orExplain(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const electron = await electronOrReason();
  process.exitCode = electron
    ? await becomeProgram(electron, [root, ...options])
    : await becomeProgram(node24(), [path.join(root, "dist", "headless.js"), ...options], {
        NODE_COMPILE_CACHE: compileCache,
      });
});
