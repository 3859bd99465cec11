// Promises of the export: the branch that is followed as Markdown with footnotes that hold, every branch as JSON, and a
// file name that each system takes.
import { beforeEach, describe, expect, it } from "vitest";
import { chatExport } from "../../../electron/engine/chats/export.ts";
import { chatSearchIndex } from "../../../electron/engine/chats/search-index.ts";
import { chatStore } from "../../../electron/engine/chats/store.ts";
import { chatStores } from "../../../electron/engine/chats/stores.ts";
import { migrate } from "../../../electron/engine/db/migrate.ts";
import { openDatabase } from "../../../electron/engine/db/open.ts";
import type { Citation } from "../../../shared/domain/citations.ts";
import { safeFileName } from "../../../shared/domain/file-names.ts";

function memory(temporary: boolean) {
  const db = openDatabase(":memory:");
  migrate(db, "unused");
  db.exec("INSERT INTO apps VALUES ('app', 'App', 'chat', '{}', 0, 0, NULL)");
  return chatStore(db, chatSearchIndex(db), temporary);
}
let stores: ReturnType<typeof chatStores>;
beforeEach(() => {
  stores = chatStores(memory(false), memory(true));
});

const citation = (n: number, quote: string, over: Partial<Citation> = {}): Citation => ({
  n,
  documentId: "d",
  documentName: "11_Steam_engine.pdf",
  page: 3,
  start: 0,
  end: quote.length,
  quote,
  claims: [{ start: 0, end: 5 }],
  ...over,
});
interface Turn {
  id: string;
  parentId: string | null;
  text: string;
  role?: "user" | "assistant";
  citations?: Citation[];
  language?: string;
}
function conversation(title: string, turns: Turn[], currentId: string | null = null, store = stores.disk): void {
  store.insertConversation({ id: "c", appId: "app", title, knowledgeBaseIds: [] });
  for (const { id, parentId, text, role = "user", citations = [], language = "en" } of turns) {
    store.insertMessage({ id, conversationId: "c", parentId, role, text, language, status: "done" });
    if (citations.length > 0) store.updateAnswer(id, { citations, status: "done" });
  }
  store.setCurrent("c", currentId);
}
const markdown = () => chatExport({ stores })("c", "markdown");

describe("Markdown", () => {
  it("has title, questions, answers, and footnotes with source, page and quotation", () => {
    conversation("Steam", [
      { id: "q", parentId: null, text: "When was it built?" },
      {
        id: "a",
        parentId: "q",
        role: "assistant",
        text: "In 1712 [1]. By Newcomen [2] [1].",
        citations: [citation(1, "built in\n1712"), citation(2, "Thomas Newcomen", { page: 4 })],
      },
      { id: "q2", parentId: "a", text: "第一行\n第二行" },
      {
        id: "a2",
        parentId: "q2",
        role: "assistant",
        language: "zh",
        text: "1712 年 [1]。",
        citations: [citation(1, "建于1712年", { documentName: "蒸汽机.pdf" })],
      },
    ]);
    expect(markdown()).toEqual({
      fileName: "Steam.md",
      mediaType: "text/markdown",
      text: `# Steam

## When was it built?

In 1712[^1]. By Newcomen[^2][^1].

> 第一行
> 第二行

1712 年[^3]。

[^1]: 11\\_Steam\\_engine.pdf, p. 3: “built in 1712”
[^2]: 11\\_Steam\\_engine.pdf, p. 4: “Thomas Newcomen”
[^3]: 蒸汽机.pdf，第 3 页：“建于1712年”
`,
    });
  });

  it("follows the chosen branch, to its newest end", () => {
    conversation(
      "Branches",
      [
        { id: "q", parentId: null, text: "Q" },
        { id: "a1", parentId: "q", role: "assistant", text: "first" },
        { id: "a2", parentId: "q", role: "assistant", text: "second" },
        { id: "q1", parentId: "a1", text: "more on the first" },
      ],
      "a1",
    );
    expect(markdown().text).toBe("# Branches\n\n## Q\n\nfirst\n\n## more on the first\n");
  });

  it("leaves brackets in code and those that are no citation as they are", () => {
    const text = "Use `list[1]` [1]:\n\n```js\nx [1]\n```\n\nand [7] [1].";
    conversation("Code", [
      { id: "q", parentId: null, text: "Q" },
      { id: "a", parentId: "q", role: "assistant", text, citations: [citation(1, "x")] },
    ]);
    expect(markdown().text).toContain("Use `list[1]`[^1]:\n\n```js\nx [1]\n```\n\nand [7][^1].");
  });

  it("shows titles, names and quotations as they are, whatever marks stand in them", () => {
    conversation("*Star* # <b>", [
      { id: "q", parentId: null, text: "What about *this* [link](x)?" },
      { id: "a", parentId: "q", role: "assistant", text: "So [1].", citations: [citation(1, "a | b `c` [^9]: d")] },
    ]);
    const { text } = markdown();
    expect(text).toContain("# \\*Star\\* \\# \\<b\\>");
    expect(text).toContain("## What about \\*this\\* \\[link\\](x)?");
    expect(text).toContain("“a \\| b \\`c\\` \\[^9\\]: d”");
  });
});

describe("JSON", () => {
  it("has a version and all branches", () => {
    conversation("Branches", [
      { id: "q", parentId: null, text: "Q" },
      { id: "a1", parentId: "q", role: "assistant", text: "first" },
      { id: "a2", parentId: "q", role: "assistant", text: "second" },
    ]);
    const { fileName, mediaType, text } = chatExport({ stores })("c", "json");
    expect([fileName, mediaType]).toEqual(["Branches.json", "application/json"]);
    const whole = JSON.parse(text);
    expect(whole).toMatchObject({ format: "alcove-conversation", version: 1, conversation: { title: "Branches" } });
    expect(whole.messages).toEqual(stores.disk.messages("c"));
  });
});

it("a temporary conversation can be exported, one that is not there cannot", () => {
  conversation("Whisper", [{ id: "q", parentId: null, text: "Q" }], null, stores.memory);
  expect(markdown().text).toBe("# Whisper\n\n## Q\n");
  expect(() => chatExport({ stores })("nowhere", "markdown")).toThrow(expect.objectContaining({ code: "not-found" }));
});

describe("a file's name", () => {
  it.each([
    ["Plain title", "Plain title"],
    ['a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"],
    ["  spaces \t\n between  ", "spaces between"],
    ["ends with dots. . .", "ends with dots"],
    ["..hidden", "hidden"],
    ["CON", "_CON"],
    ["lpt1.old", "_lpt1.old"],
    ["Console", "Console"],
    ["被删除的对话", "被删除的对话"],
    ["right\u202eto\u202cleft\0", "right to left"],
    ["", "Chat"],
    ["???", "Chat"],
    ["🙂", "🙂"],
  ])("%j becomes %j", (title, name) => {
    expect(safeFileName(title, "Chat")).toBe(name);
  });
  it("fits in 255 bytes with its ending, and is never cut within a character", () => {
    const name = safeFileName("👩‍👩‍👧汉".repeat(100), "Chat");
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
    expect(name.isWellFormed()).toBe(true);
  });
});
