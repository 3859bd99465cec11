// The parser as the engine sees it: a child process that answers calls and dies alone.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { launcher } from "../../electron/headless/children.ts";
import { connectChannel } from "../../shared/children/channel.ts";
import { fromWireError } from "../../shared/children/errors.ts";
import type { ParserMethods, TextRun } from "../../shared/children/parser.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { lines, tinyPdf } from "./tiny-pdf.ts";

const folder = mkdtempSync(join(tmpdir(), "alcove-parser-"));
const child = launcher(() => {})("parser");
const channel = connectChannel<ParserMethods>(
  child.port,
  fromWireError,
  () => new AlcoveError("child.lost", { part: "parser" }),
);
afterAll(() => {
  child.kill();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: Uint8Array | string): { path: string; fileName: string } {
  const path = join(folder, name);
  writeFileSync(path, content);
  return { path, fileName: name };
}

test("a parser process reads file after file, reports pages and names its refusals", async () => {
  const page = { content: lines(["Three lanterns hang at the mole."], 72, 700) };
  const done: number[] = [];
  const pdf = await channel.call("parse", file("lanterns.pdf", tinyPdf([page, page])), {
    onEvent: (event) => done.push(event.pagesDone),
  });
  expect(pdf.text).toBe("Three lanterns hang at the mole.\n\nThree lanterns hang at the mole.");
  const runs = pdf.pages.map((one) => JSON.parse(inflateRawSync(one.packedRuns!).toString("utf8")) as TextRun[]);
  expect(runs.map((ofPage) => ofPage.map(({ start, end }) => pdf.text.slice(start, end)))).toEqual([
    ["Three lanterns hang at the mole."],
    ["Three lanterns hang at the mole."],
  ]);
  expect(done).toEqual([1, 2]);
  const markdown = await channel.call("parse", file("notes.md", "# Lanterns\n\nThree of them."));
  expect(markdown.title).toBe("Lanterns");
  await expect(channel.call("parse", file("empty.txt", ""))).rejects.toMatchObject({ code: "file.empty" });
  await expect(channel.call("parse", { path: join(folder, "none"), fileName: "none" })).rejects.toMatchObject({
    code: "file.not-found",
  });
});
