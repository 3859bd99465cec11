// Promises of search, trash, copying and addresses in the window, as far as they can be told without one.
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { answerMarkdown, answerQuotation } from "../../renderer/features/chat/copy.ts";
import { PrintedConversation } from "../../renderer/features/chat/print/PrintedConversation.tsx";
import { Marked } from "../../renderer/features/search/Marked.tsx";
import { passageSnippet } from "../../renderer/features/search/snippet.ts";
import { byKind, keyOf } from "../../renderer/features/trash/groups.ts";
import { parseRoute, routeHash } from "../../renderer/frame/route.ts";
import type { Message } from "../../shared/contract/chats.ts";
import type { TrashItem } from "../../shared/contract/trash.ts";

const answer = (over: Partial<Message>): Message => ({
  id: "a",
  conversationId: "c",
  parentId: "q",
  role: "assistant",
  text: "In 1712 [1].\n\nBy Newcomen [2].",
  language: "en",
  status: "done",
  runId: null,
  citations: [1, 2].map((n) => ({
    n,
    documentId: "d",
    documentName: "Steam_engine.pdf",
    page: 3,
    start: 0,
    end: 4,
    quote: `quote ${n}`,
    claims: [],
  })),
  answerKind: "model",
  model: "Model",
  usage: null,
  timings: null,
  stopReason: "end",
  context: null,
  analysis: null,
  feedback: null,
  feedbackComment: null,
  editedAtMs: null,
  error: null,
  createdAtMs: 0,
  ...over,
});

describe("an address", () => {
  it.each(["#/chat/c1?message=m1", "#/chat/c1", "#/trash", "#/library/k/d?at=1-20"])(
    "%s leads to where it came from",
    (hash) => {
      expect(routeHash(parseRoute(hash))).toBe(hash);
    },
  );
  it("names a message of a chat", () => {
    expect(parseRoute("#/chat/c%201?message=m%2F1")).toMatchObject({ place: "chat", id: "c 1", messageId: "m/1" });
  });
});

describe("what is found", () => {
  it("has its matches in bold and everything else as text", () => {
    const html = renderToStaticMarkup(<Marked text="a <b> steam" marks={[[6, 11]]} />);
    expect(html).toBe("a &lt;b&gt; <b>steam</b>");
  });
  it("is cut around the first match", () => {
    const { text, marks } = passageSnippet(`${"word ".repeat(50)}the steam engine ${"word ".repeat(80)}`, "steam");
    expect(text.startsWith("…word")).toBe(true);
    expect(text.endsWith("…")).toBe(true);
    expect(marks.map(([start, end]) => text.slice(start, end))).toEqual(["steam"]);
  });
  it("is its beginning where the words cannot be pointed at", () => {
    expect(passageSnippet("Nothing of it", "x")).toEqual({ text: "Nothing of it", marks: [] });
  });
  it("in Chinese is marked by stretches", () => {
    const { text, marks } = passageSnippet("我们在这里签订合同。", "签订合同");
    expect(marks.map(([start, end]) => text.slice(start, end))).toEqual(["签订合同"]);
  });
});

describe("copying an answer", () => {
  it("as Markdown brings its sources along", () => {
    expect(answerMarkdown(answer({}))).toBe(
      "In 1712[^1].\n\nBy Newcomen[^2].\n\n[^1]: Steam\\_engine.pdf, p. 3: “quote 1”\n[^2]: Steam\\_engine.pdf, p. 3: “quote 2”",
    );
  });
  it("as a quotation names each source once", () => {
    expect(answerQuotation(answer({}))).toBe("> In 1712.\n>\n> By Newcomen.\n>\n> — Steam_engine.pdf, p. 3");
    expect(answerQuotation(answer({ language: "zh", text: "1712 年 [1]。" }))).toBe(
      "> 1712 年。\n>\n> — Steam_engine.pdf，第 3 页",
    );
  });
  it("without sources is its text", () => {
    expect(answerMarkdown(answer({ citations: [], text: "Yes [1]." }))).toBe("Yes [1].");
    expect(answerQuotation(answer({ citations: [], text: "Yes." }))).toBe("> Yes.");
  });
});

describe("a conversation on paper", () => {
  it("has no controls, and its sources below each answer", () => {
    const question = answer({ id: "q", role: "user", text: "When?", citations: [], parentId: null });
    const html = renderToStaticMarkup(<PrintedConversation title="Steam" thread={[question, answer({})]} />);
    expect(html).toMatch(/<h1>Steam<\/h1>/);
    expect(html).toContain('<sup class="print-number">1</sup>');
    expect(html).toMatch(/<li value="2">Steam_engine\.pdf, p\. 3<q>quote 2<\/q><\/li>/);
    expect(html).not.toMatch(/<button|<a /);
  });
});

describe("the trash", () => {
  const item = (kind: TrashItem["kind"], id: string): TrashItem => ({
    kind,
    id,
    name: id,
    within: null,
    count: null,
    sizeBytes: null,
    deletedAtMs: 0,
  });
  it("groups by kind in a fixed order and keeps the order within", () => {
    const groups = byKind([item("app", "1"), item("document", "2"), item("conversation", "3"), item("document", "4")]);
    expect(groups.map(({ kind, items }) => [kind, items.map(({ id }) => id)])).toEqual([
      ["conversation", ["3"]],
      ["document", ["2", "4"]],
      ["app", ["1"]],
    ]);
  });
  it("tells things of different kinds apart", () => {
    expect(keyOf(item("app", "1"))).not.toBe(keyOf(item("document", "1")));
  });
});
