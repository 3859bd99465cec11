// The general chunker: follows headings, paragraphs and sentences, and never exceeds what the embedder reads.
import type { Block, ParsedDocument } from "../../../../shared/children/parser.ts";
import { type Span, sentenceSpans } from "../../../../shared/domain/sentences.ts";
import { breather } from "../../breathe.ts";

/** A chunk before it is stored; offsets are UTF-16, into the document's text. */
export interface DraftChunk {
  page: number;
  /** Headings above it, outermost first, joined by " > "; null at the top. */
  heading: string | null;
  start: number;
  end: number;
  text: string;
  /** What is embedded and searched: the heading path, where there is one, and the text. */
  embedded: string;
  /** Tokens of `embedded`, without special tokens. */
  tokens: number;
}

export interface ChunkLimits {
  /** Chunks are closed at about this many tokens of the embedder ... */
  targetTokens: number;
  /** ... and never have more than this. */
  limitTokens: number;
  /** Token counts of texts as the embedder sees them. */
  countTokens(texts: string[]): Promise<number[]>;
}

interface Unit {
  start: number;
  end: number;
  page: number;
  kind: Block["kind"];
  block: number;
  headings: string[];
  tokens: number;
}

/** A section is only cut off from the one before when that has grown to this many tokens. */
const MIN_SECTION_TOKENS = 48;
/** A sentence of at most this many tokens is repeated where a paragraph is cut in two. */
const OVERLAP_TOKENS = 40;
const MAX_HEADING_CHARACTERS = 120;

/** Offsets of the pieces of a block: sentences of prose, lines of tables and code. White space at the ends is left out. */
function pieces(text: string, block: Block): Span[] {
  const body = text.slice(block.start, block.end);
  let spans: Span[];
  if (block.kind === "table" || block.kind === "code") {
    spans = Array.from(body.matchAll(/\S[^\n]*/g), (line) => ({
      start: line.index,
      end: line.index + line[0].trimEnd().length,
    }));
  } else if (block.kind === "heading") {
    spans = body.trim() ? [{ start: body.search(/\S/), end: body.trimEnd().length }] : [];
  } else spans = sentenceSpans(body);
  return spans.map(({ start, end }) => ({ start: block.start + start, end: block.start + end }));
}

/** Where to cut `text` in two: the clause mark or space nearest to its middle, else the middle, never inside a surrogate pair. */
function middleCut(text: string): number {
  const middle = Math.floor(text.length / 2);
  for (const marks of [/[,;:，；：、。.!?！？\n]/, /\s/]) {
    for (let distance = 0; distance < text.length / 4; distance++) {
      for (const at of [middle + distance, middle - distance]) {
        if (marks.test(text[at] ?? "")) return at + 1;
      }
    }
  }
  const code = text.charCodeAt(middle);
  return code >= 0xdc00 && code <= 0xdfff ? middle - 1 : middle;
}

/** Every unit with its token count; those above `limit` are cut in two until none is. */
async function countedUnits(text: string, units: Unit[], limits: ChunkLimits, limit: number): Promise<Unit[]> {
  const count = async (list: Unit[]) => {
    const counts = await limits.countTokens(list.map((unit) => text.slice(unit.start, unit.end)));
    for (const [i, unit] of list.entries()) unit.tokens = counts[i] ?? 0;
  };
  await count(units);
  let current = units;
  while (current.some((unit) => unit.tokens > limit && unit.end - unit.start > 1)) {
    const fresh: Unit[] = [];
    current = current.flatMap((unit) => {
      if (unit.tokens <= limit || unit.end - unit.start <= 1) return [unit];
      const cut = unit.start + Math.max(1, middleCut(text.slice(unit.start, unit.end)));
      const halves = [
        { ...unit, end: cut },
        { ...unit, start: cut },
      ];
      fresh.push(...halves);
      return halves;
    });
    await count(fresh);
  }
  return current;
}

/** Units in reading order, each with the headings above it. */
async function unitsOf(document: ParsedDocument): Promise<Unit[]> {
  const breathe = breather();
  const units: Unit[] = [];
  let headings: { level: number; text: string }[] = [];
  for (const [block, each] of document.blocks.entries()) {
    if (each.kind === "heading") {
      const level = each.level ?? 1;
      const text = document.text
        .slice(each.start, each.end)
        .replace(/^#+\s*/, "")
        .replace(/\s+/g, " ")
        .trim();
      headings = headings.filter((heading) => heading.level < level);
      if (text) headings = [...headings, { level, text: text.slice(0, MAX_HEADING_CHARACTERS) }];
    }
    const path = headings.map((heading) => heading.text);
    for (const piece of pieces(document.text, each)) {
      units.push({ ...piece, page: each.page, kind: each.kind, block, headings: path, tokens: 0 });
    }
    await breathe();
  }
  return units;
}

/** Groups of consecutive units that become chunks. */
function grouped(units: Unit[], target: number, limit: number): Unit[][] {
  const groups: Unit[][] = [];
  let group: Unit[] = [];
  let tokens = 0;
  const close = () => {
    if (group.length > 0) groups.push(group);
    group = [];
    tokens = 0;
  };
  for (const [i, unit] of units.entries()) {
    const last = group.at(-1);
    if (last) {
      const newSection = unit.kind === "heading" && last.kind !== "heading" && tokens >= MIN_SECTION_TOKENS;
      // Rather than leave a stub of a paragraph behind, go beyond the target as long as the limit allows.
      let rest = unit.tokens;
      for (let j = i + 1; units[j]?.block === unit.block && rest <= limit; j++) rest += units[j]!.tokens;
      const sameBlock = unit.block === last.block;
      const fits = tokens + unit.tokens <= target || (sameBlock && tokens + rest <= limit);
      if (unit.page !== last.page || newSection || !fits) {
        const repeat = sameBlock && last.tokens <= OVERLAP_TOKENS && last.tokens + unit.tokens <= limit;
        const worthwhile = repeat && group.length > 1 && unit.page === last.page;
        close();
        if (worthwhile) {
          group = [last];
          tokens = last.tokens;
        }
      }
    }
    group.push(unit);
    tokens += unit.tokens;
  }
  close();
  return groups;
}

/**
 * Chunks of a document. A chunk never spans pages, starts at a sentence, and its embedded form has at most
 * `limitTokens`; every character of every block is in at least one chunk.
 */
export async function chunkByStructure(document: ParsedDocument, limits: ChunkLimits): Promise<DraftChunk[]> {
  const { text } = document;
  const bodyLimit = Math.floor(limits.limitTokens * 0.75);
  const units = await countedUnits(text, await unitsOf(document), limits, bodyLimit);
  const draft = (group: Unit[]): DraftChunk => {
    const first = group[0]!;
    const { start } = first;
    const { end } = group.at(-1)!;
    // The path of the first unit below a heading that opens the chunk: the heading itself stands in the text.
    const path = first.kind === "heading" ? first.headings.slice(0, -1) : first.headings;
    const heading = path.length > 0 ? path.join(" > ") : null;
    const body = text.slice(start, end);
    return {
      page: first.page,
      heading,
      start,
      end,
      text: body,
      embedded: heading ? `${heading}\n${body}` : body,
      tokens: 0,
    };
  };

  // Counts of single units do not add up exactly; whatever is still too long with its heading path is cut in two,
  // and the heading path is given up where it alone takes too much.
  const done: DraftChunk[] = [];
  let open = grouped(units, Math.min(limits.targetTokens, bodyLimit), bodyLimit);
  while (open.length > 0) {
    const drafts = open.map(draft);
    const counts = await limits.countTokens(drafts.map((each) => each.embedded));
    const next: Unit[][] = [];
    const bare: DraftChunk[] = [];
    for (const [i, each] of drafts.entries()) {
      const group = open[i]!;
      each.tokens = counts[i] ?? 0;
      if (each.tokens <= limits.limitTokens) done.push(each);
      else if (group.length > 1) {
        const half = Math.ceil(group.length / 2);
        next.push(group.slice(0, half), group.slice(half));
      } else bare.push({ ...each, heading: null, embedded: each.text });
    }
    const bareCounts = bare.length > 0 ? await limits.countTokens(bare.map((each) => each.embedded)) : [];
    for (const [i, each] of bare.entries()) done.push({ ...each, tokens: bareCounts[i] ?? 0 });
    open = next;
  }
  return done.sort((a, b) => a.start - b.start || a.end - b.end);
}
