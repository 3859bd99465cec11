// The retrieval process as the engine sees it: what it keeps, what it finds, what it survives.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SearchMode } from "../../shared/children/retrieval.ts";
import { embeddedRows, MINILM, startRetrieval, temporaryFolders } from "./retrieval-child.ts";

const folders = temporaryFolders();
let child: Awaited<ReturnType<typeof startRetrieval>>;
beforeAll(async () => {
  child = await startRetrieval(folders);
});
afterAll(async () => {
  child.kill();
  await child.lost;
  folders.remove();
});

const PASSAGES = [
  ["lease", "The tenant pays the rent on the first day of each month."],
  ["lease", "The deposit is returned within thirty days after the lease ends."],
  ["animals", "Cats sleep up to sixteen hours a day."],
  ["animals", "The café's O'Brien dog barks at night; order no. 4711-B was cancelled."],
  ["合同", "本合同自双方签字之日起生效，发票随后寄出。"],
  ["合同", "天气预报：北京明天有雨。银行周末不营业。"],
  ["混合", "请在 iPhone 设置里打开 Wi-Fi，然后更新 iOS 18。"],
].map(([documentId, text], i) => ({ chunkId: `c${i}`, documentId: documentId!, text: text! }));

async function find(query: string, mode: SearchMode = "default", documentIds?: string[]): Promise<string[]> {
  const only = documentIds ? { documentIds } : {};
  const { hits } = await child.channel.call("search", {
    table: "kb",
    embedder: MINILM,
    query,
    mode,
    limit: 5,
    ...only,
  });
  return hits.map((hit) => hit.chunkId);
}

describe("a knowledge base", () => {
  beforeAll(async () => {
    const rows = await embeddedRows(child.channel, PASSAGES);
    expect(await child.channel.call("upsert", { table: "kb", dimensions: 384, rows })).toEqual({ rows: 7 });
  });

  it.each([
    ["When is rent due?", "c0"],
    ["How much do felines rest?", "c2"],
    ["合同", "c4"],
    ["合同什么时候生效？", "c4"],
    ["雨", "c5"],
    ["北京的天气怎么样", "c5"],
    ["iphone 设置", "c6"],
    ["ＷＩ－ＦＩ", "c6"],
    ["cafe obrien 4711-B", "c3"],
    ["deposits returning", "c1"],
  ])("answers %s", async (question, expected) => {
    expect((await find(question))[0]).toBe(expected);
  });

  it("keeps to the given documents", async () => {
    expect(await find("rent", "default", ["animals", "it's"])).not.toContain("c0");
    expect((await find("rent", "full-text", ["lease"]))[0]).toBe("c0");
  });

  it("says how much of the question a passage covers", async () => {
    const ask = { table: "kb", embedder: MINILM, mode: "default", limit: 7 } as const;
    const { hits } = await child.channel.call("search", { ...ask, query: "tenant rent" });
    expect(hits[0]).toMatchObject({ chunkId: "c0", rank: 1, coverage: 1 });
    const { hits: strange } = await child.channel.call("search", { ...ask, query: "quantum chromodynamics" });
    expect(strange.every((hit) => hit.coverage === 0)).toBe(true);
    for (const hit of [...hits, ...strange]) {
      expect(hit.score).toBeGreaterThanOrEqual(0);
      expect(hit.score).toBeLessThanOrEqual(1);
    }
    expect(hits.map((hit) => hit.score)).toEqual(hits.map((hit) => hit.score).sort((a, b) => b - a));
  });

  it("takes any text as a plain question in every mode", async () => {
    const strange = [
      "",
      " ",
      "\0",
      "a\0b",
      '"',
      '"rent',
      "'; DROP TABLE kb; --",
      "+rent -tenant *",
      "text:rent AND (OR NOT",
      "rent~2 ^ [a TO b] {x} \\ / ? !",
      "％ ＿ 「合同",
      "\ud800 lone surrogate",
      "😀👨‍👩‍👧",
      "的",
      "什么",
      "the of and",
      "C++ .NET C#",
    ];
    const long = ["x".repeat(5_000), "合".repeat(1_000), "rent ".repeat(1_000)];
    for (const question of long) await expect(find(question)).resolves.toBeDefined();
    for (const mode of ["vector", "full-text", "hybrid", "default"] as const) {
      for (const question of strange) await expect(find(question, mode), `${mode} ${question}`).resolves.toBeDefined();
    }
    expect((await find("+rent -tenant:*", "full-text"))[0]).toBe("c0");
  });

  it("is empty where nothing was indexed", async () => {
    const ask = { table: "nothing", embedder: MINILM, query: "rent", limit: 5 } as const;
    for (const mode of ["vector", "full-text", "hybrid", "default"] as const) {
      expect((await child.channel.call("search", { ...ask, mode })).hits).toEqual([]);
    }
    expect(await child.channel.call("listDocuments", { table: "nothing" })).toEqual([]);
    expect(await child.channel.call("optimize", { table: "nothing" })).toEqual({ rows: 0 });
    expect(await child.channel.call("dropTable", { table: "nothing" })).toEqual({ dropped: false });
    const outside = child.channel.call("listDocuments", { table: "../kb" });
    await expect(outside).rejects.toMatchObject({ code: "invalid" });
  });

  it("replaces rows, forgets documents, and is gone when dropped", async () => {
    const { channel } = child;
    const [row] = await embeddedRows(channel, [{ chunkId: "c2", documentId: "animals", text: "Okapis eat leaves." }]);
    await channel.call("upsert", { table: "kb", dimensions: 384, rows: [row!] });
    expect((await find("okapi", "full-text"))[0]).toBe("c2");
    expect(await find("sixteen hours", "full-text")).toEqual([]);
    await channel.call("optimize", { table: "kb" });
    expect((await find("okapi", "full-text"))[0]).toBe("c2");
    expect(await channel.call("deleteDocuments", { table: "kb", documentIds: ["animals", "合同"] })).toEqual({
      rows: 4,
    });
    expect(await find("okapi", "full-text")).toEqual([]);
    const left = await channel.call("listDocuments", { table: "kb" });
    expect(left.sort((a, b) => a.rows - b.rows)).toEqual([
      { documentId: "混合", rows: 1 },
      { documentId: "lease", rows: 2 },
    ]);
    expect(await channel.call("dropTable", { table: "kb" })).toEqual({ dropped: true });
    expect(await find("rent")).toEqual([]);
  });

  it("prints nothing", () => {
    expect(child.output).toEqual([]);
  });
});

describe("a killed process", () => {
  it("keeps every batch that it had acknowledged", async () => {
    const vector = new Uint16Array(384).fill(0x2a00);
    let acknowledged = 0;
    for (let round = 0; round < 3; round++) {
      const victim = await startRetrieval(folders);
      const before = await victim.channel.call("listDocuments", { table: "killed" });
      expect(before.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThanOrEqual(acknowledged);
      const writing = (async () => {
        for (;;) {
          const from = acknowledged;
          const rows = Array.from({ length: 200 }, (_, i) => ({
            chunkId: `c${from + i}`,
            documentId: `d${Math.floor(from / 200)}`,
            text: `Passage number${from + i} of the contract.`,
            vector,
          }));
          await victim.channel.call("upsert", { table: "killed", dimensions: 384, rows });
          acknowledged += rows.length;
        }
      })();
      setTimeout(victim.kill, 300 + 171 * round);
      await expect(writing).rejects.toThrow("SIGKILL");
      await victim.lost;
    }
    expect(acknowledged).toBeGreaterThan(0);
    const survivor = await startRetrieval(folders);
    const counted = await survivor.channel.call("listDocuments", { table: "killed" });
    const rows = counted.reduce((sum, document) => sum + document.rows, 0);
    expect(rows).toBeGreaterThanOrEqual(acknowledged);
    const last = { table: "killed", embedder: MINILM, mode: "full-text", limit: 3 } as const;
    const { hits } = await survivor.channel.call("search", { ...last, query: `number${acknowledged - 1}` });
    expect(hits[0]?.chunkId).toBe(`c${acknowledged - 1}`);
    survivor.kill();
    await survivor.lost;
  });
});
