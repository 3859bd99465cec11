// Branches, groups of the list, and a conversation that is kept in step with the engine by its changes.
import { describe, expect, it } from "vitest";
import {
  type KnownConversation,
  mergeConversation,
  withMessages,
  withQueued,
} from "../../renderer/data/conversation.ts";
import { newestContext } from "../../renderer/features/chat/composer/ContextMeter.tsx";
import { ageOf, byAge, listGroups } from "../../renderer/features/chat/list/groups.ts";
import { keepEntries, threadOf } from "../../renderer/features/chat/thread.ts";
import type { Conversation, Folder } from "../../shared/contract/chats.ts";
import { conversationRow, messageRow as message } from "./rows.ts";

describe("a conversation's thread", () => {
  const tree = [
    message("q1", null, "user", 1),
    message("a1", "q1", "assistant", 2),
    message("a1b", "q1", "assistant", 9),
    message("q2", "a1", "user", 3),
    message("a2", "q2", "assistant", 4),
    message("q2b", "a1", "user", 5),
    message("a2b", "q2b", "assistant", 6),
  ];
  const ids = (current: string | null) => threadOf(tree, current).map((entry) => entry.message.id);

  it("shows the ancestors of the message that is followed, and of its descendants the newest", () => {
    expect(ids("a1b")).toEqual(["q1", "a1b"]);
    expect(ids("a1")).toEqual(["q1", "a1", "q2b", "a2b"]);
    expect(ids("q2")).toEqual(["q1", "a1", "q2", "a2"]);
  });
  it("follows the newest at every fork where none is followed, or the one that was is gone", () => {
    expect(ids(null)).toEqual(["q1", "a1b"]);
    expect(ids("deleted")).toEqual(["q1", "a1b"]);
  });
  it("knows the other answers to a question and the other wordings of a question, oldest first", () => {
    const thread = threadOf(tree, "a2");
    expect(thread[1]!.siblings.map(({ id }) => id)).toEqual(["a1", "a1b"]);
    expect(thread[2]!.siblings.map(({ id }) => id)).toEqual(["q2", "q2b"]);
  });
  it("ends where a damaged tree turns in a circle", () => {
    const circle = [message("x", "y", "user", 1), message("y", "x", "assistant", 2)];
    const all = [...circle, message("r", null, "user", 0)];
    expect(threadOf(all, "x").map((entry) => entry.message.id)).toEqual(["r"]);
  });
  it("keeps the entries that did not change, and itself where none did", () => {
    const before = keepEntries([], threadOf(tree, "a2"));
    expect(keepEntries(before, threadOf([...tree], "a2"))).toBe(before);
    const changed = tree.map((one) => (one.id === "a2" ? { ...one, text: "more" } : one));
    const after = keepEntries(before, threadOf(changed, "a2"));
    expect(after.map((entry, index) => entry === before[index])).toEqual([true, true, true, false]);
  });
  it("takes the context of the newest answer that has one", () => {
    const use = (droppedTurns: number) => ({
      contextTokens: 4096,
      promptTokens: 1000,
      reservedTokens: 512,
      turns: 2,
      droppedTurns,
      passages: 5,
      droppedPassages: 0,
      attachments: null,
    });
    const told = tree.map((one) =>
      one.id === "a1" ? { ...one, context: use(1) } : one.id === "a2" ? { ...one, context: use(2) } : one,
    );
    expect(newestContext(threadOf(told, "a2"))?.droppedTurns).toBe(2);
    expect(newestContext(threadOf(told, "a2b"))?.droppedTurns).toBe(1);
    expect(newestContext(threadOf(tree, "a2"))).toBeNull();
  });
});

describe("a conversation that is kept in step", () => {
  const known = (part: Partial<KnownConversation>): KnownConversation => ({
    conversation: conversationRow("c"),
    messages: [],
    removedIds: [],
    queued: [],
    asOfMs: 1,
    ...part,
  });
  const [q, a, q2] = [message("q", null, "user", 1), message("a", "q", "assistant", 2), message("q2", "a", "user", 3)];
  const before = known({ messages: [q, a] });

  it("is taken whole the first time", () => {
    expect(mergeConversation(undefined, before)).toBe(before);
  });
  it("puts changed messages in their place and new ones at the end; the others stay the same objects", () => {
    const written = { ...a, text: "Nine metres." };
    const after = mergeConversation(before, known({ messages: [written, q2], asOfMs: 2 }));
    expect(after.messages).toEqual([q, written, q2]);
    expect(after.messages[0]).toBe(q);
    expect(after.asOfMs).toBe(2);
  });
  it("takes removed messages out, and puts back one that was restored", () => {
    const without = mergeConversation(known({ messages: [q, a, q2] }), known({ removedIds: ["q2"], asOfMs: 2 }));
    expect(without.messages).toEqual([q, a]);
    expect(mergeConversation(without, known({ messages: [q2], asOfMs: 3 })).messages).toEqual([q, a, q2]);
  });
  it("keeps the very list where no message changed, so that nothing is drawn again", () => {
    const renamed = known({ conversation: { ...conversationRow("c"), title: "New" }, asOfMs: 5 });
    const after = mergeConversation(before, renamed);
    expect(after.messages).toBe(before.messages);
    expect(after.conversation.title).toBe("New");
  });
  it("shows a turn that was just sent, once, when the engine tells of it too", () => {
    const shown = withMessages(before, [{ ...q2, text: "sent" }]);
    expect(mergeConversation(shown, known({ messages: [q2] })).messages).toEqual([q, a, q2]);
  });
  it("changes and removes waiting questions", () => {
    const one = { id: "1", text: "first", modelId: null, createdAtMs: 1 };
    const queued = known({ queued: [one, { ...one, id: "2", text: "second" }] });
    expect(withQueued(queued, "2", { text: "changed" }).queued.map(({ text }) => text)).toEqual(["first", "changed"]);
    expect(withQueued(queued, "1", null).queued.map(({ id }) => id)).toEqual(["2"]);
  });
});

describe("the list of chats", () => {
  const now = new Date(2026, 10, 22, 0, 30).getTime();
  const day = 86_400_000;
  const at = (id: string, updatedAtMs: number, part: Partial<Conversation> = {}): Conversation => ({
    ...conversationRow(id),
    updatedAtMs,
    ...part,
  });

  it("tells ages by the days of the calendar", () => {
    expect(ageOf(now - 1000, now)).toBe("today");
    expect(ageOf(now - 3_600_000, now)).toBe("yesterday");
    expect(ageOf(now - 3 * day, now)).toBe("week");
    expect(ageOf(now - 20 * day, now)).toBe("month");
    expect(ageOf(now - 40 * day, now)).toBe("earlier");
  });
  it("is divided by age, newest first", () => {
    const groups = byAge([at("old", now - 90 * day), at("night", now - 3_600_000), at("now", now - 1000)], now);
    expect(groups.map(([age, rows]) => [age, rows.map((row) => row.id)])).toEqual([
      ["today", ["now"]],
      ["yesterday", ["night"]],
      ["earlier", ["old"]],
    ]);
  });
  it("puts pinned chats first, then folders by name, then the rest", () => {
    const folders: Folder[] = [
      { id: "f2", name: "Theses", createdAtMs: 1 },
      { id: "f1", name: "Leases", createdAtMs: 2 },
    ];
    const rows = [
      at("loose", now - 1000),
      at("lease", now - 2000, { folderId: "f1" }),
      at("pinned", now - 9 * day, { pinned: true, folderId: "f1" }),
      at("orphan", now - 3000, { folderId: "gone" }),
    ];
    const groups = listGroups(rows, folders, now);
    expect(groups.map((group) => [group.folder?.name ?? group.kind, group.rows.map((row) => row.id)])).toEqual([
      ["pinned", ["pinned"]],
      ["Leases", ["lease"]],
      ["Theses", []],
      ["today", ["loose", "orphan"]],
    ]);
  });
});
