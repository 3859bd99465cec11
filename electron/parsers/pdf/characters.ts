// What a glyph's Unicode text becomes before it enters a document, and which characters belong to which script.
// Used by the glyph reader, the line builder and the judgement of garbled text.

const NBSP_LIKE = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
// Zero-width and bidirectional controls say nothing to a reader and would break words for the search.
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
// Latin and Armenian ligatures, Hebrew and Arabic presentation forms, vertical forms, radicals, compatibility Han.
const COMPATIBILITY = /[\ufb00-\ufdff\ufe10-\ufe4f\ufe70-\ufefc\u2e80-\u2fdf\uf900-\ufaff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be removed
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** Bullets of the Symbol and Wingdings fonts, which live in the private-use area. */
const SYMBOL_BULLETS: Record<string, string> = {
  "\uf0b7": "•",
  "\uf0a7": "▪",
  "\uf0a8": "◦",
  "\uf076": "❖",
  "\uf06e": "■",
  "\uf06c": "●",
  "\uf071": "❑",
  "\uf0d8": "➢",
  "\uf0e0": "→",
  "\uf0fc": "✓",
  "\uf02d": "-",
};

/** One glyph's text as it enters the document: ligatures and presentation forms spelt out, white space made plain. */
export function glyphText(unicode: string): string {
  if (unicode.length === 1) {
    const code = unicode.charCodeAt(0);
    if (code >= 0x20 && code < 0x7f) return unicode;
    const bullet = SYMBOL_BULLETS[unicode];
    if (bullet) return bullet;
  }
  return unicode
    .replace(/[\t\r\n]/g, " ")
    .replace(NBSP_LIKE, " ")
    .replace(INVISIBLE, "")
    .replace(CONTROL, "")
    .replace(LONE_SURROGATE, "")
    .replace(COMPATIBILITY, (character) => character.normalize("NFKC").trim());
}

const PRIVATE_USE = /[\ue000-\uf8ff]|[\u{f0000}-\u{10fffd}]/u;
const NONSENSE = /[\ufffd\ufffe\uffff]|\p{Cn}|\p{Cs}/u;

/** Whether this glyph has no meaning as text: private use, replacement, unassigned or control characters. */
export function isMeaningless(unicode: string): boolean {
  if (unicode.length === 1) {
    const code = unicode.charCodeAt(0);
    if (code >= 0x20 && code < 0x7f) return false;
    if (code < 0x20) return code !== 9 && code !== 10 && code !== 13;
    if (code < 0xa0) return true;
    if (SYMBOL_BULLETS[unicode]) return false;
  }
  return unicode === "" || PRIVATE_USE.test(unicode) || NONSENSE.test(unicode);
}

const NO_SPACE_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef\u30fb\u30fc]/u;
const THAI_LIKE = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const MARK = /^\p{M}+$/u;

/** Chinese and Japanese characters with their punctuation: written without spaces. */
export function isCjk(character: string): boolean {
  return character >= "\u2e80" && NO_SPACE_SCRIPT.test(character);
}
/** Scripts in which a line end inside a sentence means no space. */
export function joinsWithoutSpace(character: string): boolean {
  return isCjk(character) || (character >= "\u0e00" && THAI_LIKE.test(character));
}
/** Hebrew, Arabic, Syriac and their neighbours. */
export function isRtl(text: string): boolean {
  return RTL.test(text);
}
/** Combining marks only: they belong to the character before. */
export function isMark(text: string): boolean {
  return text > "\u02ff" && MARK.test(text);
}
