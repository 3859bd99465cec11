// Reads one entry of a ZIP file as a stream, without unpacking the rest. For build/models-fetch.ts: wheels are ZIP files.
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";

interface ZipEntry {
  name: string;
  method: number;
  compressedBytes: number;
  headerOffset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  if (bytesRead !== length) throw new Error("The ZIP file ends too early.");
  return buffer;
}

async function listEntries(file: FileHandle): Promise<ZipEntry[]> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - 66_000), Math.min(size, 66_000));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end--;
  if (end < 0) throw new Error("The file is not a ZIP file.");
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: ZipEntry[] = [];
  for (let at = 0; at < directory.length; ) {
    if (directory.readUInt32LE(at) !== ENTRY_SIGNATURE) throw new Error("The ZIP directory is damaged.");
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString("utf8", at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      headerOffset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** The content of the first entry whose name `matches`; throws where there is none. Not for ZIP64 or encrypted files. */
export async function readZipEntry(path: string, matches: (name: string) => boolean): Promise<Readable> {
  const file = await open(path);
  try {
    const entry = (await listEntries(file)).find(({ name }) => matches(name));
    if (!entry) throw new Error(`The expected file is not in ${path}.`);
    const local = await readAt(file, entry.headerOffset, 30);
    if (local.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new Error("The ZIP entry is damaged.");
    const start = entry.headerOffset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    const raw = createReadStream(path, { start, end: start + entry.compressedBytes - 1 });
    if (entry.method === STORED) return raw;
    if (entry.method !== DEFLATED) throw new Error(`The ZIP entry is packed with the unknown method ${entry.method}.`);
    const content = new PassThrough();
    pipeline(raw, createInflateRaw(), content).catch((error) => content.destroy(error));
    return content;
  } finally {
    await file.close();
  }
}
