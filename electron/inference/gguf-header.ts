// Reads and checks the header of a GGUF file before anything native sees it. Used by entry.ts (inspect) and load.ts.
// Hostile files are expected: every length and offset is held against the file's size, memory and time are bounded.
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import type { ModelFileInfo } from "../../shared/children/inference.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import {
  QUANTIZATIONS,
  readFixedValue,
  safeInteger,
  TENSOR_BLOCKS,
  VALUE_ARRAY,
  VALUE_BYTES,
  VALUE_STRING,
} from "./gguf-format.ts";

const MAX_HEADER_BYTES = 256 * 1024 * 1024;
const MAX_ENTRIES = 65_536;
const MAX_KEY_BYTES = 65_535;
const MAX_STRING_BYTES = 4 * 1024 * 1024;
const MAX_KEPT_STRING_BYTES = 16 * 1024 * 1024;
const MAX_VOCABULARY = 4_194_304;
const MAX_KEPT_ARRAY = 4_096;
const MAX_TENSOR_NAME_BYTES = 63;
const MAX_DIMENSIONS = 4;
/** The key of the list of tokens. */
export const VOCABULARY = "tokenizer.ggml.tokens";
const WINDOW_BYTES = 256 * 1024;

/** An array of the metadata: numbers are kept where there are few of them, strings never. */
export interface GgufArray {
  elementType: number;
  count: number;
  numbers: number[] | null;
}
export type GgufValue = string | number | boolean | GgufArray;

/** What the header says, checked. `tensorBytes` is the size of all weights, `parameters` their number. */
export interface GgufHeader {
  path: string;
  sizeBytes: number;
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: ReadonlyMap<string, readonly number[]>;
  tensorBytes: number;
  parameters: number;
}

class Unsound extends Error {}

/** A moving window over the file: sequential reads, never beyond the file or the header's bound. */
class HeaderWindow {
  position = 0;
  readonly end: number;
  #file: FileHandle;
  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;

  constructor(file: FileHandle, sizeBytes: number) {
    this.#file = file;
    this.end = Math.min(sizeBytes, MAX_HEADER_BYTES);
  }

  get remaining(): number {
    return this.end - this.position;
  }

  /** Whether `length` bytes can be taken without reading the file. */
  #buffered(length: number): boolean {
    const offset = this.position - this.#windowStart;
    return offset >= 0 && offset + length <= this.#window.length;
  }

  async #fill(length: number): Promise<void> {
    if (length > this.remaining) throw new Unsound("the header ends too early.");
    const buffer = Buffer.allocUnsafe(Math.min(Math.max(length, WINDOW_BYTES), this.remaining));
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, this.position);
    if (bytesRead < length) throw new Unsound("the header ends too early.");
    this.#window = buffer.subarray(0, bytesRead);
    this.#windowStart = this.position;
  }

  /** The next bytes; valid until the next call. */
  async take(length: number): Promise<Buffer> {
    if (!this.#buffered(length)) await this.#fill(length);
    const offset = this.position - this.#windowStart;
    this.position += length;
    return this.#window.subarray(offset, offset + length);
  }

  skip(length: number): void {
    if (!(length <= this.remaining)) throw new Unsound("the header ends too early.");
    this.position += length;
  }

  async u32(): Promise<number> {
    return (await this.take(4)).readUInt32LE(0);
  }

  async u64(): Promise<number> {
    return safeInteger((await this.take(8)).readBigUInt64LE(0));
  }

  async string(maxBytes: number): Promise<string> {
    const length = await this.u64();
    if (length > maxBytes) throw new Unsound(`it holds a text of ${length} bytes where ${maxBytes} are allowed.`);
    return (await this.take(length)).toString("utf8");
  }

  /**
   * Steps over `count` strings. Vocabularies are long, so this goes on without a pause while the window lasts.
   * With `distinct`, refuses a text that is there twice: llama.cpp ends the process over such a vocabulary.
   */
  async skipStrings(count: number, distinct: boolean): Promise<void> {
    const seen = new Set<string>();
    let named = 0;
    for (let index = 0; index < count; index++) {
      if (!this.#buffered(8)) await this.#fill(8);
      const length = safeInteger(this.#window.readBigUInt64LE(this.position - this.#windowStart));
      this.position += 8;
      if (distinct && length > 0) {
        if (length > MAX_KEY_BYTES) throw new Unsound("its vocabulary holds an endless token.");
        if (!this.#buffered(length)) await this.#fill(length);
        const start = this.position - this.#windowStart;
        seen.add(this.#window.toString("latin1", start, start + length));
        named++;
      }
      this.skip(length);
    }
    if (seen.size !== named) throw new Unsound("its vocabulary holds a token twice.");
  }
}

async function readArray(window: HeaderWindow, distinct: boolean): Promise<GgufArray> {
  const elementType = await window.u32();
  const count = await window.u64();
  if (elementType === VALUE_STRING) {
    if (count * 8 > window.remaining) throw new Unsound("a list is longer than the file.");
    if (distinct && count > MAX_VOCABULARY) throw new Unsound("its vocabulary is too large.");
    await window.skipStrings(count, distinct);
    return { elementType, count, numbers: null };
  }
  const bytes = VALUE_BYTES[elementType];
  if (bytes === undefined) throw new Unsound(`a list holds values of the unknown type ${elementType}.`);
  if (count * bytes > window.remaining) throw new Unsound("a list is longer than the file.");
  if (count > MAX_KEPT_ARRAY) {
    window.skip(count * bytes);
    return { elementType, count, numbers: null };
  }
  const data = await window.take(count * bytes);
  const numbers = Array.from({ length: count }, (_, index) =>
    Number(readFixedValue(data.subarray(index * bytes, (index + 1) * bytes), elementType)),
  );
  return { elementType, count, numbers };
}

async function readMetadata(
  window: HeaderWindow,
  count: number,
  distinctTokens: boolean,
): Promise<Map<string, GgufValue>> {
  const metadata = new Map<string, GgufValue>();
  let keptBytes = 0;
  for (let index = 0; index < count; index++) {
    const key = await window.string(MAX_KEY_BYTES);
    if (metadata.has(key)) throw new Unsound(`the key ${key.slice(0, 80)} is there twice.`);
    const type = await window.u32();
    const bytes = VALUE_BYTES[type];
    let value: GgufValue;
    if (type === VALUE_STRING) {
      value = await window.string(MAX_STRING_BYTES);
      keptBytes += value.length;
    } else if (type === VALUE_ARRAY) value = await readArray(window, distinctTokens && key === VOCABULARY);
    else if (bytes !== undefined) value = readFixedValue(await window.take(bytes), type);
    else throw new Unsound(`a value has the unknown type ${type}.`);
    keptBytes += key.length;
    if (keptBytes > MAX_KEPT_STRING_BYTES) throw new Unsound("its description is too long.");
    metadata.set(key, value);
  }
  return metadata;
}

/** Bytes of a tensor's data, from its shape and type. */
function bytesOfTensor(name: string, shape: readonly number[], type: number): number {
  const block = TENSOR_BLOCKS[type];
  if (!block) throw new Unsound(`the tensor ${name} has the type ${type}, which is not known here.`);
  const [blockElements, blockBytes] = block;
  if ((shape[0] ?? 1) % blockElements !== 0) throw new Unsound(`the tensor ${name} has a row that is no whole block.`);
  const elements = shape.reduce((product, length) => product * length, 1);
  if (!Number.isSafeInteger(elements)) throw new Unsound(`the tensor ${name} is too large.`);
  return (elements / blockElements) * blockBytes;
}

async function readTensors(window: HeaderWindow, count: number, alignment: number) {
  const tensors = new Map<string, readonly number[]>();
  let parameters = 0;
  let dataBytes = 0;
  let tensorBytes = 0;
  let endBytes = 0;
  for (let index = 0; index < count; index++) {
    const name = await window.string(MAX_TENSOR_NAME_BYTES);
    if (tensors.has(name)) throw new Unsound(`the tensor ${name} is there twice.`);
    const dimensions = await window.u32();
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) throw new Unsound(`the tensor ${name} has no sound shape.`);
    const shape: number[] = [];
    for (let axis = 0; axis < dimensions; axis++) {
      const length = await window.u64();
      if (length < 1 || !Number.isSafeInteger(length)) throw new Unsound(`the tensor ${name} has no sound shape.`);
      shape.push(length);
    }
    const bytes = bytesOfTensor(name, shape, await window.u32());
    const offset = await window.u64();
    if (offset !== dataBytes) throw new Unsound(`the tensor ${name} is not where it should be.`);
    tensorBytes += bytes;
    endBytes = offset + bytes;
    dataBytes = Math.ceil((dataBytes + bytes) / alignment) * alignment;
    if (!Number.isSafeInteger(dataBytes)) throw new Unsound(`the tensor ${name} is too large.`);
    parameters += shape.reduce((product, length) => product * length, 1);
    tensors.set(name, shape);
  }
  return { tensors, parameters, tensorBytes, endBytes };
}

function alignmentOf(metadata: ReadonlyMap<string, GgufValue>): number {
  const alignment = metadata.get("general.alignment") ?? 32;
  const sound =
    typeof alignment === "number" && alignment >= 8 && alignment <= 65_536 && Number.isInteger(Math.log2(alignment));
  if (!sound) throw new Unsound("its alignment is not a power of two.");
  return alignment;
}

async function readSound(path: string, file: FileHandle, distinctTokens: boolean): Promise<GgufHeader> {
  const { size: sizeBytes } = await file.stat();
  const window = new HeaderWindow(file, sizeBytes);
  if (sizeBytes < 24 || (await window.take(4)).toString("latin1") !== "GGUF") {
    throw new Unsound("it does not begin as one.");
  }
  const version = await window.u32();
  if (version !== 2 && version !== 3) throw new Unsound(`it is of version ${version}, only 2 and 3 can be read.`);
  const tensorCount = await window.u64();
  const metadataCount = await window.u64();
  if (tensorCount > MAX_ENTRIES || metadataCount > MAX_ENTRIES) throw new Unsound("it claims too many entries.");
  const metadata = await readMetadata(window, metadataCount, distinctTokens);
  const alignment = alignmentOf(metadata);
  const { tensors, parameters, tensorBytes, endBytes } = await readTensors(window, tensorCount, alignment);
  const dataStart = Math.ceil(window.position / alignment) * alignment;
  if (dataStart + endBytes > sizeBytes && tensorCount > 0) {
    throw new Unsound(`it should be ${dataStart + endBytes} bytes long and is ${sizeBytes}. The file is incomplete.`);
  }
  return { path, sizeBytes, metadata, tensors, tensorBytes, parameters };
}

/**
 * Reads and checks a header. Throws `file.not-found`, `file.unreadable` or `model.invalid`. `forLoading` also looks for
 * tokens that are there twice, which takes a moment with large vocabularies.
 */
export async function readGgufHeader(path: string, forLoading = false): Promise<GgufHeader> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new AlcoveError("file.not-found", { path }, { cause: error });
    throw new AlcoveError("file.unreadable", { file: basename(path), detail: error.message }, { cause: error });
  });
  try {
    return await readSound(path, file, forLoading);
  } catch (error) {
    if (error instanceof Unsound) throw invalidModel(path, error.message);
    const detail = error instanceof Error ? error.message : String(error);
    throw new AlcoveError("file.unreadable", { file: basename(path), detail }, { cause: error });
  } finally {
    await file.close();
  }
}

/** The refusal of an unsound model file. */
export function invalidModel(path: string, detail: string): AlcoveError {
  return new AlcoveError("model.invalid", { file: basename(path), detail });
}

/** A metadata value as a number, null where it is absent or something else. */
export function numberIn(header: GgufHeader, key: string): number | null {
  const value = header.metadata.get(key);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A metadata value as a text, null where it is absent, empty or something else. */
export function textIn(header: GgufHeader, key: string): string | null {
  const value = header.metadata.get(key);
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

/** The model's architecture, as llama.cpp names it. */
export function architectureOf(header: GgufHeader): string {
  const architecture = textIn(header, "general.architecture");
  if (architecture === null) throw invalidModel(header.path, "it does not name its architecture.");
  return architecture;
}

/** What a person wants to know of a file, from its header. */
export function describeModel(header: GgufHeader): ModelFileInfo {
  const architecture = architectureOf(header);
  const fileType = numberIn(header, "general.file_type");
  return {
    name: textIn(header, "general.name"),
    architecture,
    parameters: header.parameters || numberIn(header, "general.parameter_count"),
    quantization: fileType === null ? null : (QUANTIZATIONS[fileType] ?? null),
    contextTokens: numberIn(header, `${architecture}.context_length`),
    sizeBytes: header.sizeBytes,
    hasChatTemplate: textIn(header, "tokenizer.chat_template") !== null,
    licence: textIn(header, "general.license.name") ?? textIn(header, "general.license"),
  };
}
