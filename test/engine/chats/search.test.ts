// Promises of the search over chats: words in any language, the last one only begun, phrases, the best first, nothing of
// the trash, marks where the words stand, and no query that fails.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chatSearch } from "../../../electron/engine/chats/search.ts";
import { chatSearchIndex } from "../../../electron/engine/chats/search-index.ts";
import { chatSearchStore } from "../../../electron/engine/chats/search-store.ts";
import { migrate } from "../../../electron/engine/db/migrate.ts";
import { type Db, openDatabase } from "../../../electron/engine/db/open.ts";

let folder: string;
let db: Db;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alcove-search-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  db?.close();
  db = openDatabase(":memory:");
  migrate(db, folder);
  db.exec("INSERT INTO apps VALUES ('app', 'App', 'chat', '{}', 0, 0, NULL)");
});

const DAY = 86_400_000;
let ids = 0;
/** A conversation with a title, used `daysAgo`; its id. */
function conversation(title: string, { daysAgo = 0, indexed = true } = {}): string {
  const id = `c${++ids}`;
  const at = Date.now() - daysAgo * DAY;
  db.prepare(
    `INSERT INTO conversations (id, app_id, title, knowledge_base_ids, created_at_ms, updated_at_ms)
     VALUES (?, 'app', ?, '[]', ?, ?)`,
  ).run(id, title, at, at);
  if (indexed) chatSearchIndex(db).putTitle(id, title);
  return id;
}
function message(conversationId: string, text: string, { role = "user", indexed = true } = {}): string {
  const id = `m${++ids}`;
  db.prepare(
    "INSERT INTO messages (id, conversation_id, role, text, status, created_at_ms) VALUES (?, ?, ?, ?, 'done', ?)",
  ).run(id, conversationId, role, text, Date.now());
  if (indexed) chatSearchIndex(db).putMessage(id, conversationId, text);
  return id;
}
const search = (query: string, limit = 50) => chatSearch({ store: chatSearchStore(db) }).search(query, limit);
const found = (query: string) => search(query).hits.map((hit) => hit.messageId ?? hit.conversationId);
/** What is marked in each snippet. */
const marked = (query: string) =>
  search(query).hits.map(({ snippet, marks }) => marks.map(([start, end]) => snippet.slice(start, end)));

describe("what is found", () => {
  it.each([
    ["a word", "engine", "The steam engine of 1712"],
    ["the beginning of the last word", "steam eng", "The steam engine of 1712"],
    ["any case and accent", "CAFE resume", "His Résumé lay in the café."],
    ["accents where the text has none", "façade", "The facade was repainted."],
    ["all words in any order", "engine steam", "The steam engine of 1712"],
    ["a phrase", '"steam engine"', "The steam engine of 1712"],
    ["a phrase that is still being typed", '"steam eng', "The steam engine of 1712"],
    ["Chinese", "合同", "请帮我看看这份签订合同的流程"],
    ["Chinese of one character", "签", "请帮我看看这份签订合同的流程"],
    ["the last character of a sentence", "程", "请帮我看看这份签订合同的流程"],
    ["a longer stretch of Chinese", "签订合同的流", "请帮我看看这份签订合同的流程"],
    ["Chinese stretches apart", "流程 合同", "请帮我看看这份签订合同的流程"],
    ["Chinese and Latin beside one another", "PDF文件", "把PDF文件导出"],
    ["Japanese", "検索エンジン", "新しい検索エンジンを作る"],
    ["Korean", "검색", "새로운 검색엔진을 만든다"],
    ["Cyrillic", "двигат", "Паровой двигатель"],
    ["full-width forms", "alcove", "ＡＬＣＯＶＥ　２０２６"],
    ["numbers", "2026", "ＡＬＣＯＶＥ　２０２６"],
    ["numbers with a point", "3.14", "Pi is 3.14 or so"],
    ["names in code", "fetch_all_rows", "call `fetch_all_rows(db)` first"],
    ["parts of names in code", "rows", "call `fetch_all_rows(db)` first"],
    ["a single letter as a word", "C", "Write it in C, not in Rust"],
  ])("%s", (_what, query, text) => {
    const hit = message(conversation("Something else"), text);
    message(conversation("Another"), "Nothing of that kind 无关");
    expect(found(query)).toEqual([hit]);
  });

  it.each([
    ["a word that is only part of another", "gine", "The steam engine of 1712"],
    ["words of which one is missing", "steam turbine", "The steam engine of 1712"],
    ["a phrase whose words stand apart", '"steam 1712"', "The steam engine of 1712"],
    ["a finished word that is only a beginning", "eng ", "The steam engine of 1712"],
    ["Chinese characters that stand apart", "签合", "请帮我看看这份签订合同的流程"],
    ["a name whose words stand apart", "fetch_rows", "call `fetch_all_rows(db)` first"],
  ])("not %s", (_what, query, text) => {
    message(conversation("Something else"), text);
    expect(found(query)).toEqual([]);
  });

  it("a word that is only begun after others does not take them away", () => {
    const hit = message(conversation("Something else"), "The steam engine");
    expect(found("steam x")).toEqual([hit]);
  });
});

describe("order", () => {
  it("puts a title before a message that says the same", () => {
    const inText = message(conversation("Other"), "Insurance for the car, insurance for the house");
    const inTitle = conversation("Insurance");
    expect(found("insurance")).toEqual([inTitle, inText]);
  });
  it("puts what says it more often, and otherwise what is newer, first", () => {
    const old = message(conversation("a", { daysAgo: 300 }), "tax return");
    const recent = message(conversation("b"), "tax return");
    const weak = message(conversation("c"), `${"words that do not matter here ".repeat(20)} tax`);
    expect(found("tax")).toEqual([recent, old, weak]);
  });
  it("keeps to the limit and tells how many there are", () => {
    const c = conversation("x");
    for (let i = 0; i < 20; i++) message(c, `apple ${i}`);
    const { hits, total } = search("apple", 5);
    expect([hits.length, total]).toEqual([5, 20]);
  });
  it("finds the newest of a word that stands in thousands of messages", () => {
    const c = conversation("x");
    let last = "";
    db.transaction(() => {
      for (let i = 0; i < 3000; i++) last = message(c, "the same words every time");
    })();
    const { hits, total } = search("the", 10);
    expect([hits.length, total]).toEqual([10, 3000]);
    expect(hits[0]?.messageId).toBe(last);
  });
});

describe("what is never found", () => {
  it("conversations in the trash, until they are back", () => {
    const c = conversation("Holiday plans");
    message(c, "A week in Lisbon");
    db.prepare("UPDATE conversations SET deleted_at_ms = 1 WHERE id = ?").run(c);
    expect([found("holiday"), found("lisbon"), search("lisbon").total]).toEqual([[], [], 0]);
    db.prepare("UPDATE conversations SET deleted_at_ms = NULL WHERE id = ?").run(c);
    expect(found("holiday")).toEqual([c]);
  });
  it("messages that were taken out, or now say something else", () => {
    const c = conversation("x");
    const id = message(c, "first wording");
    chatSearchIndex(db).putMessage(id, c, "second wording");
    expect([found("first"), found("second")]).toEqual([[], [id]]);
    chatSearchIndex(db).dropMessage(id);
    expect(found("second")).toEqual([]);
  });
  it("what was erased", () => {
    const c = conversation("Gone");
    message(c, "gone as well");
    db.prepare("DELETE FROM messages WHERE conversation_id = ?").run(c);
    db.prepare("DELETE FROM conversations WHERE id = ?").run(c);
    expect(found("gone")).toEqual([]);
    const again = conversation("Gone again");
    expect(found("gone")).toEqual([again]);
  });
  it("an archived one is found and says so", () => {
    const c = conversation("Archived plans");
    db.prepare("UPDATE conversations SET archived_at_ms = 1 WHERE id = ?").run(c);
    expect(search("plans").hits[0]).toMatchObject({ conversationId: c, archived: true, kind: "title" });
  });
});

describe("snippets", () => {
  it.each([
    ["engine", "The steam engine of 1712", ["engine"]],
    ["eng", "The steam engine of 1712", ["engine"]],
    ["resume", "Two résumés and a résumé", ["résumés", "résumé"]],
    ["合同", "请帮我看看这份签订合同的流程", ["合同"]],
    ["签", "签字，再签一次", ["签", "签"]],
    ["alcove", "ＡＬＣＯＶＥ　２０２６", ["ＡＬＣＯＶＥ"]],
    ['"steam engine"', "steam, then a *steam engine*", ["steam engine"]],
    ["fetch_all", "call `fetch_all_rows` 👩‍👩‍👧 first", ["fetch_all"]],
    ["cafe", "cafe\u0301 au lait", ["cafe\u0301"]],
    ["fi", "ﬁne ﬂow", ["ﬁne"]],
  ])("%j in %j marks %j", (query, text, expected) => {
    message(conversation("x"), text);
    expect(marked(query)).toEqual([expected]);
  });

  it("of a long text stand around the match, cut between words and characters", () => {
    const text = `${"Some words before it. 👩‍👩‍👧 ".repeat(400)}Here the needle lies. ${"And words after it. ".repeat(400)}`;
    message(conversation("x"), text);
    const [hit] = search("needle").hits;
    expect(hit?.snippet).toMatch(/^….*Here the needle lies\..*…$/s);
    expect(hit?.snippet.length).toBeLessThan(260);
    expect(hit?.snippet.isWellFormed()).toBe(true);
    expect(marked("needle")).toEqual([["needle"]]);
  });

  it("stand where most of the words are together", () => {
    message(conversation("x"), `apple ${"and so on ".repeat(60)} an apple and a pear`);
    expect(marked("apple pear")).toEqual([["apple", "pear"]]);
  });
});

describe("queries that are not questions", () => {
  const hostile = [
    "",
    " ",
    '"',
    '""',
    '"""',
    '" " "',
    "*",
    "^",
    "a*",
    "-a",
    "AND",
    "OR NOT",
    "a AND",
    "NEAR(a b, 2)",
    "terms:a",
    "{terms}:a",
    "a + b",
    "(((",
    ")))",
    "'; DROP TABLE messages; --",
    "\\",
    "%_",
    "\0",
    "a\0b",
    "🙂",
    "🙂 👩‍👩‍👧",
    "\ud800",
    "\u202e\u200b\ufeff",
    "́",
    "﷽",
    "a".repeat(1000),
    "a ".repeat(500),
    "的".repeat(1000),
    "的 ".repeat(500),
    '"a" '.repeat(250),
    `"${"a ".repeat(450)}`,
    Array.from({ length: 1000 }, (_, i) => String.fromCharCode(33 + (i % 90))).join(""),
    Array.from({ length: 333 }, (_, i) => String.fromCodePoint(0x1_0000 + i * 97)).join(" "),
  ];
  it.each(hostile.map((query) => [JSON.stringify(query).slice(0, 40), query]))("%s does not fail", (_name, query) => {
    const c = conversation(`About ${query}`);
    message(c, `a ${query} b`);
    const { hits, total } = search(query);
    expect(total).toBeGreaterThanOrEqual(hits.length);
    for (const { snippet, marks } of hits) {
      for (const [start, end] of marks) expect(start < end && end <= snippet.length).toBe(true);
    }
  });
});

describe("what was written before there was an index", () => {
  it("is indexed afterwards, once, without what is in it already", async () => {
    const old = conversation("Old title", { indexed: false });
    const texts = Array.from({ length: 250 }, (_, i) => message(old, `old message ${i}`, { indexed: false }));
    const now = message(conversation("New"), "new message");
    const service = chatSearch({ store: chatSearchStore(db) });
    await service.backfill(new AbortController().signal);
    expect(found("old title")).toEqual([old]);
    expect(found("message 249")).toEqual([texts[249]]);
    expect(search("message", 200).total).toBe(251);
    expect(found("new message")).toEqual([now]);
    await service.backfill(new AbortController().signal);
    expect(search("message", 200).total).toBe(251);
  });
});

describe("after a purge", () => {
  it("the index holds no term of what was deleted, and every term of what was kept", async () => {
    const c = conversation("Kept");
    const kept = Array.from({ length: 300 }, (_, i) => message(c, `kept word${i}`));
    const gone = conversation("Verschwunden");
    for (let i = 0; i < 50; i++) message(gone, `zzsecret${i} 秘密`);
    db.prepare("DELETE FROM messages WHERE conversation_id = ?").run(gone);
    db.prepare("DELETE FROM conversations WHERE id = ?").run(gone);
    await chatSearch({ store: chatSearchStore(db) }).purge();
    db.exec("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, chat_search, row)");
    const terms = db.prepare("SELECT term FROM temp.vocabulary").pluck().all() as string[];
    expect(terms.filter((term) => /zzsecret|秘|verschwunden/.test(term))).toEqual([]);
    expect(found("word299")).toEqual([kept[299]]);
  });
});
