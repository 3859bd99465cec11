// Promises: a dropped PDF can be searched and asked, and every citation leads to the exact words on the exact page.
import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ask, baseWith, follow, openEngine, type TestEngine } from "../helpers/engine.ts";
import { failureOf } from "../helpers/failure.ts";
import { describeWithMaterial, materialPath, questions } from "../helpers/material.ts";

const doc = (name: string) => materialPath("qa", "docs", name);

/** Questions about nothing in the documents, in both languages. */
const FOREIGN = [
  "What is the boiling point of liquid nitrogen?",
  "Who painted the ceiling of the Sistine Chapel?",
  "How do I configure a reverse proxy in nginx?",
  "Which spices belong into a Thai green curry?",
  "液氮的沸点是多少？",
  "怎样在家里种植番茄？",
  "红烧肉需要哪些调料？",
  "如何更换自行车轮胎？",
];

describeWithMaterial("with real documents", () => {
  let opened: TestEngine;
  let english: { id: string };
  let chinese: { id: string };

  beforeAll(async () => {
    opened = await openEngine();
    const { client } = opened;
    english = await baseWith(
      client,
      "English",
      ["00_Super_Bowl_50_en.pdf", "02_Normans_en.pdf", "21_Geology_en.pdf"].map(doc),
    );
    const texts = readdirSync(doc("")).filter((name) => name.endsWith(".txt"));
    const pdfs = ["00_Super_Bowl_50_zh.pdf", "02_Normans_zh.pdf", "31_Harvard_University_zh.pdf"];
    chinese = await baseWith(client, "Chinese", [...pdfs, ...texts].map(doc));
  }, 120_000);
  afterAll(() => opened?.close());

  it("finds the page that answers, in each mode of search", async () => {
    for (const mode of ["vector", "full-text", "hybrid", "default"] as const) {
      const { hits } = await opened.client.knowledge.search({
        knowledgeBaseIds: [english.id],
        query: "How many points did the Broncos score in the final three minutes of the Pittsburgh game?",
        mode,
        top: 3,
      });
      expect(
        hits.map((hit) => `${hit.document}:${hit.page}`),
        mode,
      ).toContain("00_Super_Bowl_50_en.pdf:2");
      expect(hits.map((hit) => hit.rank)).toEqual(hits.map((_, i) => i + 1));
    }
  });

  it("searches several knowledge bases as one", async () => {
    const { hits } = await opened.client.knowledge.search({
      knowledgeBaseIds: [english.id, chinese.id],
      query: "哈佛医学院坐落于哪里？",
      top: 5,
    });
    expect(hits[0]).toMatchObject({ document: "31_Harvard_University_zh.pdf", page: 2 });
  });

  it.each([
    [
      "English",
      "00_Super_Bowl_50_en.pdf",
      2,
      "How many points did the Broncos score in the final three minutes of the Pittsburgh game?",
      "11 points",
    ],
    ["Chinese", "31_Harvard_University_zh.pdf", 2, "连接查尔斯河部分校园的桥叫什么名字?", "威克斯桥"],
  ])("quotes the answer in %s and cites its exact place on its page", async (language, file, page, text, words) => {
    const { client } = opened;
    const base = language === "English" ? english : chinese;
    const { view, message } = await ask(client, { text, knowledgeBaseIds: [base.id], modelId: "none" });
    expect(view.status).toBe("succeeded");
    expect(message).toMatchObject({ status: "done", answerKind: "quoted", model: null });
    expect(message.text).toBe(view.text);
    expect(message.text).toContain(words);
    expect(message.citations[0]).toMatchObject({ n: 1, documentName: file, page });

    for (const citation of message.citations) {
      const { documentId, start, end, quote } = citation;
      expect((await client.documents.text({ documentId, start, end })).text).toBe(quote);
      const sizes = await client.documents.pages({ documentId });
      const places = await client.documents.locate({ documentId, start, end });
      expect(places.map((place) => place.page)).toEqual([citation.page]);
      const size = sizes[citation.page - 1]!;
      expect(start).toBeGreaterThanOrEqual(size.start);
      expect(end).toBeLessThanOrEqual(size.end);
      expect(places[0]!.boxes.length).toBeGreaterThan(0);
      for (const [left, top, right, bottom] of places[0]!.boxes) {
        expect(left).toBeLessThan(right);
        expect(top).toBeLessThan(bottom);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(size.width!);
        expect(bottom).toBeLessThanOrEqual(size.height!);
      }
      for (const claim of citation.claims) {
        const claimed = message.text.slice(claim.start, claim.end);
        expect(claimed.replace(/\s+/g, "")).toBe(quote.replace(/\s+/g, ""));
      }
    }
  });

  it("keeps chunk, passage and document text in agreement", async () => {
    const { client } = opened;
    for (const base of [english, chinese]) {
      for (const { id } of await client.documents.list({ knowledgeBaseId: base.id })) {
        const { total, chunks } = await client.documents.chunks({ documentId: id });
        expect(chunks).toHaveLength(total);
        const { text } = await client.documents.text({ documentId: id, start: 0, end: 1_000_000 });
        for (const chunk of chunks) expect(text.slice(chunk.start, chunk.end)).toBe(chunk.text);
      }
    }
  });

  it.each(FOREIGN)("says that the documents do not answer: %s", async (text) => {
    const { message } = await ask(opened.client, { text, knowledgeBaseIds: [english.id, chinese.id], modelId: "none" });
    expect(message).toMatchObject({ answerKind: "not-found", status: "done", citations: [] });
    expect(message.text).toBe(/\p{Script=Han}/u.test(text) ? "文档里没有答案。" : "Your documents do not answer this.");
  });

  it("never refuses a question that the documents answer", async () => {
    const refused: string[] = [];
    let asked = 0;
    for (const language of ["en", "zh"] as const) {
      const base = language === "en" ? english : chinese;
      const documents = await opened.client.documents.list({ knowledgeBaseId: base.id });
      const names = new Set(documents.map((document) => parse(document.name).name));
      const answerable = questions(language).filter((question) => names.has(question.doc));
      for (const { question } of answerable.slice(0, 30)) {
        asked++;
        const { message } = await ask(opened.client, { text: question, knowledgeBaseIds: [base.id], modelId: "none" });
        if (message.answerKind === "not-found") refused.push(question);
      }
    }
    expect(asked).toBeGreaterThan(30);
    expect(refused).toEqual([]);
  });

  it("says that a model is missing where there is neither a model nor a document", async () => {
    const { client } = opened;
    const { view, message } = await ask(client, { text: "What is this?" });
    expect(view).toMatchObject({ status: "failed", error: { code: "model.none" } });
    expect(message).toMatchObject({ status: "failed", error: { code: "model.none" } });
    expect(view.error?.message).toBe("No chat model is installed.");
    expect(view.error?.action).not.toBe("");
  });

  it("refuses what is not there with a code", async () => {
    const { client } = opened;
    expect(await failureOf(client.chats.send({ text: "x", knowledgeBaseIds: ["nowhere"] }))).toMatchObject({
      code: "not-found",
    });
    expect(await failureOf(client.chats.send({ text: "x", conversationId: "nowhere" }))).toMatchObject({
      code: "not-found",
    });
    expect(await failureOf(client.documents.get({ documentId: "nowhere" }))).toMatchObject({ code: "not-found" });
    expect(await failureOf(client.knowledge.create({ name: "English" }))).toMatchObject({
      code: "knowledge.name-taken",
    });
    const { view } = await ask(client, { text: "Who?", knowledgeBaseIds: [english.id], modelId: "nowhere" });
    expect(view).toMatchObject({ status: "failed", error: { code: "not-found" } });
  });

  it("extracts a file page by page and keeps nothing of it", async () => {
    const { client } = opened;
    const before = await client.documents.list({ knowledgeBaseId: english.id });
    const extracted = await client.documents.extract({ file: { path: doc("21_Geology_en.pdf") } });
    expect(extracted.format).toBe("pdf");
    expect(extracted.pages.length).toBe(before.find((each) => each.name === "21_Geology_en.pdf")!.pages);
    expect(await client.documents.list({ knowledgeBaseId: english.id })).toEqual(before);
    expect(await follow(client, (await client.runs.list({ limit: 1 }))[0]!.id)).toMatchObject({
      seq: expect.any(Number),
    });
  });
});
