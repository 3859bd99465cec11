// The reading of an analysis: notes on every part, each part read once and kept when it is done, then notes on notes until
// they fit into one prompt. A run that was stopped, or whose process was killed, goes on behind the last part that was kept.
import type { GenerateResult } from "../../../shared/children/inference.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { RunEvent, RunItem } from "../../../shared/domain/runs.ts";
import type { RunContext } from "../runs/service.ts";
import type { AnalysisModel } from "./analysis-model.ts";
import type { AnalysisStore, CombinedPart, Notes, Range, ReadPart } from "./analysis-store.ts";
import { packed, type ReadWindow, type Source, windowsOf } from "./analysis-windows.ts";
import type { AnalysisWords } from "./analysis-words.ts";
import { citingWriter } from "./citing-writer.ts";

export interface NotesDeps {
  parts: AnalysisStore;
  /** All events of a run so far. */
  eventsOf(runId: string): RunEvent[];
  model: AnalysisModel;
  contextTokens: number;
  words: AnalysisWords;
  context: RunContext;
}

/** Text of a part at most, in tokens: longer ones are read worse by small models, and cost more when they are cut off. */
export const PART_TOKENS = 2000;
/** Notes on a part at most; never more than this share of the context. */
const NOTE_TOKENS = 220;
const NOTE_SHARE = 1 / 8;
/** Counts of pieces do not add up exactly. */
export const SLACK = 16;

const noteTokens = (contextTokens: number): number => Math.min(NOTE_TOKENS, Math.floor(contextTokens * NOTE_SHARE));
const usageOf = ({ promptTokens, completionTokens }: GenerateResult) => ({ promptTokens, completionTokens });

/** A passage of a document, as citations are made from it. */
export const passageAt = ({ document, chunks }: Source, position: number): Passage => {
  const chunk = chunks[position]!;
  return {
    chunkId: chunk.id,
    documentId: document.id,
    documentName: document.name,
    page: chunk.page,
    heading: chunk.heading,
    text: chunk.text,
    start: chunk.start,
    end: chunk.end,
    score: 1,
  };
};

/** The item of a part in the run's events. Its passages are named, so that it can be shown that each was read once. */
export function partItem(sources: readonly Source[], part: number, range: Range, status: RunItem["status"]): RunItem {
  const { documentId, documentName, pages, chunks } = range;
  const source = sources.find(({ document }) => document.id === documentId);
  const chunkIds = source?.chunks.slice(chunks.from, chunks.to + 1).map(({ id }) => id) ?? [];
  const positions = { from: chunks.from, to: chunks.to };
  return { id: `part-${part}`, name: documentName, status, result: { documentId, pages, positions, chunkIds } };
}

/** The kept parts, where they are still the beginning of what is to be read; none where a document has changed since. */
function stillTrue(kept: ReadPart[], sources: readonly Source[]): ReadPart[] {
  const order = sources.flatMap(({ chunks }) => chunks.map(({ id }) => id));
  let at = 0;
  for (const { range } of kept) {
    const count = range.chunks.to - range.chunks.from + 1;
    if (order[at] !== range.firstChunkId || order[at + count - 1] !== range.lastChunkId) return [];
    at += count;
  }
  return kept;
}

/** How the documents are divided: the parts that were read already, and those that are left. */
export async function planReading(
  deps: NotesDeps,
  answerId: string,
  sources: readonly Source[],
): Promise<{ kept: ReadPart[]; left: ReadWindow[] }> {
  const { contextTokens, words } = deps;
  const kept = stillTrue(deps.parts.read(answerId), sources);
  if (kept.length === 0) deps.parts.clear(answerId);
  const longestName = sources.reduce(
    (name, { document }) => (document.name.length > name.length ? document.name : name),
    "",
  );
  const bare = await deps.model.countMessages(words.read({ name: longestName, number: 999, total: 999, text: "" }));
  const room = contextTokens - bare - noteTokens(contextTokens) - SLACK;
  const budget = Math.min(PART_TOKENS, room);
  const left: ReadWindow[] = [];
  for (const source of sources) {
    const read = kept.filter(({ range }) => range.documentId === source.document.id);
    const from = (read.at(-1)?.range.chunks.to ?? -1) + 1;
    if (from < source.chunks.length) left.push(...(await windowsOf(source, from, budget, deps.model.countTokens)));
  }
  return { kept, left };
}

/** Reads what is left and returns the notes on all parts, in order. */
export async function readParts(
  deps: NotesDeps,
  answerId: string,
  sources: readonly Source[],
  plan: { kept: ReadPart[]; left: ReadWindow[] },
): Promise<ReadPart[]> {
  const { parts, context, words } = deps;
  const { runId, emit } = context;
  const total = plan.kept.length + plan.left.length;
  const told = new Map<string, Set<string>>();
  const toldBy = (run: string): Set<string> => {
    const known = told.get(run);
    if (known) return known;
    const items = deps
      .eventsOf(run)
      .flatMap(({ body }) => (body.type === "item" && body.item.status === "done" ? [body.item.id] : []));
    const fresh = new Set(items);
    told.set(run, fresh);
    return fresh;
  };
  emit({ type: "step", step: "reading-parts" });
  for (const [i, { range, runId: reader }] of plan.kept.entries()) {
    // A part counts as read in the run that read it; where a kill came before that could be told, it is told now.
    const isTold = toldBy(reader).has(`part-${i}`);
    if (isTold && reader === runId) continue;
    emit({ type: "item", item: partItem(sources, i, range, isTold ? "skipped" : "done") });
  }
  const read = [...plan.kept];
  emit({ type: "progress", done: read.length, total, unit: "parts" });
  for (const window of plan.left) {
    const number = read.length;
    const { text, ...range } = window;
    const source = sources.find(({ document }) => document.id === range.documentId)!;
    emit({ type: "item", item: partItem(sources, number, range, "running") });
    const messages = words.read({ name: range.documentName, number: number + 1, total, text });
    const notes = await deps.model.generateWhole(messages, noteTokens(deps.contextTokens));
    const positions = Array.from({ length: range.chunks.to - range.chunks.from + 1 }, (_, i) => range.chunks.from + i);
    const passages = positions.map((position) => passageAt(source, position));
    const part: ReadPart = {
      runId,
      range,
      text: notes.text.trim(),
      support: supportOf(notes.text, passages).map((i) => ({ documentId: range.documentId, position: positions[i]! })),
      usage: usageOf(notes),
    };
    parts.putRead(answerId, number, part);
    read.push(part);
    emit({ type: "item", item: partItem(sources, number, range, "done") });
    emit({ type: "progress", done: read.length, total, unit: "parts" });
  }
  return read;
}

/** Indexes of the passages that notes rest on; all of them where no sentence can be tied to one. */
function supportOf(notes: string, passages: Passage[]): number[] {
  const writer = citingWriter("", passages);
  writer.push(notes);
  writer.end();
  const cited = new Set(
    writer
      .citations()
      .map(({ start }) => passages.findIndex((passage) => passage.start <= start && start < passage.end)),
  );
  return cited.size > 0 ? [...cited].sort((a, b) => a - b) : passages.map((_, i) => i);
}

/** Notes one below the other, under the names of their documents where there are several. */
export function joined(notes: readonly Notes[], nameOf: (notes: Notes) => string | null, words: AnalysisWords): string {
  let last: string | null = null;
  return notes
    .map((each) => {
      const name = nameOf(each);
      const isNew = name !== null && name !== last;
      last = name;
      return isNew ? words.named(name, each.text) : each.text;
    })
    .join("\n\n");
}

/** Makes notes on notes until they fit into `budget` tokens. Errors: `context.too-long` where they do not get fewer. */
export async function combineNotes(
  deps: NotesDeps,
  answerId: string,
  read: readonly Notes[],
  budget: number,
  nameOf: (notes: Notes) => string | null,
): Promise<readonly Notes[]> {
  const { parts, words, context, contextTokens } = deps;
  let notes = read;
  for (let level = 1; ; level++) {
    const [tokens = 0] = await deps.model.countTokens([joined(notes, nameOf, words)]);
    if (tokens <= budget) return notes;
    const bare = await deps.model.countMessages(words.combine(""));
    const room = contextTokens - bare - noteTokens(contextTokens) - SLACK;
    const sizes = (await deps.model.countTokens(notes.map(({ text }) => text))).map((size) => size + 2);
    const groups = packed(sizes, room);
    if (groups.length === notes.length) throw new AlcoveError("context.too-long", { tokens, limit: budget });
    const kept = parts.combined(answerId, level);
    const next: Notes[] = [];
    for (const [i, group] of groups.entries()) {
      const same = kept[i]?.notes.from === group.from && kept[i].notes.to === group.to ? kept[i] : undefined;
      next.push(same ?? (await combine(notes.slice(group.from, group.to + 1), i, group)));
    }
    notes = next;

    async function combine(several: readonly Notes[], position: number, group: CombinedPart["notes"]): Promise<Notes> {
      if (several.length === 1) return several[0]!;
      const made = await deps.model.generateWhole(
        words.combine(several.map(({ text }) => text).join("\n\n")),
        noteTokens(contextTokens),
      );
      const part: CombinedPart = {
        runId: context.runId,
        notes: group,
        text: made.text.trim(),
        support: several.flatMap(({ support }) => support),
        usage: usageOf(made),
      };
      parts.putCombined(answerId, level, position, part);
      return part;
    }
  }
}
