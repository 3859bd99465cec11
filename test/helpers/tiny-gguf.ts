// Writes a tiny but complete chat model as a GGUF file, so that tests run the real llama.cpp without large files.
// Imported by tests; runnable as `node test/helpers/tiny-gguf.ts OUT`.
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

/** What to write instead of the defaults. */
export interface TinyGgufOptions {
  /** Context that the model claims to be trained for, in tokens. Default 2,048. */
  contextTokens?: number;
  /** Seed of the random weights. */
  seed?: number;
  name?: string;
  /** Jinja chat template; null writes none. Default ChatML. */
  chatTemplate?: string | null;
  /**
   * Makes the model answer this text to everything, then end. It is followed byte by byte, so no byte may repeat and
   * none may be a line feed. Without it the weights are random and so is what the model says.
   */
  answer?: string;
  /** Makes it say `answer` over and over instead of ending. */
  endless?: boolean;
  /** Declares the turn markers as "user defined" tokens, as some converted files do. Default false: control tokens. */
  markersAsUserDefined?: boolean;
  /** Claims one more tensor of this size whose data is not written: extend the file (sparsely) to make it sound. */
  unwrittenGigabytes?: number;
}

const EMBEDDING = 64;
const HEADS = 4;
const KEY_VALUE_HEADS = 2;
const KEY_VALUE = (EMBEDDING / HEADS) * KEY_VALUE_HEADS;
const FEED_FORWARD = 128;
const LAYERS = 2;
const ALIGNMENT = 32;

/** Turn markers of ChatML and the end of the text, in the order of their token ids after the merged tokens. */
export const TINY_CONTROL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] as const;

const CHATML =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

const MERGES = ["t h", "h e", "i n", "e r", "a n", "o n", "th e", "an d", "Ġ th", "Ġ a", "Ġth e", "Ġ in", "in g"];

const U32 = 4;
const I32 = 5;
const F32 = 6;
const BOOL = 7;
const STRING = 8;
const ARRAY = 9;

/** GPT-2's printable stand-in for each byte. */
function byteCharacters(): string[] {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

/** Deterministic uniform numbers in [0, 1) (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([u64(bytes.length), bytes]);
}

function entry(key: string, type: number, value: Buffer): Buffer {
  return Buffer.concat([text(key), u32(type), value]);
}

function list(elementType: number, items: Buffer[]): Buffer {
  return Buffer.concat([u32(elementType), u64(items.length), ...items]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)]);
}

interface Tensor {
  name: string;
  /** Innermost dimension first, as GGUF has it. */
  shape: number[];
  values: Float32Array;
}

function vocabulary(): string[] {
  return [...byteCharacters(), ...MERGES.map((merge) => merge.replace(" ", "")), ...TINY_CONTROL_TOKENS];
}

/** Rows of `vocabularySize` random directions, each of +1 and -1: nearly at right angles to each other. */
function directions(vocabularySize: number, random: () => number): Float32Array {
  return Float32Array.from({ length: vocabularySize * EMBEDDING }, () => (random() < 0.5 ? -1 : 1));
}

/**
 * Output weights that make each byte of `answer` follow the one before it; the first follows the prompt's line feed, and
 * after the last comes the end, or with `endToken` null the first again.
 */
function followingBytes(answer: string, embedding: Float32Array, endToken: number | null): Float32Array {
  const output = new Float32Array(embedding.length);
  const bytes = [...Buffer.from(answer, "utf8")];
  if (new Set([0x0a, ...bytes]).size !== bytes.length + 1) throw new Error("A byte of the answer repeats.");
  for (const [index, token] of [...bytes, endToken ?? bytes[0]!].entries()) {
    const before = index === 0 ? 0x0a : (bytes[index - 1] ?? 0);
    for (let axis = 0; axis < EMBEDDING; axis++) {
      output[token * EMBEDDING + axis]! += embedding[before * EMBEDDING + axis] ?? 0;
    }
  }
  return output;
}

function tensorsOf(options: TinyGgufOptions, vocabularySize: number): Tensor[] {
  const random = randomNumbers(options.seed ?? 1);
  const constant = (size: number, value: number) => new Float32Array(size).fill(value);
  const noise = (size: number) => Float32Array.from({ length: size }, () => (random() - 0.5) * 0.5);
  const fixed = options.answer !== undefined;
  const matrix = (name: string, columns: number, rows: number, writesBack = false): Tensor => ({
    name: `${name}.weight`,
    shape: [columns, rows],
    // A fixed answer follows from the last token alone, so the layers then add nothing.
    values: fixed && writesBack ? constant(columns * rows, 0) : noise(columns * rows),
  });
  const ones = (name: string): Tensor => ({
    name: `${name}.weight`,
    shape: [EMBEDDING],
    values: constant(EMBEDDING, 1),
  });
  const embedding = directions(vocabularySize, random);
  const layers = Array.from({ length: LAYERS }, (_, layer) => [
    ones(`blk.${layer}.attn_norm`),
    matrix(`blk.${layer}.attn_q`, EMBEDDING, EMBEDDING),
    matrix(`blk.${layer}.attn_k`, EMBEDDING, KEY_VALUE),
    matrix(`blk.${layer}.attn_v`, EMBEDDING, KEY_VALUE),
    matrix(`blk.${layer}.attn_output`, EMBEDDING, EMBEDDING, true),
    ones(`blk.${layer}.ffn_norm`),
    matrix(`blk.${layer}.ffn_gate`, EMBEDDING, FEED_FORWARD),
    matrix(`blk.${layer}.ffn_up`, EMBEDDING, FEED_FORWARD),
    matrix(`blk.${layer}.ffn_down`, FEED_FORWARD, EMBEDDING, true),
  ]);
  const shape = [EMBEDDING, vocabularySize];
  const output =
    options.answer === undefined
      ? noise(embedding.length)
      : followingBytes(options.answer, embedding, options.endless ? null : vocabularySize - 1);
  return [
    { name: "token_embd.weight", shape, values: embedding },
    ...layers.flat(),
    ones("output_norm"),
    { name: "output.weight", shape, values: output },
  ];
}

function metadataOf(options: TinyGgufOptions, tokens: string[]): Buffer[] {
  const firstControl = tokens.length - TINY_CONTROL_TOKENS.length;
  const marker = options.markersAsUserDefined ? 4 : 3;
  const types = tokens.map((_, id) => (id < firstControl ? 1 : id === firstControl ? 3 : marker));
  const template = options.chatTemplate === undefined ? CHATML : options.chatTemplate;
  return [
    entry("general.architecture", STRING, text("llama")),
    entry("general.type", STRING, text("model")),
    entry("general.name", STRING, text(options.name ?? "Tiny test model")),
    entry("general.license", STRING, text("apache-2.0")),
    entry("general.file_type", U32, u32(0)),
    entry("llama.block_count", U32, u32(LAYERS)),
    entry("llama.context_length", U32, u32(options.contextTokens ?? 2_048)),
    entry("llama.embedding_length", U32, u32(EMBEDDING)),
    entry("llama.feed_forward_length", U32, u32(FEED_FORWARD)),
    entry("llama.attention.head_count", U32, u32(HEADS)),
    entry("llama.attention.head_count_kv", U32, u32(KEY_VALUE_HEADS)),
    entry("llama.attention.layer_norm_rms_epsilon", F32, f32(1e-5)),
    entry("llama.rope.dimension_count", U32, u32(EMBEDDING / HEADS)),
    entry("llama.vocab_size", U32, u32(tokens.length)),
    entry("tokenizer.ggml.model", STRING, text("gpt2")),
    entry("tokenizer.ggml.pre", STRING, text("gpt-2")),
    entry("tokenizer.ggml.tokens", ARRAY, list(STRING, tokens.map(text))),
    entry("tokenizer.ggml.token_type", ARRAY, list(I32, types.map(u32))),
    entry("tokenizer.ggml.merges", ARRAY, list(STRING, MERGES.map(text))),
    entry("tokenizer.ggml.bos_token_id", U32, u32(firstControl)),
    entry("tokenizer.ggml.eos_token_id", U32, u32(tokens.length - 1)),
    entry("tokenizer.ggml.add_bos_token", BOOL, Buffer.from([0])),
    ...(template === null ? [] : [entry("tokenizer.chat_template", STRING, text(template))]),
  ];
}

/** The bytes of the model file: two llama layers, 272 byte-level BPE tokens, about 0.4 MB. */
export function tinyGguf(options: TinyGgufOptions = {}): Buffer {
  const tokens = vocabulary();
  const metadata = metadataOf(options, tokens);
  const tensors = tensorsOf(options, tokens.length);
  const infos: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    infos.push(Buffer.concat([text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset)]));
    const bytes = padded(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    data.push(bytes);
    offset += bytes.length;
  }
  if (options.unwrittenGigabytes) {
    const shape = [2 ** 28, options.unwrittenGigabytes];
    infos.push(Buffer.concat([text("unwritten.weight"), u32(2), ...shape.map(u64), u32(0), u64(offset)]));
  }
  const head = [Buffer.from("GGUF"), u32(3), u64(infos.length), u64(metadata.length), ...metadata, ...infos];
  return Buffer.concat([padded(Buffer.concat(head)), ...data]);
}

/** Writes the model to `path`. */
export async function writeTinyGguf(path: string, options: TinyGgufOptions = {}): Promise<void> {
  await writeFile(path, tinyGguf(options));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , out] = process.argv;
  if (!out) {
    console.error("Usage: node test/helpers/tiny-gguf.ts OUT");
    process.exitCode = 1;
  } else await writeTinyGguf(out);
}
