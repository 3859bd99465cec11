// The default embedder: its conversion, its vectors, and who waits for whom.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Embedding, openEmbedding } from "../../electron/retrieval/embed.ts";
import { fromHalf, toHalf } from "../../electron/retrieval/fp16.ts";
import { dot } from "../../electron/retrieval/fuse.ts";
import { embedQuestion } from "../../electron/retrieval/question.ts";

const MINILM = "all-minilm-l6-v2/1";
const threadEntry = new URL("../../electron/retrieval/entry.ts", import.meta.url);

/** Every 48th component, from an independent implementation of the model (candle, fp32) on the same weights. */
const REFERENCE: [string, number[]][] = [
  ["", [-0.11881, 0.06334, 0.02908, 0.008, -0.08653, 0.06969, -0.02278, -0.10474]],
  [
    "The tenant shall pay the rent on the first day of each month.",
    [0.05218, -0.04042, -0.06112, 0.04911, -0.07184, -0.00066, -0.12898, -0.02695],
  ],
  ["How many sacks does Jared Allen have?", [0.00656, 0.1287, 0.03638, -0.03912, -0.0972, -0.00158, 0.02445, -0.03166]],
  ["合同已经签订，发票随后寄出。", [-0.03934, 0.03021, 0.04132, 0.00102, -0.05321, 0.01457, 0.08619, 0.00035]],
  ["Ünïcödé, naïve café — Größe", [0.00134, -0.05427, 0.07445, 0.06651, -0.0355, 0.09891, -0.0016, 0.01001]],
  ["안녕하세요 세계", [-0.05194, -0.05063, -0.07174, -0.00421, 0.07333, 0.04686, -0.04373, 0.03769]],
  ["def f(x): return x ** 2  # square", [0.03411, 0.04495, 0.08105, 0.10402, -0.11482, -0.00216, -0.06722, 0.07229]],
];

let folder: string;
let embedding: Embedding;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alcove-embed-"));
  embedding = openEmbedding({ cacheDir: join(folder, "cache"), modelsDir: join(folder, "models") }, threadEntry);
});
afterAll(async () => {
  await embedding.close();
  rmSync(folder, { recursive: true, force: true });
});

async function vectorsOf(texts: string[]): Promise<Float32Array[]> {
  const { vectors } = await embedding.embed(MINILM, "passage", texts);
  return texts.map((_, i) => vectors.subarray(i * 384, (i + 1) * 384));
}

describe("the converted model", () => {
  it("gives the vectors of an independent implementation, whatever shares the batch", async () => {
    const vectors = await vectorsOf(REFERENCE.map(([text]) => text));
    for (const [i, [text, expected]] of REFERENCE.entries()) {
      const found = expected.map((_, k) => vectors[i]![k * 48]!);
      for (const [k, value] of expected.entries()) expect(found[k], text).toBeCloseTo(value, 3);
      expect(dot(vectors[i]!, vectors[i]!)).toBeCloseTo(1, 5);
    }
  });

  it("puts what means the same close together", async () => {
    const [cat, kitten, tax] = await vectorsOf([
      "A cat sits on the mat.",
      "A kitten rests on a rug.",
      "Taxes are due.",
    ]);
    expect(dot(cat!, kitten!)).toBeGreaterThan(0.5);
    expect(dot(cat!, tax!)).toBeLessThan(0.2);
  });

  it("loses next to nothing in half precision", async () => {
    const [vector] = await vectorsOf(["The contract was signed in Beijing."]);
    const half = fromHalf(toHalf(vector!));
    expect(dot(half, vector!) / Math.sqrt(dot(half, half) * dot(vector!, vector!))).toBeGreaterThan(0.999999);
  });

  it("is written once and written anew when it is damaged", async () => {
    const cacheDir = join(folder, "cache");
    const [name, ...others] = readdirSync(cacheDir);
    expect(others).toEqual([]);
    const path = join(cacheDir, name!);
    const before = statSync(path);
    const open = () => openEmbedding({ cacheDir, modelsDir: folder }, threadEntry);
    const second = open();
    await second.embed(MINILM, "query", ["cat"]);
    await second.close();
    expect(statSync(path).mtimeMs).toBe(before.mtimeMs);
    writeFileSync(path, "half a model");
    const third = open();
    await third.embed(MINILM, "query", ["cat"]);
    await third.close();
    expect(statSync(path).size).toBe(before.size);
    expect(readdirSync(cacheDir)).toEqual([name]);
  });
});

describe("embedding", () => {
  it("refuses a text that is too long instead of cutting it", async () => {
    const fits = "cat ".repeat(254);
    expect(await embedding.countTokens(MINILM, [fits, ""])).toEqual([254, 0]);
    expect((await embedding.embed(MINILM, "passage", [fits])).tokens).toBe(256);
    const refused = embedding.embed(MINILM, "passage", ["cat", `${fits}cat`]);
    await expect(refused).rejects.toMatchObject({ code: "embedder.too-long", params: { tokens: 257, limit: 256 } });
    await expect(embedding.embed("nobody/1", "query", ["cat"])).rejects.toMatchObject({ code: "embedder.unknown" });
  });

  it("takes a question of any length", async () => {
    const question = `${"What does the contract say about rent? ".repeat(100)}`;
    const vector = await embedQuestion(embedding, MINILM, question);
    const [same, other] = await vectorsOf(["What does the contract say about rent?", "Cats sleep all day."]);
    expect(dot(vector, vector)).toBeCloseTo(1, 5);
    expect(dot(vector, same!)).toBeGreaterThan(dot(vector, other!) + 0.4);
  });

  it("lets a question overtake the passages that wait", async () => {
    const passages = Array.from({ length: 60 }, (_, i) => `${"The tenant pays the rent. ".repeat(30)}${i}`);
    let done = 0;
    const indexing = embedding.embed(MINILM, "passage", passages, { onProgress: (count) => (done = count) });
    while (done < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    const before = done;
    await embedding.embed(MINILM, "query", ["Who pays the rent?"]);
    // The batch that was running, and the one sent when it ended if the question came in between.
    expect(done - before).toBeLessThanOrEqual(4);
    expect(done).toBeLessThan(60);
    await indexing;
    expect(done).toBe(60);
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    const passages = Array.from({ length: 200 }, (_, i) => `${"The tenant pays the rent. ".repeat(30)}${i}`);
    let done = 0;
    const work = embedding.embed(MINILM, "passage", passages, {
      signal: controller.signal,
      onProgress: (count) => {
        done = count;
        controller.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ name: "AbortError" });
    await embedding.embed(MINILM, "query", ["Who pays the rent?"]);
    expect(done).toBeLessThan(5);
  });
});
