// `node build/lock-stubs.mjs [folder]`: completes package-lock.json after a change of dependencies.
// A registry mirror may lack the binary packages of other systems; npm then leaves them out of the lock, and `npm ci`
// refuses such a lock. This adds them by name, version and system. Tested by test/build/lock.test.ts.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./toolchain.mjs";

const systems = { linux: "linux", darwin: "darwin", mac: "darwin", win32: "win32", win: "win32", android: "android" };
const libraries = { gnu: "glibc", musl: "musl" };

/** Where `name`, required by the package at `from`, is found in the lock; undefined where it is not. */
function resolveIn(packages, from, name) {
  let base = from;
  while (true) {
    const key = `${base ? `${base}/` : ""}node_modules/${name}`;
    if (packages[key]) return key;
    if (!base) return undefined;
    base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")));
  }
}

/** Optional dependencies that no entry of the lock answers: [{ name, version, from }]. */
export function missingOptional(lock) {
  return Object.entries(lock.packages).flatMap(([from, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !resolveIn(lock.packages, from, name))
      .map(([name, version]) => ({ name, version, from })),
  );
}

/** The entry for a binary package, its system read from its name: "@scope/tool-linux-arm64-musl". */
export function stubFor(name, version) {
  if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name}: ${version} is not one exact version`);
  const words = name.replace(/^@[^/]+\//, "").split(/[-_.]/);
  const system = words.findIndex((word) => Object.hasOwn(systems, word));
  const cpu = words[system + 1];
  if (system < 0 || !cpu) throw new Error(`${name}: its system cannot be read from its name`);
  const libc = libraries[words[system + 2]];
  return { version, cpu: [cpu], ...(libc ? { libc: [libc] } : {}), optional: true, os: [systems[words[system]]] };
}

/** The lock with a stub for every missing optional dependency, its entries in npm's order. */
export function withStubs(lock) {
  const packages = { ...lock.packages };
  for (const { name, version } of missingOptional(lock)) packages[`node_modules/${name}`] = stubFor(name, version);
  const order = Object.keys(packages).sort((a, b) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(order.map((key) => [key, packages[key]])) };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = path.join(process.argv[2] ?? root, "package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingOptional(lock);
  writeFileSync(file, `${JSON.stringify(withStubs(lock), null, 2)}\n`);
  console.log(missing.length === 0 ? "The lock was complete." : `Added ${missing.map(({ name }) => name).join(", ")}.`);
}
