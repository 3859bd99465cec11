// The index itself: large tables, half-made tables, and readers while it is being written.
import { rmSync } from "node:fs";
import { connect } from "@lancedb/lancedb";
import { afterAll, describe, expect, it } from "vitest";
import { toHalf } from "../../electron/retrieval/fp16.ts";
import { dot } from "../../electron/retrieval/fuse.ts";
import { openIndex } from "../../electron/retrieval/index.ts";
import { tableSchema } from "../../electron/retrieval/rows.ts";
import { textQuery } from "../../electron/retrieval/terms.ts";
import { temporaryFolders } from "./retrieval-child.ts";

const folders = temporaryFolders();
afterAll(() => folders.remove());
const DIMENSIONS = 32;
const everywhere = { limit: 10, documentIds: undefined };

/** Unit vectors around a few centres, always the same for the same number. */
function vectorOf(i: number): Float32Array {
  const raw = Float32Array.from(
    { length: DIMENSIONS },
    (_, k) => Math.sin((i % 7) * 31 + k * 3) + Math.sin(i * 17 * (k + 1)),
  );
  const length = Math.hypot(...raw);
  return raw.map((value) => value / length);
}

function rowsFrom(from: number, count: number) {
  return Array.from({ length: count }, (_, i) => ({
    chunkId: `c${from + i}`,
    documentId: `d${Math.floor((from + i) / 100)}`,
    text: `Passage number${from + i}, 第${from + i}段合同。`,
    vector: toHalf(vectorOf(from + i)),
  }));
}

describe("a large table", () => {
  it("finds the nearest rows through its vector index, new and deleted ones included", async () => {
    const index = await openIndex(folders.indexDir, { hnswFromRows: 500 });
    await index.upsert("large", DIMENSIONS, rowsFrom(0, 1_500));
    await index.optimize("large");
    const table = await (await connect(folders.indexDir)).openTable("large");
    expect((await table.listIndices()).map(({ columns }) => columns[0]).sort()).toEqual(["bigrams", "text", "vector"]);
    let found = 0;
    for (let i = 0; i < 20; i++) {
      const question = vectorOf(i * 61);
      const exact = Array.from({ length: 1_500 }, (_, k) => ({ id: `c${k}`, score: dot(question, vectorOf(k)) }));
      const best = new Set(
        exact
          .sort((a, b) => b.score - a.score)
          .slice(0, 10)
          .map(({ id }) => id),
      );
      const hits = await index.nearest("large", question, everywhere);
      expect(hits[0]!.chunkId).toBe(`c${i * 61}`);
      expect(hits[0]!.score).toBeCloseTo(1, 2);
      found += hits.filter(({ chunkId }) => best.has(chunkId)).length;
    }
    expect(found / 200).toBeGreaterThan(0.9);

    await index.upsert("large", DIMENSIONS, rowsFrom(1_500, 10));
    expect((await index.nearest("large", vectorOf(1_505), everywhere))[0]!.chunkId).toBe("c1505");
    expect(await index.deleteDocuments("large", ["d15"])).toBe(10);
    expect((await index.nearest("large", vectorOf(1_505), everywhere))[0]!.chunkId).not.toBe("c1505");
    const only = await index.nearest("large", vectorOf(3), { limit: 10, documentIds: ["d7"] });
    expect(only.map(({ documentId }) => documentId)).toEqual(Array(10).fill("d7"));
    await index.close();
  });
});

describe("a table that a kill left half made", () => {
  it("gets its full-text indexes when it is opened", async () => {
    const connection = await connect(folders.indexDir);
    await connection.createEmptyTable("half", tableSchema(DIMENSIONS));
    connection.close();
    const index = await openIndex(folders.indexDir);
    await index.upsert("half", DIMENSIONS, rowsFrom(0, 5));
    expect((await index.matching("half", textQuery("合同 number3"), everywhere))[0]!.chunkId).toBe("c3");
    await index.close();
  });
});

describe("readers and writers at once", () => {
  it("do not disturb each other, and old versions do not stay", async () => {
    const index = await openIndex(folders.indexDir);
    await index.upsert("busy", DIMENSIONS, rowsFrom(0, 50));
    let writing = true;
    const reading = Array.from({ length: 3 }, async (_, reader) => {
      let searches = 0;
      while (writing) {
        expect((await index.nearest("busy", vectorOf(reader), everywhere))[0]!.chunkId).toBe(`c${reader}`);
        const matching = await index.matching("busy", textQuery(`number${reader}`), everywhere);
        expect(matching.map(({ chunkId }) => chunkId)).toEqual([`c${reader}`]);
        searches++;
      }
      return searches;
    });
    for (let round = 1; round <= 8; round++) {
      await Promise.all([
        index.upsert("busy", DIMENSIONS, rowsFrom(round * 50, 50)),
        index.upsert("busy", DIMENSIONS, rowsFrom(0, 10)),
        index.optimize("busy"),
      ]);
    }
    writing = false;
    for (const searches of await Promise.all(reading)) expect(searches).toBeGreaterThan(3);
    expect(await index.optimize("busy")).toBe(450);
    const table = await (await connect(folders.indexDir)).openTable("busy");
    expect((await table.listVersions()).length).toBeLessThan(5);
    await index.close();
    rmSync(folders.indexDir, { recursive: true });
  });
});
