// Cuts documents into parts that a model reads in one go: consecutive passages, every passage in exactly one part.
import type { Document } from "../../../shared/contract/documents.ts";
import type { StoredChunk } from "../documents/store.ts";
import type { Range } from "./analysis-store.ts";

/** A document as an analysis reads it. */
export interface Source {
  document: Document;
  chunks: StoredChunk[];
  text: string;
}

/** A part to be read: all text from its first to its last passage. */
export interface ReadWindow extends Range {
  text: string;
}

/** Token counts of texts as the model that reads sees them. */
export type CountTokens = (texts: string[]) => Promise<number[]>;

/** The part of a document from one passage to another, positions included. */
export function windowOf({ document, chunks, text }: Source, from: number, to: number): ReadWindow {
  const [first, last] = [chunks[from]!, chunks[to]!];
  return {
    documentId: document.id,
    documentName: document.name,
    pages: { from: first.page, to: last.page },
    chunks: { from, to },
    firstChunkId: first.id,
    lastChunkId: last.id,
    text: text.slice(first.start, last.end),
  };
}

/** Tokens of what stands between two passages: line ends mostly. */
const GAP_TOKENS = 4;

/** Groups consecutive things whose sizes add up to at most `budget`; one that is larger by itself is a group of its own. */
export function packed(sizes: readonly number[], budget: number): { from: number; to: number }[] {
  const groups: { from: number; to: number }[] = [];
  let size = 0;
  for (const [i, each] of sizes.entries()) {
    const last = groups.at(-1);
    size += each;
    if (last && size <= budget) last.to = i;
    else {
      groups.push({ from: i, to: i });
      size = each;
    }
  }
  return groups;
}

/** Parts of a document from passage `from` on, each of at most `budget` tokens unless a single passage has more. */
export async function windowsOf(
  source: Source,
  from: number,
  budget: number,
  countTokens: CountTokens,
): Promise<ReadWindow[]> {
  const rest = source.chunks.slice(from);
  const sizes = (await countTokens(rest.map((chunk) => chunk.text))).map((size) => size + GAP_TOKENS);
  const done: ReadWindow[] = [];
  let open = packed(sizes, budget).map((group) => windowOf(source, from + group.from, from + group.to));
  // What stands between passages counts too: a part that became too long is cut in two.
  while (open.length > 0) {
    const counts = await countTokens(open.map((window) => window.text));
    const halves: ReadWindow[] = [];
    for (const [i, window] of open.entries()) {
      const { chunks } = window;
      if (counts[i]! <= budget || chunks.from === chunks.to) done.push(window);
      else {
        const middle = Math.floor((chunks.from + chunks.to) / 2);
        halves.push(windowOf(source, chunks.from, middle), windowOf(source, middle + 1, chunks.to));
      }
    }
    open = halves;
  }
  return done.sort((a, b) => a.chunks.from - b.chunks.from);
}
