// A folder of every format goes into one knowledge base, is found by search, and each hit names its page.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { baseWith, openEngine, type TestEngine } from "../helpers/engine.ts";
import { docx, paragraph } from "../parsers/tiny-docx.ts";
import { lines, tinyPdf } from "../parsers/tiny-pdf.ts";

let opened: TestEngine;
let folder: string;

beforeAll(async () => {
  opened = await openEngine();
  folder = join(opened.workspace, "mixed");
  await mkdir(join(folder, "deeper"), { recursive: true });
  const pages = ["Lanterns hang at the mole.", "Herons nest on the breakwater."];
  const word = pages.map((text, index) => paragraph(text, index > 0 ? "<w:pageBreakBefore/>" : "")).join("");
  await writeFile(join(folder, "birds.docx"), docx(word));
  await writeFile(join(folder, "boats.pdf"), tinyPdf([{ content: lines(["Trawlers leave before dawn."], 72, 700) }]));
  await writeFile(join(folder, "deeper", "tides.html"), "<h1>Tides</h1><p>Spring tides follow the full moon.</p>");
  await writeFile(join(folder, "deeper", "winds.md"), "# Winds\n\nThe mistral blows from the north.\n");
  await writeFile(join(folder, "nets.txt"), Buffer.from("付款期限为三十天。Nets dry on the quay.", "utf16le"));
  await writeFile(join(folder, "picture.png"), "not read");
}, 60_000);
afterAll(() => opened?.close());

it("reads every format out of a folder, and cites the page of a Word document", async () => {
  const { id, documents } = await baseWith(opened.client, "mixed", [folder]);
  expect(documents.map(({ name, format, status }) => `${name} ${format} ${status}`).sort()).toEqual([
    "birds.docx docx ready",
    "boats.pdf pdf ready",
    "nets.txt text ready",
    "tides.html html ready",
    "winds.md markdown ready",
  ]);
  const first = async (query: string) => {
    const asked = { knowledgeBaseIds: [id], query, top: 3, mode: "full-text" as const };
    const [hit] = (await opened.client.knowledge.search(asked)).hits;
    return hit;
  };
  const names = new Map(documents.map((document) => [document.id, document.name]));
  for (const [query, name, page] of [
    ["lanterns", "birds.docx", 1],
    ["herons breakwater", "birds.docx", 2],
    ["trawlers", "boats.pdf", 1],
    ["spring tides", "tides.html", 1],
    ["mistral", "winds.md", 1],
    ["付款", "nets.txt", 1],
  ] as const) {
    const hit = await first(query);
    expect([names.get(hit?.documentId ?? ""), hit?.page], query).toEqual([name, page]);
  }
}, 120_000);
