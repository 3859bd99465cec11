// Promise: whatever lies in the folder of a registry is listed in its index, so that nothing is forgotten.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { commands } from "../../electron/cli/commands/index.ts";
import { migrations } from "../../electron/engine/db/migrations/index.ts";
import { chunkers } from "../../electron/engine/documents/chunkers/index.ts";

const root = join(import.meta.dirname, "../..");
const registries: [string, number][] = [
  ["electron/engine/db/migrations", migrations.length],
  ["electron/engine/documents/chunkers", Object.keys(chunkers).length],
  ["electron/cli/commands", commands.length],
];

it.each(registries)("%s lists every file", (folder, entries) => {
  const files = readdirSync(join(root, folder)).filter((file) => file !== "index.ts");
  const index = readFileSync(join(root, folder, "index.ts"), "utf8");
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !index.includes(`from "./${file}"`))).toEqual([]);
  expect(entries).toBe(files.length);
});

it("names every command once", () => {
  const names = commands.map((command) => command.name);
  expect(new Set(names).size).toBe(names.length);
  for (const command of commands) {
    expect(command.usage.startsWith(command.name), command.name).toBe(true);
    expect(command.example.startsWith(command.name), command.name).toBe(true);
  }
});
