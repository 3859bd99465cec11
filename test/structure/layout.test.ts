// The repository's outer shape: what lies at the top, how files are named, how long they are and how they open.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { topLevel } from "./rules.ts";
import { root } from "./sources.ts";

const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter(Boolean);
// A file that was deleted and not yet committed is still listed.
const tracked = listed.filter((file) => existsSync(path.join(root, file)));
const sources = tracked.filter((file) => /\.(ts|tsx|mjs|css)$/.test(file));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

test("nothing new lies at the top of the repository", () => {
  const names = new Set(tracked.map((file) => file.split("/")[0] ?? ""));
  expect([...names].filter((name) => !topLevel.includes(name))).toEqual([]);
});

test("no source file is longer than 400 lines", () => {
  expect(sources.length).toBeGreaterThan(50);
  const long = sources.map((file) => [file, read(file).trimEnd().split("\n").length] as const);
  expect(long.filter(([, lines]) => lines > 400)).toEqual([]);
});

test("every source file opens by saying what it is for", () => {
  const silent = sources.filter((file) => !file.endsWith(".css") && !/^(#!.*\n)?(\/\/ |\/\*)/.test(read(file)));
  expect(silent).toEqual([]);
});

test("files are kebab-case, components PascalCase", () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx|mjs|css)$/;
  const pascal = /^[A-Z][A-Za-z0-9]*(\.test)?\.tsx$/;
  const odd = sources.filter((file) => {
    const name = path.basename(file);
    return (
      !kebab.test(name) &&
      !(/^(renderer|test)\//.test(file) && (pascal.test(name) || /^[A-Z]\w+\.(css|ts)$/.test(name)))
    );
  });
  expect(odd).toEqual([]);
});

test("no file names the folder that this clone lies in", () => {
  expect(sources.filter((file) => read(file).includes(path.resolve(root)))).toEqual([]);
});
