// Reads the parts of a ZIP container whose content cannot be trusted, and writes the plain ones that libraries are given.
// The limits hold while bytes are inflated, so what an entry claims about its size does not matter.
import { crc32, inflateRawSync } from "node:zlib";

/** Most bytes that one part may have, inflated. */
const MAX_PART_BYTES = 64 * 1048576;
/** Most bytes that are inflated from one container altogether. */
const MAX_TOTAL_BYTES = 160 * 1048576;
/** Text deflates to a tenth; what deflates to less than a 150th of more than this many bytes was made to fill memory. */
const SUSPICIOUS_BYTES = 8 * 1048576;
const SUSPICIOUS_RATIO = 150;
const MAX_ENTRIES = 100_000;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** The end record is 22 bytes and a comment of at most 64 KiB. */
const END_WINDOW = 22 + 65_535;

interface Entry {
  method: number;
  offset: number;
  packed: number;
  encrypted: boolean;
}

/** Parts of a container by name. Nothing is inflated before it is read, and nothing is ever written to a disk. */
export interface Container {
  names: string[];
  /** The bytes of a part; null where there is none. Throws Error where it is damaged, encrypted or beyond the limits. */
  read(name: string): Buffer | null;
}

function endRecord(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - END_WINDOW); at--) {
    if (bytes.readUInt32LE(at) === END) return at;
  }
  throw new Error("the list of its parts is missing");
}

function listEntries(bytes: Buffer): Map<string, Entry> {
  const end = endRecord(bytes);
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < MAX_ENTRIES && at + 46 <= end && bytes.readUInt32LE(at) === CENTRAL; index++) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength).replace(/^\/+/, "");
    // Of two parts with one name the first is taken, always.
    if (!entries.has(name)) {
      entries.set(name, {
        encrypted: (bytes.readUInt16LE(at + 8) & 1) !== 0,
        method: bytes.readUInt16LE(at + 10),
        packed: bytes.readUInt32LE(at + 20),
        offset: bytes.readUInt32LE(at + 42),
      });
    }
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function inflate(packed: Buffer, limit: number, name: string): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    const isBeyond = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new Error(`its part ${name} is ${isBeyond ? "too large" : "broken"}`, { cause: error });
  }
}

/** Opens a container. Throws Error where the list of its parts cannot be read. */
export function openZip(source: Uint8Array): Container {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const entries = listEntries(bytes);
  let total = 0;
  const read = (name: string): Buffer | null => {
    const entry = entries.get(name);
    if (!entry) return null;
    if (entry.encrypted) throw new Error(`its part ${name} is encrypted`);
    if (entry.offset + 30 > bytes.length || bytes.readUInt32LE(entry.offset) !== LOCAL) {
      throw new Error(`its part ${name} is missing`);
    }
    const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28);
    const packed = bytes.subarray(start, start + entry.packed);
    if (entry.method !== 0 && entry.method !== 8) throw new Error(`its part ${name} is packed in an unknown way`);
    const suspicious = Math.max(SUSPICIOUS_BYTES, packed.length * SUSPICIOUS_RATIO);
    const limit = Math.min(MAX_PART_BYTES, MAX_TOTAL_BYTES - total, suspicious);
    const part = entry.method === 0 ? packed : inflate(packed, limit, name);
    if (part.length > limit) throw new Error(`its part ${name} is too large`);
    total += part.length;
    return part;
  };
  return { names: [...entries.keys()], read };
}

/** A container with these parts, stored as they are. */
export function writeZip(parts: Iterable<[string, Uint8Array]>): Buffer {
  const body: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of parts) {
    const nameBytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(LOCAL, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(0x800, 6); // names are UTF-8
    local.writeUInt32LE(crc32(content), 14);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(nameBytes.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(CENTRAL, 0);
    central.writeUInt16LE(20, 4);
    local.copy(central, 6, 4, 30);
    central.writeUInt32LE(offset, 42);
    body.push(local, nameBytes, content);
    list.push(central, nameBytes);
    offset += 30 + nameBytes.length + content.length;
  }
  const count = list.length / 2;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(
    list.reduce((sum, part) => sum + part.length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...body, ...list, end]);
}
