// The run `analysis`: reads whole documents part by part and writes a summary, key points or a full analysis from the notes.
import type { AnalysisKind, ContextUse } from "../../../shared/contract/chats.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import { AlcoveError, isErrorCode } from "../../../shared/domain/errors.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import { emptyRunView, reduceRun } from "../../../shared/domain/runs.ts";
import type { RunContext, RunKindDeclaration } from "../runs/service.ts";
import { analysisModel } from "./analysis-model.ts";
import {
  combineNotes,
  joined,
  type NotesDeps,
  PART_TOKENS,
  partItem,
  passageAt,
  planReading,
  readParts,
  SLACK,
} from "./analysis-notes.ts";
import type { AnalysisStore, Notes } from "./analysis-store.ts";
import { type ReadWindow, type Source, windowOf } from "./analysis-windows.ts";
import { analysisWords, type Section } from "./analysis-words.ts";
import { type AnswerDeps, modelOf } from "./answer.ts";
import { answerParameters } from "./parameters.ts";
import { type AnswerRecord, answerRecord, keepUnfinished } from "./records.ts";
import { writeSections } from "./sections.ts";
import { MOST_CHARACTERS_A_TOKEN, type Stages, untilRead } from "./sources.ts";

export interface AnalysisInput {
  conversationId: string;
  questionId: string;
  answerId: string;
  documentIds: string[];
  kind: AnalysisKind;
  language: "document" | "en" | "zh";
  /** A model's id, or null for the conversation's own choice. */
  modelId: string | null;
}

export interface AnalysisDeps extends Omit<AnswerDeps, "startTitle" | "search" | "hasChunks"> {
  partsOf(conversationId: string): AnalysisStore;
}

/** Small models say the same again and again in lists; unless a person says otherwise, that is damped. */
const REPEAT_PENALTY = 1.1;
/** Share of the context that is kept free for a section at most. */
const SECTION_SHARE = 1 / 3;

/** What the answer is written from. */
interface Material {
  /** The whole text, or notes on all parts of it. */
  text: string;
  /** Set where the whole text fits: its parts, one a document, which are read as the answer is written. */
  whole: ReadWindow[] | null;
  /** What sentences may be tied to. */
  passages: Passage[];
  parts: number;
  /** Nothing of an earlier try was left. */
  isNew: boolean;
}

/** The documents, once they are read. Errors: `not-found`, or why one could not be read. */
async function sourcesOf(
  deps: AnalysisDeps,
  input: AnalysisInput,
  stages: Stages,
  context: RunContext,
): Promise<Source[]> {
  const { documents } = deps;
  const get = (id: string) => {
    const document = documents.get(id);
    if (!document) throw new AlcoveError("not-found", { what: "document", id });
    return document;
  };
  const bases = new Set(input.documentIds.map((id) => get(id).knowledgeBaseId));
  for (const base of bases) await untilRead(deps, base, stages, context);
  return input.documentIds.map((id) => {
    const document = get(id);
    if (document.status !== "ready") {
      const code = document.error?.code ?? "interrupted";
      throw new AlcoveError(isErrorCode(code) ? code : "interrupted", document.error?.params ?? {});
    }
    return { document, chunks: documents.chunks(id, document.chunks, 0), text: documents.text(id) };
  });
}

/** Reads everything: at once where it is no longer than one part, else by notes on parts that fit into `budget` tokens. */
async function readAll(
  notesDeps: NotesDeps,
  answerId: string,
  sources: readonly Source[],
  budget: number,
  timed: AnswerRecord["timed"],
): Promise<Material> {
  const { parts, model, words, context } = notesDeps;
  const nameOf = (documentId: string | undefined): string | null =>
    (sources.length > 1 && sources.find(({ document }) => document.id === documentId)?.document.name) || null;
  const whole = sources.map((source) => windowOf(source, 0, source.chunks.length - 1));
  const characters = whole.reduce((sum, { text }) => sum + text.length, 0);
  const atOnce = Math.min(budget, PART_TOKENS);
  if (characters <= atOnce * MOST_CHARACTERS_A_TOKEN && parts.read(answerId).length === 0) {
    const named = whole.map(({ documentId, text }) =>
      nameOf(documentId) ? words.named(nameOf(documentId)!, text) : text,
    );
    const text = named.join("\n\n");
    if ((await model.countTokens([text]))[0]! <= atOnce) {
      context.emit({ type: "step", step: "reading" });
      context.emit({ type: "progress", done: 0, total: whole.length, unit: "parts" });
      for (const [i, range] of whole.entries()) {
        context.emit({ type: "item", item: partItem(sources, i, range, "running") });
      }
      const passages = sources.flatMap((source) => source.chunks.map((_, position) => passageAt(source, position)));
      return { text, whole, passages, parts: whole.length, isNew: false };
    }
  }
  const plan = await timed("count", () => planReading(notesDeps, answerId, sources));
  const read = await timed("reading-parts", () => readParts(notesDeps, answerId, sources, plan));
  context.emit({ type: "step", step: "combining" });
  const nameOfNotes = ({ support }: Notes) => nameOf(support[0]?.documentId);
  const notes = await timed("combining", () => combineNotes(notesDeps, answerId, read, budget, nameOfNotes));
  const support = new Set(read.flatMap((part) => part.support.map((at) => `${at.documentId} ${at.position}`)));
  const passages = sources.flatMap((source) =>
    source.chunks.flatMap((_, position) =>
      support.has(`${source.document.id} ${position}`) ? [passageAt(source, position)] : [],
    ),
  );
  const text = joined(notes, nameOfNotes, words);
  return { text, whole: null, passages, parts: read.length, isNew: plan.kept.length === 0 };
}

export function analysisRun(deps: AnalysisDeps): RunKindDeclaration<AnalysisInput> {
  const eventsOf = (id: string) => deps.runStore.events(id, 0, 1_000_000);

  const work = async (input: AnalysisInput, context: RunContext) => {
    const { signal, emit, runId } = context;
    const store = deps.storeOf(input.conversationId);
    const conversation = store.conversation(input.conversationId);
    const answer = store.message(input.answerId);
    if (!conversation || !answer) throw new AlcoveError("not-found", { what: "message", id: input.answerId });
    // Who resumes a run that had come to its end gets nothing more.
    if (answer.status === "done") return { messageId: answer.id, answerKind: answer.answerKind };
    // A run that goes on for another one takes its answer over.
    if (answer.status !== "streaming") store.reopen(answer.id);
    store.setRun(answer.id, runId);
    deps.changes.changed("chats", conversation.id);
    const app = deps.appOf(conversation.appId);
    const chosen = modelOf(deps, input.modelId, conversation, app);
    if (!chosen) throw new AlcoveError("model.none");
    const parameters = answerParameters(app.config, conversation.settings, null);
    parameters.sampling.repeatPenalty ??= REPEAT_PENALTY;

    const stages: Stages = [];
    const sources = await sourcesOf(deps, input, stages, context);
    const own = sources[0]!.document.language ?? guessLanguage(sources[0]!.text) ?? "en";
    const language = input.language === "document" ? own : input.language;
    const record = answerRecord(deps, answer, language, emit, stages);
    record.save({ answerKind: "analysis", model: chosen.name });

    const model = analysisModel(deps.inference, chosen.path, parameters.sampling, signal);
    const contextTokens = await record.timed("load", model.contextTokens);
    const words = analysisWords(language);
    const sections = words.sections(input.kind);
    const longest = Math.max(...sections.map(({ maxTokens }) => maxTokens));
    const reservedTokens = Math.min(longest, Math.floor(contextTokens * SECTION_SHARE));
    const bare = await Promise.all(sections.map((section) => model.countMessages(words.write("", true, section))));
    const budget = contextTokens - reservedTokens - Math.max(...bare) - SLACK;
    const parts = deps.partsOf(conversation.id);
    const notesDeps: NotesDeps = { parts, eventsOf, model, contextTokens, words, context };
    const material = await readAll(notesDeps, answer.id, sources, budget, record.timed);
    const { passages, whole } = material;

    // What followers of this very run have seen before its process ended; a new run tells the text from its start.
    const seen = context.resumed ? eventsOf(runId).reduce(reduceRun, emptyRunView) : emptyRunView;
    const messagesFor = (section: Section) => words.write(material.text, whole === null, section);
    const written = await writeSections({
      ...{ parts, answerId: answer.id, sections, passages },
      before: context.resumed || material.isNew ? seen : answer,
      told: seen.text.length,
      emit: record.emit,
      save: (text, citations) => record.save({ text, citations }),
      retry: model.worthARetry,
      generate: (section, prefix, onText) => {
        const maxTokens = Math.min(section.maxTokens, reservedTokens);
        return model.generate(messagesFor(section), { maxTokens, prefix }, onText);
      },
    });
    if (whole) {
      for (const [i, range] of whole.entries()) emit({ type: "item", item: partItem(sources, i, range, "done") });
      emit({ type: "progress", done: whole.length, total: whole.length, unit: "parts" });
    }
    stages.push(...written.stages);

    const { text, citations, last } = written;
    const cited = passages.filter(({ documentId, start, end }) =>
      citations.some((each) => each.documentId === documentId && start <= each.start && each.start < end),
    );
    const contextUse: ContextUse = {
      ...{ contextTokens, reservedTokens, promptTokens: last?.promptTokens ?? 0 },
      ...{ turns: 0, droppedTurns: 0, droppedPassages: 0, attachments: "whole" },
      passages: sources.reduce((sum, { chunks }) => sum + chunks.length, 0),
    };
    record.keepPassages(cited);
    const draft = { messages: messagesFor(sections.at(-1)!), passages: cited, looked: [], context: contextUse };
    record.keepDetail(draft, { ...parameters, passages: cited.length }, chosen);
    const usage = parts.usage(answer.id);
    record.countUsage(app.id, chosen.name, usage);
    if (last) deps.onMeasured(chosen.id, last);
    const stopReason = last?.stopReason ?? "end";
    const change = { text, citations, stopReason, usage, answerKind: "analysis" as const, context: contextUse };
    const result = store.atomically(() => {
      parts.clear(answer.id);
      return record.finish(change);
    });
    return { ...result, parts: material.parts, passages: contextUse.passages };
  };

  return {
    kind: "analysis",
    afterRestart: "resume",
    concurrency: 1,
    work: (input, context) => deps.foreground.during(() => work(input, context)),
    onUnfinished: keepUnfinished(deps),
  };
}
