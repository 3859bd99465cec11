// From bytes to text when nothing says which encoding it is. Called by the text and Markdown formats.
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { plausibility, type Script, scriptOf, wordShares } from "./plausibility.ts";

/** Longest text that is read, in UTF-16 units. */
export const MAX_CHARACTERS = 20_000_000;

/** A text with the name of its encoding (WHATWG). `truncated` where it was longer than MAX_CHARACTERS. */
export interface DecodedText {
  text: string;
  encoding: string;
  truncated: boolean;
}

/** What only other systems and old programs wrote: such a reading has to look better than a common one by RARE_MALUS. */
const RARE = [
  "iso-8859-2",
  "iso-8859-5",
  "iso-8859-6",
  "iso-8859-7",
  "iso-8859-8",
  "iso-8859-13",
  "iso-8859-15",
  "iso-8859-4",
  "iso-8859-3",
  "ibm866",
  "macintosh",
  "x-mac-cyrillic",
];
const RARE_MALUS: Record<string, number> = { ibm866: 0.06, macintosh: 0.12, "x-mac-cyrillic": 0.12 };
const ISO_MALUS = 0.02;

/** Asked in this order, so that of two readings that look equally good the more common one wins. */
const LEGACY = [
  "gb18030",
  "big5",
  "shift_jis",
  "euc-jp",
  "euc-kr",
  "windows-1252",
  "windows-1251",
  "windows-1250",
  "windows-1254",
  "windows-1253",
  "windows-1255",
  "windows-1256",
  "windows-1257",
  "windows-874",
  "windows-1258",
  "koi8-u",
  ...RARE,
];

/** Bytes that are looked at for zeros, control characters and the structure of UTF-8. */
const SAMPLE_BYTES = 64 * 1024;

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding, { ignoreBOM: false }).decode(bytes);
}

function byOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
}

/** UTF-16 without a mark: zero bytes keep to one side, or one reading gives one script throughout. */
function guessUtf16(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, Math.min(bytes.length, SAMPLE_BYTES) & ~1);
  if (bytes.length % 2 !== 0 || sample.length < 4) return null;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < sample.length; index += 2) {
    if (sample[index] === 0) even++;
    if (sample[index + 1] === 0) odd++;
  }
  const pairs = sample.length / 2;
  if (odd > 0.3 * pairs && even < 0.02 * pairs) return "utf-16le";
  if (even > 0.3 * pairs && odd < 0.02 * pairs) return "utf-16be";
  // It can still be UTF-16 of another alphabet or of Chinese, unless it is UTF-8.
  if (even + odd === 0 && isMostlyUtf8(bytes)) return null;
  return ["utf-16le", "utf-16be"].find((encoding) => looksWide(decode(sample, encoding))) ?? null;
}

/** Characters by what they can be in the alphabets of the world: planes of rare signs and unassigned codes say nonsense. */
const ASSIGNED = /^[\p{L}\p{M}\p{N}\p{P}\p{Zs}\p{Sm}\p{Sc}\p{So}\t\n\r\u200b-\u200f\u202a-\u202e]$/u;

/** Scripts that are written together. */
const family = (script: Script): string => (script === "kana" || script === "han" ? "east-asian" : script);

/** Whether a reading as UTF-16 is one script with what goes along with any, and looks like language. */
function looksWide(text: string): boolean {
  const scripts = new Map<string, number>();
  let count = 0;
  let plain = 0;
  let bad = 0;
  for (const character of text) {
    count++;
    const code = character.codePointAt(0)!;
    if (code < 0x80) plain++;
    if (code === 0xfffd || (code >= 0xe000 && code < 0xf900) || !ASSIGNED.test(character)) bad++;
    else if (code >= 0x80 && /[\p{L}\p{M}]/u.test(character)) {
      const script = family(scriptOf(character));
      scripts.set(script, (scripts.get(script) ?? 0) + 1);
    }
  }
  const letters = [...scripts.values()].reduce((sum, one) => sum + one, 0);
  const [script, most] = [...scripts].sort((a, b) => b[1] - a[1])[0] ?? ["other", 0];
  if (script === "other" || bad > 0.01 * count || most < 0.85 * letters || plain + letters < 0.75 * count) return false;
  // Any two bytes make a Han character or a Korean syllable: these have to be the ordinary ones.
  if (script === "east-asian") return plausibility(text) > WIDE_HAN;
  return plausibility(text) > (script === "hangul" ? 0.7 : 0.25);
}

/** Texts in Chinese and Japanese come to 0.75 and more, other bytes read as if they were to less than 0.6. */
const WIDE_HAN = 0.66;

/** UTF-8 that may end in a cut character and hold a few stray bytes. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES * 4);
  const read = decode(sample, "utf-8");
  const text = sample.length < bytes.length ? read.replace(/\ufffd$/, "") : read;
  const bad = text.match(/\ufffd/g)?.length ?? 0;
  if (bad === 0) return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the question is which characters are not ASCII
  const good = text.match(/[^\u0000-\u007f\ufffd]/g)?.length ?? 0;
  // Legacy text read as UTF-8 has hardly any valid sequence; a UTF-8 file with a few broken bytes has many.
  return good > 8 * bad;
}

/** Bytes that the legacy encodings are compared on, and how far into a file they are looked for. */
const TELLING_BYTES = 12 * 1024;
const TELLING_LOOK = 4 * 1024 * 1024;
/** A line longer than this is cut: it may be the whole file. */
const MAX_LINE = 4 * 1024;

/** The lines with bytes beyond ASCII, which alone tell one encoding from another. No encoding has line feeds inside a character. */
function tellingLines(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= TELLING_BYTES) return bytes;
  const lines: Uint8Array[] = [];
  let length = 0;
  for (let start = 0; start < Math.min(bytes.length, TELLING_LOOK) && length < TELLING_BYTES; ) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    const line = bytes.subarray(start, Math.min(end, start + MAX_LINE));
    if (line.some((byte) => byte >= 0x80)) {
      lines.push(line);
      length += line.length;
    }
    start += line.length;
  }
  return lines.length === 0 ? bytes.subarray(0, TELLING_BYTES) : Buffer.concat(lines);
}

/** Several formats ask about the same bytes. */
const judged = new WeakMap<Uint8Array, { encoding: string; score: number }>();

function bestLegacy(bytes: Uint8Array): { encoding: string; score: number } {
  const before = judged.get(bytes);
  if (before) return before;
  const sample = tellingLines(bytes);
  const shares = wordShares(decode(sample, "windows-1252"));
  let best = { encoding: "windows-1252", score: Number.NEGATIVE_INFINITY };
  for (const encoding of LEGACY) {
    const malus = RARE.includes(encoding) ? (RARE_MALUS[encoding] ?? ISO_MALUS) : 0;
    const score = plausibility(decode(sample, encoding), encoding, shares) - malus;
    if (score > best.score + 1e-9) best = { encoding, score };
  }
  judged.set(bytes, best);
  return best;
}

/** Mail of Japan that keeps to seven bits: shifts into and out of its characters are marked by escape sequences. */
function isIso2022Jp(bytes: Uint8Array): boolean {
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE_BYTES)).toString("latin1");
  return ["\x1b$B", "\x1b$@"].some((shift) => sample.includes(shift)) && !/[\x80-\xff]/.test(sample);
}

/** The encoding of these bytes: by mark, by structure, else the reading that looks most like language. */
export function detectEncoding(bytes: Uint8Array): string {
  const marked = byOrderMark(bytes) ?? guessUtf16(bytes);
  if (marked) return marked;
  if (isIso2022Jp(bytes)) return "iso-2022-jp";
  return isMostlyUtf8(bytes) ? "utf-8" : bestLegacy(bytes).encoding;
}

const BINARY_MAGIC = [
  "MZ",
  "\x7fELF",
  "PK\x03\x04",
  "PK\x05\x06",
  "\x89PNG",
  "GIF8",
  "\xff\xd8\xff",
  "\xd0\xcf\x11\xe0",
  "\x1f\x8b",
  "7z\xbc\xaf",
  "Rar!",
  "BZh",
  "\xca\xfe\xba\xbe",
  "RIFF",
  "OggS",
  "ID3",
  "SQLite format 3",
  "GGUF",
  "wOFF",
  "\x00\x01\x00\x00",
  "OTTO",
  "\x00asm",
];

/** Whether these bytes are no text in any encoding. */
export function isBinary(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  if (BINARY_MAGIC.some((magic) => head.startsWith(magic) && (magic.length > 2 || bytes.includes(0)))) return true;
  if (byOrderMark(bytes) || guessUtf16(bytes)) return false;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let control = 0;
  let zero = 0;
  for (const byte of sample) {
    if (byte === 0) zero++;
    else if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) control++;
  }
  // A text may have been padded with zeros; other control characters are rare in any text.
  if (control > 0.02 * sample.length) return true;
  if (zero > 0.05 * sample.length) return !isPaddedText(sample);
  return !isMostlyUtf8(bytes) && bestLegacy(bytes).score < 0.1;
}

function isPaddedText(sample: Uint8Array): boolean {
  const rest = sample.filter((byte) => byte !== 0);
  return rest.length > 16 && rest.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be replaced
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f\ufffe\uffff]+/g;
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

/** The text fit to be stored and shown: control characters as spaces, without direction marks, lone surrogates replaced. */
export const cleanCharacters = (text: string): string =>
  text.replace(CONTROL, " ").replace(BIDI_CONTROLS, "").toWellFormed();

/** The file as text: line ends as they are, control characters as spaces, lone surrogates replaced. */
export function decodeText(bytes: Uint8Array, fileName: string): DecodedText {
  if (isBinary(bytes)) throw new AlcoveError("document.unsupported", { file: fileName });
  const encoding = detectEncoding(bytes);
  // No encoding needs more than four bytes a character.
  const source = decode(bytes.subarray(0, MAX_CHARACTERS * 4), encoding);
  // Vietnamese was written with tones as marks of their own; everywhere else they belong to their letters.
  const decoded = encoding === "windows-1258" ? source.normalize("NFC") : source;
  const truncated = decoded.length > MAX_CHARACTERS;
  const kept = truncated ? decoded.slice(0, MAX_CHARACTERS) : decoded;
  return { text: cleanCharacters(kept), encoding, truncated };
}
