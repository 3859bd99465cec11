// Promise: a file that is no sound GGUF is refused before anything native sees it, quickly and with a reason.
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeModel, readGgufHeader } from "../../electron/inference/gguf-header.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { tinyGguf } from "../helpers/tiny-gguf.ts";
import { fetchedModel, refusal } from "./inference-child.ts";

const sound = tinyGguf();
let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alcove-gguf-"));
  path = join(folder, "model.gguf");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readBytes(bytes: Buffer) {
  await writeFile(path, bytes);
  return readGgufHeader(path, true);
}

/** A GGUF that begins soundly, claims one metadata entry and goes on with `entry`. */
function withEntry(entry: Buffer): Buffer {
  const head = Buffer.alloc(24);
  head.write("GGUF");
  head.writeUInt32LE(3, 4);
  head.writeBigUInt64LE(1n, 16);
  return Buffer.concat([head, entry]);
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

const key = Buffer.concat([u64(1n), Buffer.from("k")]);
const u32 = (value: number) => Buffer.from(new Uint32Array([value]).buffer);

describe("a sound file", () => {
  it("says what it is", async () => {
    expect(describeModel(await readBytes(sound))).toEqual({
      name: "Tiny test model",
      architecture: "llama",
      parameters: 108_864,
      quantization: "F32",
      contextTokens: 2_048,
      sizeBytes: sound.length,
      hasChatTemplate: true,
      licence: "apache-2.0",
    });
  });

  const qwen = fetchedModel("qwen2.5-coder-0.5b-instruct-q4_k_m.gguf");
  it.skipIf(!qwen)("is read with the figures that its publisher gives", async () => {
    const info = describeModel(await readGgufHeader(qwen ?? ""));
    expect(info).toMatchObject({
      architecture: "qwen2",
      quantization: "Q4_K_M",
      contextTokens: 32_768,
      sizeBytes: 491_400_064,
      hasChatTemplate: true,
    });
  });
});

describe("an unsound file", () => {
  it.each([
    ["is empty", Buffer.alloc(0)],
    ["is something else", Buffer.from("%PDF-1.7 and then some more text to be long enough")],
    ["is of a version to come", Buffer.concat([Buffer.from("GGUF"), u32(9), sound.subarray(8)])],
    ["claims more entries than fit", Buffer.concat([sound.subarray(0, 16), u64(2n ** 60n), sound.subarray(24)])],
    ["claims a text of 2^63 bytes", withEntry(Buffer.concat([u64(2n ** 63n), Buffer.alloc(64)]))],
    ["claims a list of 2^61 numbers", withEntry(Buffer.concat([key, u32(9), u32(4), u64(2n ** 61n)]))],
    ["claims a list of 2^61 texts", withEntry(Buffer.concat([key, u32(9), u32(8), u64(2n ** 61n)]))],
    ["nests a list in a list", withEntry(Buffer.concat([key, u32(9), u32(9), u64(1n), Buffer.alloc(64)]))],
    ["holds a value of an unknown type", withEntry(Buffer.concat([key, u32(77), Buffer.alloc(64)]))],
  ])("that %s is refused", async (_what, bytes) => {
    const error = await refusal(readBytes(bytes), "model.invalid");
    expect(error.message).toContain("model.gguf");
    expect(String(error.params.detail)).toMatch(/\.$/);
  });

  it("is refused wherever a download was cut off", async () => {
    await writeFile(path, sound);
    for (let length = sound.length - 1; length > 0; length -= length > 8_000 ? 40_009 : 331) {
      await truncate(path, length);
      await refusal(readGgufHeader(path), "model.invalid");
    }
  });

  it("is reported as missing where there is none", async () => {
    await refusal(readGgufHeader(join(folder, "absent.gguf")), "file.not-found");
  });
});

/** Deterministic numbers in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The file with one to three bytes or words of its header changed. */
function mutated(seed: number): Buffer {
  const random = numbers(seed);
  const bytes = Buffer.from(sound);
  const headerBytes = sound.length - 108_864 * 4;
  for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
    // Half of the changes go to the first part, where counts and sizes are.
    const at = Math.floor(random() * (random() < 0.5 ? 1_500 : headerBytes - 4));
    const kind = random();
    if (kind < 0.4) bytes[at] = Math.floor(random() * 256);
    else if (kind < 0.7) bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    else bytes.writeUInt32LE(random() < 0.5 ? 0xffff_ffff : Math.floor(random() * 1_000), at);
  }
  return bytes;
}

describe("a damaged header", () => {
  it("is read or refused, a hundred times over, and never takes long", async () => {
    let refused = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const startedAt = performance.now();
      const outcome = await readBytes(mutated(seed)).catch((error: unknown) => error);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      if (!(outcome instanceof Error)) continue;
      expect(outcome).toBeInstanceOf(AlcoveError);
      expect((outcome as AlcoveError).code).toBe("model.invalid");
      refused++;
    }
    expect(refused).toBeGreaterThan(20);
  });
});
