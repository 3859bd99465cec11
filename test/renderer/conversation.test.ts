// From messages, run events and citations to what a conversation shows.
import { describe, expect, it } from "vitest";
import { liveMessage } from "../../renderer/features/chat/message/live.ts";
import {
  claimBefore,
  claimId,
  langOf,
  rangesOf,
  supportedCount,
  unsupportedSentences,
} from "../../renderer/features/chat/support.ts";
import { recommend } from "../../renderer/features/onboarding/recommend.ts";
import { fuzzyMatch, initialOf } from "../../renderer/frame/fuzzy.ts";
import { parseRoute, routeHash } from "../../renderer/frame/route.ts";
import type { Message } from "../../shared/contract/chats.ts";
import type { Citation } from "../../shared/domain/citations.ts";
import { emptyRunView, type RunEventBody, reduceRun } from "../../shared/domain/runs.ts";
import { messageRow as message } from "./rows.ts";

/** A citation whose claims are the given parts of the text. */
const cites = (n: number, text: string, ...parts: string[]): Citation => ({
  n,
  documentId: "d",
  documentName: "11_Steam_engine_en.pdf",
  page: 3,
  start: 0,
  end: 10,
  quote: "",
  claims: parts.map((part) => {
    const start = text.indexOf(part);
    expect(start, part).toBeGreaterThanOrEqual(0);
    return { start, end: start + part.length };
  }),
});

describe("an answer that is being written", () => {
  const events: RunEventBody[] = [
    { type: "status", status: "running" },
    { type: "step", step: "searching" },
    { type: "text", text: "About " },
    { type: "text", text: "30 °C." },
    { type: "citations", citations: [] },
    { type: "status", status: "succeeded" },
  ];
  const viewAfter = (count: number) =>
    events
      .slice(0, count)
      .reduce((view, body, index) => reduceRun(view, { runId: "r", seq: index + 1, atMs: 0, body }), emptyRunView);
  const stored: Message = { ...message("a", "q", "assistant", 1), text: "", status: "streaming", runId: "r" };

  it("shows what its run has brought", () => {
    expect(liveMessage(stored, emptyRunView)).toEqual(stored);
    expect(liveMessage(stored, viewAfter(4))).toMatchObject({ text: "About 30 °C.", status: "streaming" });
    expect(liveMessage(stored, viewAfter(6))).toMatchObject({ text: "About 30 °C.", status: "done" });
  });
  it("says how it ended", () => {
    const ended = (status: "failed" | "cancelled" | "interrupted") =>
      liveMessage(stored, reduceRun(viewAfter(4), { runId: "r", seq: 5, atMs: 0, body: { type: "status", status } }));
    expect(ended("failed")).toMatchObject({ status: "failed", text: "About 30 °C." });
    expect(ended("cancelled").status).toBe("stopped");
    expect(ended("interrupted").status).toBe("interrupted");
  });
  it("is left alone once it was stored", () => {
    const done = { ...stored, status: "done" as const, text: "kept" };
    expect(liveMessage(done, viewAfter(4))).toBe(done);
  });
});

describe("claims and support", () => {
  const text =
    "The entry temperature is typically 565 °C [1]. It limits the efficiency of the station [2].\n\n" +
    "This is why almost no station uses pistons today.\n\n" +
    "## A heading that nobody must support\n\n" +
    "> A quotation that is not its own claim\n\n" +
    "```\ncode is not a statement either, really\n```\n\nThree reasons follow here now:\n\n- Yes.\n- See [this](https://example.org/a/long/way).\n- ![A picture of four words](https://example.org/x.png)\n- 现代燃煤电站的实际效率为 42% [1]。因此如今几乎没有电站再使用它。";
  const citations = [
    cites(1, text, "The entry temperature is typically 565 °C", "现代燃煤电站的实际效率为 42%"),
    cites(2, text, "It limits the efficiency of the station"),
  ];

  it("finds the sentences that no claim touches, and only statements", () => {
    const found = unsupportedSentences(text, citations).map((span) => text.slice(span.start, span.end));
    expect(found).toEqual(["This is why almost no station uses pistons today.", "因此如今几乎没有电站再使用它。"]);
  });
  it("counts the sentences that have a source", () => {
    expect(supportedCount(citations)).toBe(3);
  });
  it("ties a chip to the claim in front of it", () => {
    const second = text.lastIndexOf("[1]");
    expect(claimBefore(citations[0]!, second)).toEqual(citations[0]!.claims[1]);
    expect(claimBefore(citations[0]!, text.indexOf("[1]"))).toEqual(citations[0]!.claims[0]);
    expect(claimBefore(citations[1]!, 0)).toBeUndefined();
  });
  it("names each claim once", () => {
    const ranges = rangesOf(citations, []);
    expect(new Set(ranges.map((range) => range.id)).size).toBe(3);
    expect(ranges[0]!.id).toBe(claimId(1, 0));
  });
  it("gives texts their language", () => {
    expect([langOf("zh"), langOf("en"), langOf(null)]).toEqual(["zh-CN", "en", undefined]);
  });
});

describe("getting about", () => {
  it("keeps place, knowledge base, document and passage in the address", () => {
    const route = { place: "library", id: "kb 1", documentId: "d/2", passage: { start: 3, end: 40 } } as const;
    expect(parseRoute(routeHash(route))).toEqual({ ...route, messageId: null });
    const message = { ...parseRoute("#/chat/c1"), messageId: "m1" };
    expect(parseRoute(routeHash(message))).toEqual(message);
    expect(parseRoute("")).toEqual({ place: "chat", id: null, documentId: null, passage: null, messageId: null });
    expect(parseRoute("#/nowhere/1?at=x").place).toBe("chat");
  });
  it("finds names by parts, by scattered letters and by pinyin initials", () => {
    expect(fuzzyMatch("11_Steam_engine_en.pdf", "steam")!.at).toEqual([3, 4, 5, 6, 7]);
    expect(fuzzyMatch("资料库", "zlk")).not.toBeNull();
    expect(fuzzyMatch("设置", "zlk")).toBeNull();
    expect(fuzzyMatch("Settings", "xyz")).toBeNull();
    const better = fuzzyMatch("Models", "mod")!.score;
    expect(better).toBeGreaterThan(fuzzyMatch("A memo of odds", "mod")?.score ?? 0);
    expect([..."对话模型离线出处运行"].map(initialOf).join("")).toBe("dhmxlxccyx");
  });
});

describe("the model that is offered first", () => {
  const entry = (id: string, sizeBytes: number | null, languages: string[]) => ({
    id,
    name: id,
    kind: "chat" as const,
    repo: "",
    file: "",
    revision: null,
    sizeBytes,
    sha256: null,
    licence: "",
    contextTokens: null,
    languages,
    parameters: 1e9,
    strengths: { en: "", zh: "" },
  });
  const catalogue = [
    entry("small", 0.8e9, ["en"]),
    entry("both", 2.5e9, ["en", "zh"]),
    entry("big", 5e9, ["en", "zh"]),
  ];

  it("is the largest that leaves room and speaks the person's language", () => {
    expect(recommend(catalogue, 16e9, "zh-CN")!.id).toBe("big");
    expect(recommend(catalogue, 12e9, "zh-CN")!.id).toBe("both");
    expect(recommend(catalogue, 5e9, "zh-CN")!.id).toBe("small");
    expect(recommend([], 16e9, "en")).toBeNull();
  });
});
