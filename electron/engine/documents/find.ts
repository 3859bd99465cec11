// Finds words in the text of one document, as a person types them into the search field of the viewer. No pattern is
// built from what was typed, so no text and no query can make it slow. Called by the document service.

/** Where words were found, in UTF-16 offsets of the text. */
export interface FoundWords {
  start: number;
  end: number;
}

/** A text as it is compared: small letters, plain spaces, no accents; `from` says where each unit came from. */
interface Folded {
  text: string;
  from: Uint32Array;
  /** Indexes of spaces that stand for a hyphen at the end of a line: the word may have been broken there. */
  breaks: number[];
}

const SPACE = /\s/u;
const LETTER = /\p{L}/u;
const ACCENT = /[\u0300-\u036f]/g;
/** Hyphens and dashes that are typed as "-". */
const DASH = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/;
/** Scripts written without spaces: one between their characters is a matter of layout. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3001-\u303f]/u;
const QUOTES: Record<string, string> = { "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"' };

const foldings = new Map<string, string>();
/** One character in its plain form; empty for what nobody types. */
function plain(character: string): string {
  let folded = foldings.get(character);
  if (folded === undefined) {
    folded = INVISIBLE.test(character)
      ? ""
      : (QUOTES[character] ?? character.normalize("NFKD").replace(ACCENT, "").toLowerCase());
    if (foldings.size < 20_000) foldings.set(character, folded);
  }
  return folded;
}

/** Characters that are folded before the engine attends to something else. */
const SLICE = 1 << 15;

/** Folds a text piece by piece; `rest` is awaited after each. Throws what `rest` throws. */
async function fold(text: string, rest: () => Promise<void>): Promise<Folded> {
  const parts: string[] = [];
  const breaks: number[] = [];
  let from = new Uint32Array(Math.max(16, text.length));
  let length = 0;
  let part = "";
  /** The white space or hyphen that waits for the character after it. */
  let gap: { at: number; hyphen: boolean; white: boolean; lineEnd: boolean } | null = null;
  let last = "";
  const put = (folded: string, at: number) => {
    if (length + folded.length > from.length) {
      const larger = new Uint32Array(2 * (length + folded.length));
      larger.set(from);
      from = larger;
    }
    for (let unit = 0; unit < folded.length; unit++) from[length++] = at;
    part += folded;
  };
  const closeGap = (next: string) => {
    if (!gap) return;
    const { at, hyphen, white, lineEnd } = gap;
    gap = null;
    const joins = hyphen && (lineEnd || !white) && LETTER.test(last) && LETTER.test(next);
    if (joins) {
      if (lineEnd) breaks.push(length);
      put(" ", at);
    } else if (hyphen) put(white ? "- " : "-", at);
    else if (last !== "" && !UNSPACED.test(last) && !UNSPACED.test(next)) put(" ", at);
  };
  let rested = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at)!;
    const character = code > 0xffff ? String.fromCodePoint(code) : text[at]!;
    if (code === 0x20 || (code < 0x0e && code > 0x08) || (code > 0x7f && SPACE.test(character))) {
      gap ??= { at, hyphen: false, white: true, lineEnd: false };
      gap.white = true;
      if (character === "\n") gap.lineEnd = true;
    } else if (code === 0x2d || (code > 0x7f && DASH.test(character))) {
      closeGap(character);
      gap = { at, hyphen: true, white: false, lineEnd: false };
    } else {
      const folded = plain(character);
      if (folded !== "") {
        closeGap(folded);
        put(folded, at);
        last = folded;
      }
    }
    at += character.length;
    if (at - rested >= SLICE) {
      rested = at;
      parts.push(part);
      part = "";
      await rest();
    }
  }
  if (gap?.hyphen) put("-", gap.at);
  parts.push(part);
  return { text: parts.join(""), from: from.slice(0, length), breaks };
}

/** The same text with the words whole that were broken at a line's end. */
function withoutBreaks({ text, from, breaks }: Folded): Folded {
  const parts: string[] = [];
  const kept = new Uint32Array(from.length - breaks.length);
  let done = 0;
  let length = 0;
  for (const at of [...breaks, text.length]) {
    parts.push(text.slice(done, at));
    kept.set(from.subarray(done, at), length);
    length += at - done;
    done = at + 1;
  }
  return { text: parts.join(""), from: kept, breaks: [] };
}

/** A text made ready for being searched again and again, as a query is typed. */
export interface SearchableText {
  source: string;
  forms: Folded[];
}

/** Makes a text ready. `rest` is awaited every few milliseconds of work and may throw to stop it. */
export async function searchable(source: string, rest: () => Promise<void>): Promise<SearchableText> {
  const folded = await fold(source, rest);
  return { source, forms: folded.breaks.length > 0 ? [folded, withoutBreaks(folded)] : [folded] };
}

/** End of the character at `at`, with the accents that follow it. */
function endOfCharacter(text: string, at: number): number {
  let end = at + String.fromCodePoint(text.codePointAt(at)!).length;
  while (end < text.length && /[\u0300-\u036f]/.test(text[end]!)) end++;
  return end;
}

/** Hits between two rests. */
const HITS_A_SLICE = 20_000;

/**
 * Counts the places of `query` in a text and gives the first `limit` of them, in order. Letters match in any case,
 * with or without accents, full or half width; any white space matches any other, also none between Chinese
 * characters; a hyphen at the end of a line matches a space, a hyphen, or nothing.
 */
export async function findWords(
  { source, forms }: SearchableText,
  query: string,
  limit: number,
  rest: () => Promise<void>,
): Promise<{ total: number; hits: FoundWords[] }> {
  const wanted = (await fold(query.trim(), rest)).text.trim();
  if (wanted === "") return { total: 0, hits: [] };
  const starts = new Set<number>();
  const hits: FoundWords[] = [];
  for (const { text, from } of forms) {
    let counted = 0;
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      const start = from[at]!;
      if (!starts.has(start)) {
        starts.add(start);
        hits.push({ start, end: endOfCharacter(source, from[at + wanted.length - 1]!) });
      }
      if (++counted % HITS_A_SLICE === 0) await rest();
    }
  }
  if (forms.length > 1) hits.sort((a, b) => a.start - b.start);
  return { total: hits.length, hits: hits.slice(0, limit) };
}

/** The text that was searched last is let go after so long without a search. */
const KEPT_MS = 60_000;

/**
 * A search that keeps the text of the last document ready, because a query comes letter by letter. `key` names a text;
 * `read` gives it. Other work of the engine goes on meanwhile; an abort throws.
 */
export function documentSearch() {
  const rest = () => new Promise<void>((resolve) => setImmediate(resolve));
  let kept: { key: string; text: Promise<SearchableText> } | null = null;
  let forget: NodeJS.Timeout | undefined;
  return async (key: string, read: () => string, query: string, limit: number, signal: AbortSignal) => {
    if (kept?.key !== key) kept = { key, text: searchable(read(), rest) };
    clearTimeout(forget);
    forget = setTimeout(() => {
      kept = null;
    }, KEPT_MS);
    forget.unref();
    return findWords(await kept.text, query, limit, async () => {
      await rest();
      signal.throwIfAborted();
    });
  };
}
