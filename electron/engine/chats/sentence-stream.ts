// Cuts a model's stream into sentences as it comes and takes the model's own citation marks out. How the stream was split
// makes no difference: nothing is decided before the text that decides it is there. Used by citing-writer.ts.

/** A stretch of text to show; several may follow each other before one closes the sentence. */
export interface SentencePiece {
  text: string;
  /** Set where the sentence ends with this piece: the numbers of the marks that the model wrote in or behind it. */
  closes?: { marks: number[] };
  /** Text of a fenced code block, passed on as it is. */
  code: boolean;
}

export interface SentenceStream {
  push(text: string): SentencePiece[];
  /** The stream is over: everything that is left. */
  end(): SentencePiece[];
}

/** A mark as models write them: [1], [1, 2], 【1】, or with a word before the number. A link or a range from 0 is none. */
const MARK = /[ \t\u3000]*[[【](?:passage |source |段落 ?)?([1-9]\d?(?:[ \t]*[,，、][ \t]*[1-9]\d?)*)(?:\](?!\()|】)/iy;
/** White space at the end of the text, or a beginning of a mark. */
const OPEN_MARK = /[ \t\u3000]*(?:[[【](?:[a-z]{0,7} ?|段落? ?)[\d \t,，、]*)?$/iy;
/** What follows the end of a sentence: the end of the line, or space and the start of the next one. */
const FOLLOWS = /[ \t\u3000]*\n|[ \t\u3000]+["“‘(*_[]*[\p{Lu}\p{N}\p{Lo}]/uy;
/** A beginning of that. */
const FOLLOWS_OPEN = /[ \t\u3000]*["“‘(*_[]*$/y;
const LINE_END = /[ \t\u3000]*\n/y;
const IDEOGRAPHIC_STOP = /[。！？]+[”’」』）]*/y;
const STOP = /[.!?…]+["”’)\]*_]*/y;
/** A full stop after these does not end a sentence. */
const ABBREVIATION =
  /(?:^|[\s(.])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|vs|No|Fig|approx|ca|c|e\.g|i\.e|al|etc|Inc|Ltd|Co|U\.S|U\.K)\.$/u;
/** The number of a list item, alone so far. */
const LIST_NUMBER = /^[\s>*-]*\d{1,3}\.$/;
const FENCE = /^ {0,3}(?:```|~~~)/;
const OPEN_FENCE = /^ {0,3}(?:`{0,2}|~{0,2})$/;
const CLOSING_FENCE = /^ {0,3}(?:```+|~~~+)\s*$/;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** What stands at a place: marks, and the white space to leave in their stead. */
interface Marks {
  numbers: number[];
  end: number;
  gap: string;
}

/** Marks at `at`, none included; undefined while more text must come to tell. `shown` is the text in front of them. */
function marksAt(raw: string, at: number, shown: string, streamEnded: boolean): Marks | undefined {
  const numbers: number[] = [];
  let end = at;
  for (;;) {
    const mark = matchAt(MARK, raw, end);
    // Its next character tells whether it is a link.
    if (!streamEnded && (matchAt(OPEN_MARK, raw, end) || (mark && end + mark[0].length === raw.length)))
      return undefined;
    if (!mark) break;
    for (const number of mark[1]!.split(/[,，、]/)) numbers.push(Number(number));
    end += mark[0].length;
  }
  const spaceBefore = /\s/.test(raw[at] ?? "");
  if (end > at && /^$|\s$/.test(shown)) while (raw[end] === " ") end++;
  const gap = end > at && spaceBefore && /[\p{L}\p{N}]/u.test(raw[end] ?? "") && /\S$/.test(shown) ? " " : "";
  return { numbers, end, gap };
}

/** What scanning a sentence's raw text found: its text without marks as far as it is decided, and whether it ends. */
interface Scan {
  clean: string;
  ended: boolean;
  /** Raw length, where the sentence has ended. */
  length: number;
  marks: number[];
}

/** Scans `raw`, the text from a sentence's start on; `before` is the character in front of it. */
function scan(raw: string, before: string, streamEnded: boolean): Scan {
  const marks: number[] = [];
  let clean = "";
  let at = 0;
  const result = (ended: boolean): Scan => ({ clean, ended, length: at, marks });
  while (at < raw.length) {
    const char = raw[at]!;
    if (char === "\n") {
      clean += char;
      at++;
      return result(true);
    }
    if (char === "`") {
      const run = /^`+/.exec(raw.slice(at))![0];
      const line = raw.indexOf("\n", at);
      const close = raw.indexOf(run, at + run.length);
      if (line < 0 && !streamEnded && (close < 0 || close + run.length === raw.length)) return result(false);
      const isCode = close >= 0 && (line < 0 || close < line);
      const end = isCode ? close + run.length : at + run.length;
      clean += raw.slice(at, end);
      at = end;
      continue;
    }
    if (/[ \t\u3000[【]/.test(char)) {
      const found = marksAt(raw, at, clean || before, streamEnded);
      if (!found) return result(false);
      marks.push(...found.numbers);
      clean += found.end > at ? found.gap : char;
      at = Math.max(found.end, at + (found.end > at ? 0 : 1));
      continue;
    }
    // The end of a table's row is kept together with its line end.
    if (char === "|" && !streamEnded && /^\|[ \t]*$/.test(raw.slice(at))) return result(false);
    const stop = matchAt(IDEOGRAPHIC_STOP, raw, at) ?? matchAt(STOP, raw, at);
    if (!stop) {
      clean += char;
      at++;
      continue;
    }
    const behind = at + stop[0].length;
    const sentence = clean + stop[0];
    const found = behind === raw.length && !streamEnded ? undefined : marksAt(raw, behind, sentence, streamEnded);
    if (!found) return result(false);
    const ideographic = /[。！？]/.test(char);
    const rest = found.gap + raw.slice(found.end);
    if (!ideographic && !streamEnded && matchAt(FOLLOWS_OPEN, rest, 0)) return result(false);
    const lineEnds = rest.trim() === "" || matchAt(LINE_END, rest, 0) !== null;
    const ends =
      ideographic ||
      (!LIST_NUMBER.test(sentence) &&
        (lineEnds || (matchAt(FOLLOWS, rest, 0) !== null && !ABBREVIATION.test(sentence))));
    marks.push(...found.numbers);
    clean = ends && ideographic ? sentence : sentence + found.gap;
    at = found.end;
    if (ends) return result(true);
  }
  return result(streamEnded);
}

/** A new stream of sentences. */
export function sentenceStream(): SentenceStream {
  /** From the current sentence's start on, marks still in it; within a code block the rest of a line. */
  let raw = "";
  /** Half of a surrogate pair at the end of what came. */
  let half = "";
  /** How much of the sentence's clean text has been handed out. */
  let handed = 0;
  /** The last character of the sentence before. */
  let before = "";
  let fenced = false;

  const drain = (streamEnded: boolean): SentencePiece[] => {
    const pieces: SentencePiece[] = [];
    while (raw) {
      const lineStarts = handed === 0 && (before === "" || before === "\n");
      if (!fenced && lineStarts && OPEN_FENCE.test(raw) && !streamEnded) break;
      if (fenced || (lineStarts && FENCE.test(raw))) {
        const line = raw.indexOf("\n");
        if (line < 0 && !streamEnded) break;
        const text = line < 0 ? raw : raw.slice(0, line + 1);
        fenced = !fenced || !CLOSING_FENCE.test(text);
        pieces.push({ text, code: true });
        raw = raw.slice(text.length);
        before = text.at(-1)!;
        continue;
      }
      const { clean, ended, length, marks } = scan(raw, before, streamEnded);
      const text = clean.slice(handed);
      if (!ended) {
        handed = clean.length;
        if (text) pieces.push({ text, code: false });
        break;
      }
      pieces.push({ text, code: false, closes: { marks } });
      raw = raw.slice(length);
      before = clean.at(-1) ?? before;
      handed = 0;
    }
    return pieces;
  };
  return {
    push(text) {
      raw += half + text;
      half = "";
      if (/[\ud800-\udbff]$/.test(raw)) {
        half = raw.slice(-1);
        raw = raw.slice(0, -1);
      }
      return drain(false);
    },
    end() {
      raw += half;
      half = "";
      return drain(true);
    },
  };
}
