// Promises of the chunker, on real and on odd documents: nothing is lost, nothing is too long, nothing spans pages.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chunkers, type DraftChunk } from "../../../electron/engine/documents/chunkers/index.ts";
import { launcher } from "../../../electron/headless/children.ts";
import { parseFile } from "../../../electron/parsers/parse.ts";
import { type Channel, connectChannel } from "../../../shared/children/channel.ts";
import { fromWireError } from "../../../shared/children/errors.ts";
import type { LaunchedChild } from "../../../shared/children/launch.ts";
import type { Block, ParsedDocument } from "../../../shared/children/parser.ts";
import type { EmbedderInfo, RetrievalMethods } from "../../../shared/children/retrieval.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { newWorkspace } from "../../helpers/engine.ts";
import { describeWithMaterial, materialPath } from "../../helpers/material.ts";

let workspace: string;
let child: LaunchedChild;
let retrieval: Channel<RetrievalMethods>;
let embedder: EmbedderInfo;

beforeAll(async () => {
  workspace = await newWorkspace();
  child = launcher(() => {})("retrieval");
  retrieval = connectChannel(child.port, fromWireError, () => new AlcoveError("interrupted"));
  const { embedders } = await retrieval.call("open", {
    indexDir: join(workspace, "index"),
    cacheDir: join(workspace, "cache"),
    modelsDir: join(workspace, "models"),
  });
  embedder = embedders[0]!;
}, 60_000);
afterAll(async () => {
  child.kill();
  await rm(workspace, { recursive: true, force: true });
});

/** Room for the embedder's two special tokens is taken off, as ingestion does. */
function chunk(document: ParsedDocument): Promise<DraftChunk[]> {
  return chunkers.structure!(document, {
    targetTokens: 200,
    limitTokens: embedder.maxTokens - 2,
    countTokens: (texts) => retrieval.call("countTokens", { embedder: embedder.id, texts }),
  });
}

/** Everything that must hold for the chunks of any document. */
async function check(document: ParsedDocument, chunks: DraftChunk[]): Promise<void> {
  const { text, pages, blocks } = document;
  const counts = await retrieval.call("countTokens", {
    embedder: embedder.id,
    texts: chunks.map((each) => each.embedded),
  });
  const covered = new Uint8Array(text.length);
  for (const [i, each] of chunks.entries()) {
    expect(each.text).toBe(text.slice(each.start, each.end));
    expect(each.text.trim()).not.toBe("");
    expect(each.embedded).toBe(each.heading ? `${each.heading}\n${each.text}` : each.text);
    expect(each.tokens).toBe(counts[i]);
    expect(counts[i]!).toBeLessThanOrEqual(embedder.maxTokens - 2);
    const page = pages.find((candidate) => candidate.number === each.page)!;
    expect(each.start).toBeGreaterThanOrEqual(page.start);
    expect(each.end).toBeLessThanOrEqual(page.end);
    expect(each.text.isWellFormed(), "a surrogate pair was cut").toBe(true);
    covered.fill(1, each.start, each.end);
  }
  for (const block of blocks) {
    for (let at = block.start; at < block.end; at++) {
      if (!covered[at] && /\S/.test(text[at]!)) {
        expect.fail(`Not in any chunk: ${JSON.stringify(text.slice(at, at + 40))} of a ${block.kind}`);
      }
    }
  }
  const starts = chunks.map((each) => each.start);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  // The embedder itself takes every one of them.
  const sample = chunks.filter((_, i) => i % Math.ceil(chunks.length / 8) === 0).map((each) => each.embedded);
  const { vectors } = await retrieval.call("embed", { embedder: embedder.id, kind: "passage", texts: sample });
  expect(vectors.length).toBe(sample.length * embedder.dimensions);
}

/** A document of one page with the given blocks, a line feed between them. */
function documentOf(...parts: (string | [Block["kind"], string, level?: number])[]): ParsedDocument {
  let text = "";
  const blocks: Block[] = [];
  for (const part of parts) {
    const [kind, body, level] = typeof part === "string" ? (["paragraph", part] as const) : part;
    const start = text.length;
    text += `${body}\n`;
    blocks.push({ kind, page: 1, start, end: start + body.length, ...(level === undefined ? {} : { level }) });
  }
  return {
    format: "text",
    title: null,
    language: null,
    text,
    pages: [{ number: 1, start: 0, end: text.length }],
    blocks,
    warnings: [],
  };
}

describe("odd documents", () => {
  it.each<[string, ParsedDocument]>([
    ["a paragraph of 100,000 letters without a space", documentOf("abcdefghij".repeat(10_000))],
    ["a paragraph of 20,000 letters that are different words to the embedder", documentOf("xqzvkj".repeat(3_400))],
    ["Chinese without punctuation", documentOf("合同自双方签字之日起生效租金为每月三千元".repeat(300))],
    ["surrogate pairs only", documentOf("😀𠀀🎉".repeat(2_000))],
    ["a single long sentence", documentOf(`It was ${"very ".repeat(4000)}late.`)],
    ["line feeds only between words", documentOf("word\n".repeat(3_000).trim())],
    ["punctuation only", documentOf("!?…—".repeat(2_000))],
    [
      "a long table",
      documentOf([
        "table",
        Array.from({ length: 400 }, (_, row) => `row ${row}\t${row * 17}\t合计 ${row}\tname of row ${row}`).join("\n"),
      ]),
    ],
    ["a table with one endless row", documentOf(["table", "cell\t".repeat(3_000).trim()])],
    ["code without a space", documentOf(["code", `${"x=f(x);".repeat(2_000)}\n}`])],
    [
      "headings that are longer than the embedder reads",
      documentOf(
        ["heading", "合同条款与细则".repeat(40), 1],
        ["heading", "第二层的标题也很长".repeat(40), 2],
        ["heading", "第三层".repeat(100), 3],
        "正文只有一句话。",
        "第二段也只有一句话。",
      ),
    ],
    ["hundreds of tiny paragraphs", documentOf(...Array.from({ length: 500 }, (_, i) => `Point ${i}.`))],
    ["one word", documentOf("word")],
  ])(
    "%s",
    async (_name, document) => {
      const chunks = await chunk(document);
      expect(chunks.length).toBeGreaterThan(0);
      await check(document, chunks);
    },
    60_000,
  );

  it("gives nothing for a document without text", async () => {
    expect(await chunk(documentOf())).toEqual([]);
    expect(await chunk(documentOf("   "))).toEqual([]);
  });
});

describe("the shape of chunks", () => {
  it("keeps the headings above a passage with it, innermost last", async () => {
    const long = "Nothing here is about the heading above it. ".repeat(12).trim();
    const document = documentOf(
      ["heading", "Manual", 1],
      ["heading", "Safety", 2],
      long,
      ["heading", "Gloves", 3],
      `Wear gloves. ${long}`,
      ["heading", "Cleaning", 2],
      `Use water. ${long}`,
    );
    const chunks = await chunk(document);
    await check(document, chunks);
    const of = (words: string) => chunks.find((each) => each.text.includes(words))!;
    expect(of("Wear gloves").heading ?? "").toContain("Manual > Safety");
    expect(of("Use water").heading ?? "").toContain("Manual");
    expect(of("Use water").embedded).not.toContain("Gloves");
    expect(of("Use water").embedded).toContain("Cleaning");
  });

  it("puts short paragraphs together and fills chunks fairly", async () => {
    const document = documentOf(
      ...Array.from({ length: 60 }, (_, i) => `This is paragraph ${i} of a story about the sea.`),
    );
    const chunks = await chunk(document);
    const mean = chunks.reduce((sum, each) => sum + each.tokens, 0) / chunks.length;
    expect(mean).toBeGreaterThan(100);
  });

  it("repeats at most a sentence between neighbours", async () => {
    const sentences = Array.from({ length: 80 }, (_, i) => `Sentence ${i} tells a little more of the long story.`);
    const document = documentOf(sentences.join(" "));
    const chunks = await chunk(document);
    for (const [i, each] of chunks.entries()) {
      const next = chunks[i + 1];
      if (next) expect(each.end - next.start).toBeLessThan(80);
    }
  });
});

const FILES = [
  ["qa", "docs", "00_Super_Bowl_50_en.pdf"],
  ["qa", "docs", "31_Harvard_University_zh.pdf"],
  ["qa", "docs", "21_Geology_zh.md"],
  ["ingest", "files", "docling__multi_page.pdf"],
  ["ingest", "files", "pdfplumber__senate-expenditures.pdf"],
  ["ingest", "files", "pdfplumber__la-precinct-bulletin-2014-p1.pdf"],
  ["ingest", "files", "pdfjs__noembed-eucjp.pdf"],
  ["ingest", "files", "docling__nested.md"],
  ["ingest", "files", "charset_normalizer__sample-chinese.txt"],
  ["ingest", "files", "tika__multi-language.txt"],
];

describeWithMaterial("real documents", () => {
  it.each(FILES.map((path) => [path.at(-1)!, path] as const))(
    "%s",
    async (fileName, path) => {
      const context = { signal: new AbortController().signal, emit: () => {} };
      const document = await parseFile({ path: materialPath(...path), fileName }, context);
      const chunks = await chunk(document);
      expect(chunks.length).toBeGreaterThan(0);
      await check(document, chunks);
    },
    60_000,
  );
});
