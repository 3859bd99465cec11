// Promises of the search within a document: what a person types is found however the text was set, exactly counted,
// and nothing that is typed can hold up the engine.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findWords, searchable } from "../../../electron/engine/documents/find.ts";
import { baseWith, openEngine, type TestEngine } from "../../helpers/engine.ts";
import { describeWithMaterial, materialPath } from "../../helpers/material.ts";

const rest = async () => undefined;
/** The stretches of a text that a query finds. */
async function found(text: string, query: string): Promise<string[]> {
  const { total, hits } = await findWords(await searchable(text, rest), query, 1000, rest);
  expect(total).toBe(hits.length);
  return hits.map(({ start, end }) => text.slice(start, end));
}

describe("a query in a text", () => {
  it("matches in any case, width and accent", async () => {
    expect(await found("Steam, STEAM and ｓｔｅａｍ", "steam")).toEqual(["Steam", "STEAM", "ｓｔｅａｍ"]);
    expect(await found("a café, a cafe\u0301, a Cafe", "café")).toEqual(["café", "cafe\u0301", "Cafe"]);
    expect(await found("the ﬁnal o\ufb03ce", "final office")).toEqual(["ﬁnal o\ufb03ce"]);
    expect(await found("ﾃｽﾄと テスト", "テスト")).toEqual(["ﾃｽﾄ", "テスト"]);
    expect(await found("It’s “quoted”", 'it\'s "quoted"')).toEqual(["It’s “quoted”"]);
  });

  it("takes a line break or any white space for a space", async () => {
    expect(await found("the steam\n   engine of\u00a0Watt", "steam engine of watt")).toEqual([
      "steam\n   engine of\u00a0Watt",
    ]);
    expect(await found("steamengine", "steam engine")).toEqual([]);
  });

  it("finds a word that was broken at the end of a line, with and without its hyphen", async () => {
    const text = "an exam-\nple of a well-\n  known thing, and an example";
    expect(await found(text, "example")).toEqual(["exam-\nple", "example"]);
    expect(await found(text, "well known")).toEqual(["well-\n  known"]);
    expect(await found(text, "well-known")).toEqual(["well-\n  known"]);
    expect(await found("soft\u00adware", "software")).toEqual(["soft\u00adware"]);
  });

  it("keeps signs that mean something", async () => {
    expect(await found("minus -5 and 5, 2015-03 and 2015 03", "-5")).toEqual(["-5"]);
    expect(await found("2015-03 and 2015 03", "2015-03")).toEqual(["2015-03"]);
    expect(await found("a.b and axb and (a+)+", "a.b")).toEqual(["a.b"]);
    expect(await found("a.b and axb and (a+)+", "(a+)+")).toEqual(["(a+)+"]);
  });

  it("finds Chinese across line ends, spaces and widths of punctuation", async () => {
    expect(await found("签订合\n同之后，合同 生效", "合同")).toEqual(["合\n同", "合同"]);
    expect(await found("共 24 份文档", "共24份")).toEqual(["共 24 份"]);
    expect(await found("合同，发票", "合同,发票")).toEqual(["合同，发票"]);
    expect(await found("𠮷野家と𠮷野", "𠮷野")).toEqual(["𠮷野", "𠮷野"]);
  });

  it("finds Arabic and Hebrew, and nothing for nothing", async () => {
    expect(await found("مرحبا بالعالم", "بالعالم")).toEqual(["بالعالم"]);
    expect(await found("שלום עולם", "עולם")).toEqual(["עולם"]);
    for (const nothing of ["", "  ", "\u200b", "\n"]) expect(await found("some text ", nothing)).toEqual([]);
  });

  it("counts all places and gives as many as were asked for", async () => {
    const text = "aaa ".repeat(50_000);
    const prepared = await searchable(text, rest);
    const { total, hits } = await findWords(prepared, "aa", 3, rest);
    expect(total).toBe(50_000);
    expect(hits).toEqual([
      { start: 0, end: 2 },
      { start: 4, end: 6 },
      { start: 8, end: 10 },
    ]);
  });

  it("lets other work go on, and stops when it is told to", async () => {
    let rests = 0;
    const prepared = await searchable("a-\nb ".repeat(400_000), async () => {
      rests++;
    });
    expect(rests).toBeGreaterThan(20);
    const stop = async () => {
      throw new Error("stopped");
    };
    await expect(findWords(prepared, "a", 10, stop)).rejects.toThrow("stopped");
    const worst = `${"a".repeat(199)}b`;
    expect((await findWords(await searchable("a".repeat(3_000_000), rest), worst, 10, rest)).total).toBe(0);
  });
});

let opened: TestEngine;
beforeAll(async () => {
  opened = await openEngine();
}, 60_000);
afterAll(() => opened?.close());

describe("documents.find", () => {
  it("finds in a long text of one page, and says not-found for a document that was deleted", async () => {
    const path = join(opened.workspace, "long.txt");
    await writeFile(path, `${"The lamp was lit. ".repeat(2000)}The keeper slept.\n`);
    const { documents } = await baseWith(opened.client, "Long", [path]);
    const documentId = documents[0]!.id;
    const { total, hits } = await opened.client.documents.find({ documentId, query: "LAMP", limit: 2 });
    expect([total, hits.length, hits[1]?.page]).toEqual([2000, 2, 1]);
    const { hits: last } = await opened.client.documents.find({ documentId, query: "keeper slept" });
    const { text } = await opened.client.documents.text({ documentId, start: last[0]!.start, end: last[0]!.end });
    expect(text).toBe("keeper slept");
    await opened.client.documents.remove({ documentIds: [documentId] });
    await expect(opened.client.documents.find({ documentId, query: "lamp" })).rejects.toMatchObject({
      data: { code: "not-found" },
    });
  });
});

describeWithMaterial("documents.find in real PDFs", () => {
  it("tells the page of every hit, as the boxes of the same stretch do", async () => {
    const pdf = materialPath("ingest", "files", "docling__multi_page.pdf");
    const { documents } = await baseWith(opened.client, "Pages", [pdf]);
    const documentId = documents[0]!.id;
    const { total, hits } = await opened.client.documents.find({ documentId, query: "word processor" });
    expect(total).toBeGreaterThan(5);
    expect(new Set(hits.map(({ page }) => page)).size).toBeGreaterThan(1);
    const located = await opened.client.documents.locateMany({ documentId, passages: hits });
    for (const [index, { start, end, page }] of hits.entries()) {
      const places = await opened.client.documents.locate({ documentId, start, end });
      expect(places.map((place) => place.page)).toEqual([page]);
      expect(located[index]).toEqual(places);
    }
  });
});
