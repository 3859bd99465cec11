// Promises of commands that open the workspace themselves: the examples of the help work as typed, two commands at once
// share one engine, Ctrl-C keeps what was done, and a killed engine is in nobody's way.
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EXIT } from "../../electron/cli/command.ts";
import { commands } from "../../electron/cli/commands/index.ts";
import { cli, startCli } from "../helpers/cli.ts";
import { newWorkspace } from "../helpers/engine.ts";
import { describeWithMaterial } from "../helpers/material.ts";

let workspace: string;
beforeAll(async () => {
  workspace = await newWorkspace();
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

/** Words of a command line as a shell splits them. */
const words = (line: string): string[] =>
  Array.from(line.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? "");
const example = (name: string): string[] => words(commands.find((each) => each.name === name)!.example);
const here = () => ["--workspace", workspace];

/** Writes small reports and gives their folder. */
async function reports(name: string, count: number): Promise<string> {
  const folder = join(workspace, name);
  await mkdir(folder);
  for (let i = 0; i < count; i++) {
    const text = Array.from({ length: 6 }, (_, word) => `${name}${(i * 131 + word * 17) % 4999}`).join(" ");
    await writeFile(join(folder, `${i}.txt`), `Report ${i}. ${text}.\n`);
  }
  return folder;
}

it("every example of the help works as typed, one after the other", async () => {
  for (const name of ["extract", "kb", "ingest", "search", "ask", "models"]) {
    const ran = await cli(...example(name), ...here());
    expect(ran, name).toMatchObject({ code: EXIT.done });
    expect(ran.stdout, name).not.toBe("");
  }
}, 120_000);

it("the example of serve works as typed, and ends at the first signal", async () => {
  const { child, printed, ended } = startCli([...example("serve"), "--port", "0", ...here()]);
  const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(await printed("token="))![0];
  const signedIn = await fetch(url, { redirect: "manual" });
  expect(signedIn.status).toBe(302);
  const found = await cli("kb", "list", "--json", ...here());
  expect(found.lines).toMatchObject([{ name: "Papers" }]);
  child.kill("SIGTERM");
  expect((await ended).code).toBe(0);
  expect(existsSync(join(workspace, "engine.json"))).toBe(false);
}, 60_000);

it("two at once share one engine: the one that opened it waits for the other", async () => {
  const [left, right] = await Promise.all([reports("left", 20), reports("right", 150)]);
  const both = [left, right].map((folder) => startCli(["ingest", "--kb", "Papers", folder, "--json", ...here()]));
  const [first, second] = await Promise.all(both.map((each) => each.ended));
  expect(first, first!.stderr).toMatchObject({ code: EXIT.done });
  expect(second, second!.stderr).toMatchObject({ code: EXIT.done });
  expect(first!.lines.at(-1)!.summary).toMatchObject({ ready: 20, failed: 0 });
  expect(second!.lines.at(-1)!.summary).toMatchObject({ ready: 150, failed: 0 });
}, 120_000);

it("Ctrl-C ends with 130 and keeps what is ready; the same command goes on from there", async () => {
  const command = ["ingest", "--kb", "Papers", await reports("long", 200), "--json", ...here()];
  const { child, printed, ended } = startCli(command);
  await printed('"status":"ready"');
  child.kill("SIGINT");
  expect((await ended).code).toBe(EXIT.interrupted);
  const again = await cli(...command);
  expect(again.code, again.stderr).toBe(EXIT.done);
  const summary = again.lines.at(-1)!.summary as Record<string, number>;
  expect(summary.duplicate).toBeGreaterThan(0);
  expect(summary.duplicate! + summary.ready!).toBe(200);
}, 120_000);

it("a killed engine is told to who used it, and stops nobody from opening the workspace again", async () => {
  const server = startCli([...example("serve"), "--port", "0", ...here()]);
  await server.printed("token=");
  const folder = await reports("orphaned", 200);
  const { printed, ended } = startCli(["ingest", "--kb", "Papers", folder, "--json", ...here()]);
  await printed('"status":"ready"');
  server.child.kill("SIGKILL");
  const ran = await ended;
  expect(ran.code).toBe(EXIT.failed);
  expect(ran.lines.at(-1)).toMatchObject({ error: { code: "interrupted", action: "Start it again to go on." } });
  expect((await server.ended).code).toBe(null);
  expect(existsSync(join(workspace, "engine.json"))).toBe(true);
  const next = await cli("kb", "list", "--json", ...here());
  expect(next.code, next.stderr).toBe(EXIT.done);
  expect(next.lines).toMatchObject([{ name: "Papers" }]);
}, 120_000);

describeWithMaterial("with the test material", () => {
  it("the examples of the evaluations work as typed", async () => {
    // As typed but for a limit, where the example has none: the way is the same, the questions are fewer.
    const qa = await cli(...example("eval qa"), "--limit", "5", "--json", ...here());
    expect(qa.code, qa.stderr).toBe(EXIT.done);
    expect(qa.lines.at(-1)!.summary).toMatchObject({ questions: 5, refusedShare: 0 });
  }, 240_000);
});
