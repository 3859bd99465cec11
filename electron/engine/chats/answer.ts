// The run `answer`: find what to read, ask the model or quote, tie every sentence to its source, keep the message.
import type { GenerateResult, InferenceMethods } from "../../../shared/children/inference.ts";
import type { App } from "../../../shared/contract/apps.ts";
import type { Conversation } from "../../../shared/contract/chats.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import type { Citation } from "../../../shared/domain/citations.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import type { Part } from "../parts.ts";
import type { RunContext, RunKindDeclaration } from "../runs/service.ts";
import { citingWriter } from "./citing-writer.ts";
import { type Composed, composePrompt } from "./compose.ts";
import { continuationOf } from "./continuation.ts";
import type { Foreground } from "./foreground.ts";
import { answerParameters } from "./parameters.ts";
import { quotedAnswer } from "./quote.ts";
import { answerRecord, keepUnfinished, type RecordDeps } from "./records.ts";
import { type Found, filesOf, findPassages, type SourceDeps } from "./sources.ts";
import type { ChatStore } from "./store.ts";
import { type TitleInput, wantsTitle } from "./title.ts";
import { stagesOf, writeOut } from "./writing.ts";

export interface AnswerInput {
  conversationId: string;
  questionId: string;
  answerId: string;
  /** A model's id, "none" to quote passages, or null for the conversation's own choice. */
  modelId: string | null;
  seed: number | null;
  /** Set to `answerId` where that answer is there already, cut, and is to be written on. */
  continueOf?: string;
}

/** A model to write with. */
export interface ChatModel {
  id: string;
  name: string;
  path: string;
  contextTokens: number | null;
}

export interface AnswerDeps extends SourceDeps, RecordDeps {
  inference: Part<InferenceMethods>;
  foreground: Foreground;
  appOf(id: string): App;
  /** The model to answer with, null for the default; null where none is installed. Errors: `not-found`. */
  chatModel(id: string | null): ChatModel | null;
  /** Real speed of an answer, for predictions. */
  onMeasured(modelId: string, result: GenerateResult): void;
  /** Lets a title be found for a conversation, once there is time. */
  startTitle(input: TitleInput): void;
}

const NOT_FOUND = {
  en: "Your documents do not answer this.",
  zh: "文档里没有答案。",
};

/** Where a title was missed after the first answer, it may still come after the next ones. */
const TITLED_WITHIN_TURNS = 4;

/** The model that was asked for, else that of the conversation, else of its app; null where passages are quoted. */
export function modelOf(
  deps: Pick<AnswerDeps, "chatModel">,
  asked: string | null,
  conversation: Conversation,
  app: App,
): ChatModel | null {
  const id = asked ?? conversation.modelId ?? app.config.modelId;
  return id === "none" ? null : deps.chatModel(id);
}

/** What is written on is asked of the model that began it. */
const begunBy = (store: ChatStore, input: AnswerInput): string | null => {
  const modelId = input.continueOf && store.detail(input.answerId)?.parameters.modelId;
  return typeof modelId === "string" ? modelId : null;
};

export function answerRun(deps: AnswerDeps): RunKindDeclaration<AnswerInput> {
  const { inference } = deps;

  const work = async (input: AnswerInput, { signal, emit }: RunContext) => {
    const store = deps.storeOf(input.conversationId);
    const conversation = store.conversation(input.conversationId);
    const question = store.message(input.questionId);
    const answer = store.message(input.answerId);
    if (!conversation || !question || !answer) {
      throw new AlcoveError("not-found", { what: "message", id: input.questionId });
    }
    const app = deps.appOf(conversation.appId);
    const parameters = answerParameters(app.config, conversation.settings, input.seed);
    const language = guessLanguage(question.text);
    const record = answerRecord(deps, answer, language, emit);
    const { stages } = record;

    const search = async (files: Document[]): Promise<Found> => {
      emit({ type: "step", step: "searching" });
      const startedMs = performance.now();
      const asked = { text: question.text, passages: parameters.passages };
      const found = await findPassages(deps, conversation, files, asked, signal);
      record.timings.retrievalMs += Math.round(performance.now() - startedMs);
      stages.push(...found.stages);
      return found;
    };
    /** An answer that no model writes. */
    const plain = (found: Found, answerKind: "quoted" | "not-found", text: string, citations: Citation[] = []) => {
      record.keepPassages(found.passages);
      record.keepDetail({ messages: [], context: null, ...found }, parameters, null);
      emit({ type: "citations", citations });
      record.emit({ type: "text", text });
      return record.finish({ text, citations, answerKind });
    };
    const notFound = (found: Found) => plain(found, "not-found", NOT_FOUND[language === "zh" ? "zh" : "en"]);

    const model = modelOf(deps, input.modelId ?? begunBy(store, input), conversation, app);
    const files = await filesOf(deps, conversation, stages, { emit, signal });
    const asksLibrary = deps.hasChunks(conversation.knowledgeBaseIds);
    if (!model) {
      if (!asksLibrary && files.length === 0) throw new AlcoveError("model.none");
      const found = await search(files);
      if (found.passages.length === 0) return notFound(found);
      const { text, citations } = quotedAnswer(question.text, found.passages);
      return plain(found, "quoted", text, citations);
    }

    /** What a new answer is written from; only what was found where that says nothing about the question. */
    const compose = async (): Promise<Composed | Found> => {
      // What stands in files that go in whole needs no search.
      const found = asksLibrary ? await search([]) : null;
      if (found && files.length === 0 && found.passages.length === 0) return found;
      const searchFiles = () => search(files);
      const asked = { message: question, language, find: store.message, parameters, files, found, searchFiles };
      emit({ type: "step", step: "reading" });
      const composed = await composePrompt(deps, model.path, asked, stages, signal);
      record.keepPassages(composed.passages);
      return composed;
    };
    const before = continued(store, input);
    if (before) emit({ type: "step", step: "reading" });
    const draft = before ?? (await compose());
    if (!("context" in draft)) return notFound(draft);
    record.save({ model: model.name, answerKind: "model", context: draft.context });
    record.keepDetail(draft, parameters, model);

    const begun = continuationOf(input.continueOf ? answer.text : "", answer.citations);
    const writer = citingWriter(question.text, draft.passages, begun.finished);
    const { generated, citingMs } = await writeOut({
      writer,
      open: begun.open,
      // Who follows only this run sees the whole answer.
      told: 0,
      emit: record.emit,
      save: (text, citations) => record.save({ text, citations }),
      generate: (onText) =>
        inference.call(
          "generate",
          {
            path: model.path,
            messages: draft.messages,
            // Reasoning is not shown apart yet, and an answer from passages does not need it.
            thinking: false,
            ...parameters.sampling,
            prefix: begun.raw,
          },
          { signal, onEvent: (event) => onText(event.text) },
        ),
    });
    stages.push(...stagesOf(generated), { name: "citing", ms: citingMs });
    const { promptTokens, completionTokens, stopReason } = generated;
    const context = { ...draft.context, promptTokens };
    record.keepDetail({ ...draft, context }, parameters, model);
    deps.onMeasured(model.id, generated);
    record.countUsage(app.id, model.name, { promptTokens, completionTokens });
    const earlier = (input.continueOf && answer.usage) || { promptTokens: 0, completionTokens: 0 };
    const usage = {
      promptTokens: earlier.promptTokens + promptTokens,
      completionTokens: earlier.completionTokens + completionTokens,
    };
    const result = record.finish({ answerKind: "model", stopReason, context, usage });
    const isYoung = context.turns + context.droppedTurns <= TITLED_WITHIN_TURNS;
    if (isYoung && generated.text.trim() && wantsTitle(store, conversation.id)) {
      deps.startTitle({ conversationId: conversation.id, questionId: question.id, answerId: answer.id });
    }
    return result;
  };

  return {
    kind: "answer",
    afterRestart: "interrupt",
    concurrency: 2,
    work: (input, context) => deps.foreground.during(() => work(input, context)),
    onUnfinished: keepUnfinished(deps),
  };
}

/** The very turns that the beginning of an answer came from, so that the model goes on instead of starting over. */
function continued(store: ChatStore, input: AnswerInput): Composed | undefined {
  const before = input.continueOf ? store.detail(input.answerId) : undefined;
  if (!before?.context) return undefined;
  const { messages, passages: looked, context } = before;
  return { messages, passages: store.passages(input.answerId), looked, context };
}
