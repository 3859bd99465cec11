// The encoding of an HTML file: what its mark or the file itself says, as long as that can be true. Called by the HTML format.
import { detectEncoding } from "../text/decode.ts";

/** Declarations stand within the first kilobyte; real pages put scripts before it. */
const LOOK = 4096;
const DECLARATION =
  /<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']|@charset\s+"([\w.:-]{2,40})"/i;

/** The name that a file gives its encoding, as the WHATWG standard calls it; null where there is none that is known. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, LOOK)).toString("latin1");
  const match = DECLARATION.exec(head);
  const label = match?.[1] ?? match?.[2] ?? match?.[3];
  if (!label) return null;
  try {
    // A file whose declaration can be read byte by byte is not UTF-16, whatever it says.
    const { encoding } = new TextDecoder(label);
    return encoding.startsWith("utf-16") ? "utf-8" : encoding;
  } catch {
    return null;
  }
}

/** Bytes of the file that a declaration is tried on. */
const TRIAL_BYTES = 1024 * 1024;

/** The encoding to read an HTML file with. A declaration that the bytes contradict is not believed. */
export function htmlEncoding(bytes: Uint8Array, transport?: string): string {
  const guessed = detectEncoding(bytes);
  if (guessed.startsWith("utf-16")) return guessed;
  const declared = transport ?? declaredEncoding(bytes);
  if (declared === null || declared === guessed) return guessed;
  const text = new TextDecoder(declared).decode(bytes.subarray(0, TRIAL_BYTES));
  const wrong = text.match(/\ufffd/g)?.length ?? 0;
  // A few broken bytes are common in long pages; a wrong declaration breaks most letters.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the question is which characters are not ASCII
  const right = text.match(/[^\u0000-\u007f\ufffd]/g)?.length ?? 0;
  if (wrong > 0.1 * right + 2) return guessed;
  // Valid UTF-8 with letters beyond ASCII is UTF-8: no other encoding looks so by chance.
  return guessed === "utf-8" && right > 0 ? guessed : declared;
}
