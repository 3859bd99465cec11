// The WordPiece tokenizer of uncased BERT models, read from a Hugging Face tokenizer.json. Used by the embedders that
// need it; same ids as Hugging Face's `tokenizers` (BertNormalizer, BertPreTokenizer, WordPiece).
import { readFile } from "node:fs/promises";

/** Turns text into token ids, special tokens included. */
export interface Tokenizer {
  encode(text: string): number[];
}

interface TokenizerJson {
  added_tokens: { id: number; content: string }[];
  model: { vocab: Record<string, number>; unk_token: string; max_input_chars_per_word: number };
}

const OTHER = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\uFFFD]/u;
const ACCENT = /\p{Mn}/gu;
// ASCII symbols such as $ and ^ count as punctuation in BERT although Unicode has them elsewhere.
const PIECES = /[!-/:-@[-`{-~\p{P}]|[^\s!-/:-@[-`{-~\p{P}]+/gu;
const PLAIN_ASCII = /^[\x20-\x7e]*$/;

/** The blocks that BERT sets apart as Chinese; 2B920 for 2B820 is a slip of the original that the vocabulary lives with. */
function isChinese(point: number): boolean {
  return (
    (point >= 0x4e00 && point <= 0x9fff) ||
    (point >= 0x3400 && point <= 0x4dbf) ||
    (point >= 0x20000 && point <= 0x2a6df) ||
    (point >= 0x2a700 && point <= 0x2b73f) ||
    (point >= 0x2b740 && point <= 0x2b81f) ||
    (point >= 0x2b920 && point <= 0x2ceaf) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0x2f800 && point <= 0x2fa1f)
  );
}

/** Without control characters, Chinese characters set apart, without accents, in lower case. */
function normalize(text: string): string {
  if (PLAIN_ASCII.test(text)) return text.toLowerCase();
  let clean = "";
  for (const char of text) {
    if (char === "\t" || char === "\n" || char === "\r") clean += " ";
    else if (OTHER.test(char)) continue;
    else clean += isChinese(char.codePointAt(0)!) ? ` ${char} ` : char;
  }
  let lower = "";
  // One character at a time: a whole string would turn a final sigma into another letter.
  for (const char of clean.normalize("NFD").replace(ACCENT, "")) lower += char.toLowerCase();
  return lower;
}

/** Builds the tokenizer of a tokenizer.json; its own truncation and padding settings are ignored. */
export function wordPiece(json: TokenizerJson): Tokenizer {
  const vocabulary = new Map(Object.entries(json.model.vocab));
  const maxWordChars = json.model.max_input_chars_per_word;
  const unknown = vocabulary.get(json.model.unk_token)!;
  const start = vocabulary.get("[CLS]")!;
  const end = vocabulary.get("[SEP]")!;
  let longest = 0;
  for (const token of vocabulary.keys()) longest = Math.max(longest, token.length);
  const special = new Map(json.added_tokens.map(({ id, content }) => [content, id]));
  const escaped = [...special.keys()].map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const splitSpecial = new RegExp(`(${escaped.join("|")})`);

  /** Greedy longest match; a word with any part outside the vocabulary is unknown as a whole. */
  function pushWord(word: string, ids: number[]): void {
    if (word.length > maxWordChars && Array.from(word).length > maxWordChars) {
      ids.push(unknown);
      return;
    }
    const before = ids.length;
    for (let from = 0; from < word.length; ) {
      let to = Math.min(word.length, from + longest);
      let id: number | undefined;
      for (; to > from; to--) {
        const part = word.slice(from, to);
        id = vocabulary.get(from === 0 ? part : `##${part}`);
        if (id !== undefined) break;
      }
      if (id === undefined) {
        ids.length = before;
        ids.push(unknown);
        return;
      }
      ids.push(id);
      from = to;
    }
  }

  return {
    encode(text) {
      const ids = [start];
      for (const part of text.split(splitSpecial)) {
        const specialId = special.get(part);
        if (specialId !== undefined) ids.push(specialId);
        else for (const [word] of normalize(part).matchAll(PIECES)) pushWord(word, ids);
      }
      ids.push(end);
      return ids;
    },
  };
}

/** Reads a tokenizer.json from disk. */
export async function readWordPiece(path: string): Promise<Tokenizer> {
  return wordPiece(JSON.parse(await readFile(path, "utf8")) as TokenizerJson);
}
