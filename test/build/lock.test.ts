// The lock installs on every system and from any registry.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { installedDifference } from "../../build/install.mjs";
import { missingOptional, stubFor, withStubs } from "../../build/lock-stubs.mjs";

interface Lock {
  packages: Record<
    string,
    { version?: string; resolved?: string; optional?: boolean; integrity?: string; os?: string[] }
  >;
}
const root = path.join(import.meta.dirname, "..", "..");
const lockText = readFileSync(path.join(root, "package-lock.json"), "utf8");
const lock = JSON.parse(lockText) as Lock;
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Record<
  string,
  Record<string, string>
>;

test("every optional dependency has its entry, so that npm ci accepts the lock on every system", () => {
  expect(Object.keys(lock.packages).length).toBeGreaterThan(400);
  expect(missingOptional(lock)).toEqual([]);
});

test("npm ci accepts the lock, and would not without the added entries", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "alcove-lock-"));
  const npmCi = (lockfile: Lock) => {
    for (const file of ["package.json", ".npmrc"]) cpSync(path.join(root, file), path.join(folder, file));
    writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify(lockfile));
    const args = [
      "ci",
      "--dry-run",
      "--offline",
      "--ignore-scripts",
      "--no-audit",
      "--cache",
      path.join(folder, "cache"),
    ];
    return spawnSync("npm", args, { cwd: folder, encoding: "utf8", shell: process.platform === "win32" });
  };
  expect(npmCi(lock).status).toBe(0);
  const { "node_modules/@lancedb/lancedb-darwin-arm64": _gone, ...rest } = lock.packages;
  const refused = npmCi({ ...lock, packages: rest });
  rmSync(folder, { recursive: true, force: true });
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("Missing: @lancedb/lancedb-darwin-arm64");
});

test("the lock names no registry", () => {
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved)).toEqual([]);
  expect(lockText).not.toMatch(/"resolved"|registry\.[a-z]/);
});

test("each system has its native libraries in the lock", () => {
  for (const name of [
    "@lancedb/lancedb-linux-x64-gnu",
    "@lancedb/lancedb-darwin-arm64",
    "@lancedb/lancedb-win32-x64-msvc",
    "@node-llama-cpp/linux-x64",
    "@node-llama-cpp/mac-arm64-metal",
    "@node-llama-cpp/win-x64",
    "@biomejs/cli-win32-x64",
  ]) {
    expect(lock.packages[`node_modules/${name}`], name).toMatchObject({ optional: true });
  }
});

test("no CUDA and no Vulkan library is installed anywhere", () => {
  const graphics = Object.entries(lock.packages).filter(([name]) => /(cuda|cuda-ext|vulkan)$/.test(name));
  expect(graphics.length).toBeGreaterThan(0);
  expect(graphics.filter(([, entry]) => (entry as { name?: string }).name !== "empty-npm-package")).toEqual([]);
});

test("dependencies are pinned to one version, and only those that the package ships are not for development", () => {
  const all = { ...manifest.dependencies, ...manifest.devDependencies };
  for (const [name, version] of Object.entries(all)) expect(version, name).toMatch(/^(npm:.+@)?\d+\.\d+\.\d+$/);
  const unpinned = Object.entries(all).filter(([name, version]) => {
    const pinned = version.replace(/^npm:.+@/, "");
    return lock.packages[`node_modules/${name}`]?.version !== pinned;
  });
  expect(unpinned).toEqual([]);
});

test("install scripts run for Node alone", () => {
  const allowed = Object.entries(manifest.allowScripts ?? {}).filter(([, may]) => may as unknown as boolean);
  expect(allowed).toEqual([["node", true]]);
  const scripted = Object.entries(lock.packages).filter(
    ([name, entry]) => (entry as { hasInstallScript?: boolean }).hasInstallScript && name !== "",
  );
  for (const [name, entry] of scripted) {
    const real = (entry as { name?: string }).name ?? name.replace(/^.*node_modules\//, "");
    if (entry.optional && entry.os) continue;
    expect(Object.keys(manifest.allowScripts ?? {}), real).toContain(real);
  }
});

test("what is installed here is what the lock says", () => {
  expect(installedDifference()).toBeUndefined();
});

describe("the entries that are added", () => {
  test.each([
    ["@lancedb/lancedb-linux-arm64-musl", { os: ["linux"], cpu: ["arm64"], libc: ["musl"] }],
    ["@lancedb/lancedb-linux-x64-gnu", { os: ["linux"], cpu: ["x64"], libc: ["glibc"] }],
    ["@lancedb/lancedb-win32-x64-msvc", { os: ["win32"], cpu: ["x64"] }],
    ["@node-llama-cpp/mac-arm64-metal", { os: ["darwin"], cpu: ["arm64"] }],
    ["@node-llama-cpp/win-arm64", { os: ["win32"], cpu: ["arm64"] }],
    ["@biomejs/cli-android-x64", { os: ["android"], cpu: ["x64"] }],
  ])("%s", (name, system) => {
    expect(stubFor(name, "1.2.3")).toEqual({ version: "1.2.3", optional: true, ...system });
  });

  test("a name without a system, or a range of versions, is refused", () => {
    expect(() => stubFor("left-pad", "1.0.0")).toThrow("system");
    expect(() => stubFor("@a/b-linux-x64", "^1.0.0")).toThrow("exact version");
  });

  test("are added where they are missing and nowhere else, also for nested packages", () => {
    const before = {
      packages: {
        "": {},
        "node_modules/a": {
          version: "1.0.0",
          optionalDependencies: { "a-linux-x64": "1.0.0", "a-darwin-arm64": "1.0.0" },
        },
        "node_modules/b": { version: "1.0.0" },
        "node_modules/b/node_modules/a": { version: "2.0.0", optionalDependencies: { "a-linux-x64": "2.0.0" } },
        "node_modules/b/node_modules/a-linux-x64": { version: "2.0.0" },
        "node_modules/a-linux-x64": { version: "1.0.0" },
      },
    };
    expect(missingOptional(before)).toEqual([{ name: "a-darwin-arm64", version: "1.0.0", from: "node_modules/a" }]);
    const after = withStubs(before) as Lock;
    expect(missingOptional(after)).toEqual([]);
    expect(after.packages["node_modules/a-darwin-arm64"]).toMatchObject({ version: "1.0.0", os: ["darwin"] });
  });
});
