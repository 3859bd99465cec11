// Cuts Markdown into its top-level blocks, so that a text that grows is parsed and drawn again only at its end.
// Where it is not certain that a new block begins, nothing is cut: two blocks in one piece are still drawn rightly.

export interface MarkdownBlock {
  /** Offset in the whole text (UTF-16). */
  start: number;
  text: string;
  /** Numbers that stand in square brackets, which may be citations. */
  marks: readonly number[];
  /** A fenced code block that is a block of its own. */
  code: { language: string; text: string; closed: boolean } | null;
}

const FENCE = /^ {0,3}(`{3,})([^`]*)$|^ {0,3}(~{3,})(.*)$/;
const LIST_ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const MATH = /^ {0,3}(\${2,})[^$]*$/;
const BRACKET_MATH = /^[ \t]*\\\[(?!.*\\\])/;
/** HTML that goes on over empty lines, with what ends it (CommonMark's kinds 1 to 5). */
const HTML: readonly (readonly [RegExp, RegExp])[] = [
  [/^ {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
  [/^ {0,3}<![a-z]/i, />/],
];

/** What the lines of an open block are inside of: it ends with a line that `isEnd` accepts. */
type Inside = (line: string) => boolean;

function insideAfter(line: string): Inside | null {
  const math = MATH.exec(line)?.[1];
  if (math) return (next) => new RegExp(`^ {0,3}\\\${${math.length},}\\s*$`).test(next);
  if (BRACKET_MATH.test(line)) return (next) => next.includes("\\]");
  for (const [begin, end] of HTML) {
    const match = begin.exec(line);
    if (match) return end.test(line.slice(match[0].length)) ? null : (next) => end.test(next);
  }
  return null;
}

const marksOf = (text: string): number[] => [...text.matchAll(/\[(\d{1,3})\]/g)].map((match) => Number(match[1]));

function codeOf(text: string, fence: string, closed: boolean): MarkdownBlock["code"] {
  const lines = text.replace(/\n$/, "").split("\n");
  const [first = "", ...rest] = lines;
  const body = closed ? rest.slice(0, -1) : rest;
  const indent = /^ */.exec(first)![0].length;
  const code = body.map((line) => line.slice(Math.min(indent, /^ */.exec(line)![0].length))).join("\n");
  const language = /^\s*([^\s{]+)/.exec(first.trimStart().slice(fence.length))?.[1] ?? "";
  return { language: language.toLowerCase(), text: code, closed };
}

/** Blocks of `text` from offset `from` on, where a block begins. */
function blocksFrom(text: string, from: number): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  let start = -1;
  let fence = "";
  let inside: Inside | null = null;
  let inList = false;
  let inHtml = false;
  let afterBlank = false;
  const flush = (end: number, closed = false) => {
    const part = start < 0 ? "" : text.slice(start, end);
    if (part) {
      const code = fence ? codeOf(part, fence, closed) : null;
      blocks.push({ start, text: part, marks: code ? [] : marksOf(part), code });
    }
    start = -1;
    fence = "";
    inside = null;
    inList = inHtml = afterBlank = false;
  };
  for (let at = from; at < text.length; ) {
    const feed = text.indexOf("\n", at);
    const next = feed < 0 ? text.length : feed + 1;
    const line = text.slice(at, feed < 0 ? text.length : feed);
    const begin = at;
    at = next;
    if (fence) {
      const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
      if (end?.startsWith(fence)) flush(next, true);
      continue;
    }
    if (inside) {
      if (inside(line)) inside = null;
      continue;
    }
    if (line.trim() === "") {
      afterBlank = start >= 0;
      continue;
    }
    const atEdge = !/^\s/.test(line);
    const opens = inHtml && !afterBlank ? null : FENCE.exec(line);
    const opensFence = opens && (atEdge || !inList);
    // The items of a list may have empty lines between them; what is indented may belong to the block above.
    const ends = afterBlank && atEdge && !(inList && LIST_ITEM.test(line));
    if (start >= 0 && (opensFence || ends)) flush(begin);
    if (start < 0) {
      start = begin;
      inHtml = /^ {0,3}</.test(line);
    }
    afterBlank = false;
    if (opensFence) fence = opens[1] ?? opens[3]!;
    else {
      inList ||= LIST_ITEM.test(line);
      if (!inList) inside = insideAfter(line);
    }
  }
  flush(text.length);
  return blocks;
}

/**
 * A function that cuts a text, and cuts only the end again when the text has grown since the last call. Blocks that are
 * as they were stay the same objects.
 */
export function blockSplitter(): (text: string) => readonly MarkdownBlock[] {
  let known = "";
  let blocks: readonly MarkdownBlock[] = [];
  return (text) => {
    if (text === known) return blocks;
    // What the last line is can change with its next character, and with it where the last block begins.
    const kept = text.startsWith(known) ? blocks.slice(0, -2) : [];
    const again = blocksFrom(text, text.startsWith(known) ? (blocks.at(-2)?.start ?? blocks[0]?.start ?? 0) : 0);
    const before = blocks;
    blocks = [...kept, ...again].map((block, index) => {
      const old = before[index];
      const same = old?.start === block.start && old.text === block.text && old.code?.closed === block.code?.closed;
      return same ? old : block;
    });
    known = text;
    return blocks;
  };
}
