// Builds dist/ from the sources when they have changed since the last build. Called by every start script.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { node24, PlainFailure, root, runProgram, toolPath } from "./toolchain.mjs";

/** Everything that a build depends on. */
const inputs = [
  "shared",
  "electron",
  "renderer",
  "resources",
  "vite.config.ts",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];
const stampFile = path.join(root, "dist", ".stamp");

function* filesUnder(relative) {
  const absolute = path.join(root, relative);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats?.isFile()) yield relative;
  if (!stats?.isDirectory()) return;
  for (const name of readdirSync(absolute).sort()) yield* filesUnder(`${relative}/${name}`);
}

/** SHA-256 over names and contents of all inputs: what the build would be made of now. */
export function sourceHash() {
  const hash = createHash("sha256");
  for (const input of inputs) {
    for (const file of filesUnder(input)) {
      hash.update(`${file}\0`);
      hash.update(readFileSync(path.join(root, file)));
      hash.update("\0");
    }
  }
  return hash.digest("hex");
}

/** Whether dist/ was made of the sources as they are. */
export function isFresh(hash = sourceHash()) {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash;
}

/** Builds dist/ if it is stale. The stamp is written last, so a build that broke off is not taken for a good one. */
export async function ensureBuilt({ quiet = false } = {}) {
  const hash = sourceHash();
  if (isFresh(hash)) return;
  if (!quiet) console.error("Building Alcove ...");
  rmSync(stampFile, { force: true });
  const result = await runProgram(node24(), [toolPath("vite", "bin", "vite.js"), "build", "--logLevel", "warn"], {
    quiet: true,
    env: { NO_COLOR: "1", FORCE_COLOR: "0" },
  });
  if (result.code !== 0)
    throw new PlainFailure(`${result.output.trim()}\nBuilding Alcove failed; the reason is above.`);
  writeFileSync(stampFile, hash);
}
