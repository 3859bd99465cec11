// The run `answer`: find passages, ask the model or quote, tie every sentence to its source, keep the message.
import type { ChatTurn, GenerateResult, InferenceMethods } from "../../../shared/children/inference.ts";
import type { App } from "../../../shared/contract/apps.ts";
import type { Message } from "../../../shared/contract/chats.ts";
import type { KnowledgeHit } from "../../../shared/contract/knowledge.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import { emptyRunView, reduceRun } from "../../../shared/domain/runs.ts";
import type { ChangeFeed } from "../changes.ts";
import type { SearchOutcome, SearchRequest } from "../knowledge/service.ts";
import type { Part } from "../parts.ts";
import type { RunContext, RunKindDeclaration } from "../runs/service.ts";
import type { RunStore } from "../runs/store.ts";
import { citingWriter } from "./citing-writer.ts";
import { fitPrompt } from "./prompt.ts";
import { quotedAnswer } from "./quote.ts";
import { isRelevant, worthReading } from "./relevance.ts";
import type { AnswerChange, ChatStore } from "./store.ts";

export interface AnswerInput {
  conversationId: string;
  questionId: string;
  answerId: string;
  /** A model's id, "none" to quote passages, or null for the default. */
  modelId: string | null;
  seed: number | null;
}

export interface AnswerDeps {
  /** Where a conversation lives: on disk, or in memory for a temporary one. */
  storeOf(conversationId: string): ChatStore;
  runStore: Pick<RunStore, "events">;
  inference: Part<InferenceMethods>;
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchOutcome>;
  /** True when any of these knowledge bases has something to search. */
  hasChunks(knowledgeBaseIds: string[]): boolean;
  appOf(id: string): App;
  /** The model to answer with; null where none is installed. */
  chatModel(id: string | null): { id: string; name: string; path: string; contextTokens: number | null } | null;
  /** Real speed of an answer, for predictions. */
  onMeasured(modelId: string, result: GenerateResult): void;
  changes: ChangeFeed;
}

const HISTORY_TURNS = 6;
const SAVE_EVERY_MS = 500;

const NOT_FOUND = {
  en: "Your documents do not answer this.",
  zh: "文档里没有答案。",
};

const toPassage = (hit: KnowledgeHit): Passage => ({
  chunkId: hit.chunkId,
  documentId: hit.documentId,
  documentName: hit.document,
  page: hit.page,
  heading: hit.heading,
  text: hit.text,
  start: hit.start,
  end: hit.end,
  score: hit.score,
});

const localDay = (now: Date): string =>
  `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;

/** Earlier finished questions and answers on the way from the root to `questionId`, oldest first. */
function historyOf(messages: Message[], questionId: string): ChatTurn[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const turns: ChatTurn[] = [];
  for (let id = byId.get(questionId)?.parentId; id && turns.length < HISTORY_TURNS * 2; ) {
    const message = byId.get(id);
    if (!message) break;
    if (message.text.trim()) turns.unshift({ role: message.role, content: message.text });
    id = message.parentId;
  }
  return turns;
}

export function answerRun(deps: AnswerDeps): RunKindDeclaration<AnswerInput> {
  const { changes } = deps;

  const work = async (input: AnswerInput, context: RunContext) => {
    const { signal, emit } = context;
    const startedMs = performance.now();
    const store = deps.storeOf(input.conversationId);
    const conversation = store.conversation(input.conversationId);
    const question = store.message(input.questionId);
    if (!conversation || !question) throw new AlcoveError("not-found", { what: "message", id: input.questionId });
    const app = deps.appOf(conversation.appId);
    const language = guessLanguage(question.text);
    const save = (change: AnswerChange) => store.updateAnswer(input.answerId, change);
    let retrievalMs = 0;
    let firstTokenMs = 0;
    const timings = () => ({ retrievalMs, firstTokenMs, totalMs: Math.round(performance.now() - startedMs) });
    const tell = (text: string) => {
      if (!firstTokenMs) firstTokenMs = Math.round(performance.now() - startedMs);
      emit({ type: "text", text });
    };
    const finish = (change: AnswerChange) => {
      save({ ...change, status: "done", language, timings: timings() });
      store.touch(conversation.id);
      changes.changed("chats", conversation.id);
      return { messageId: input.answerId, answerKind: change.answerKind ?? null };
    };

    let passages: Passage[] = [];
    const { knowledgeBaseIds } = conversation;
    const grounded = knowledgeBaseIds.length > 0 && deps.hasChunks(knowledgeBaseIds);
    if (grounded) {
      emit({ type: "step", step: "searching" });
      const request: SearchRequest = { knowledgeBaseIds, query: question.text, mode: "default", top: app.config.topK };
      const found = await deps.search(request, signal);
      passages = isRelevant(found) ? worthReading(found.hits).map(toPassage) : [];
      retrievalMs = Math.round(performance.now() - startedMs);
      save({ passages });
      emit({ type: "passages", passages });
      if (passages.length === 0) {
        const text = NOT_FOUND[language === "zh" ? "zh" : "en"];
        tell(text);
        return finish({ text, answerKind: "not-found" });
      }
    }

    const modelId = input.modelId ?? conversation.modelId;
    const model = modelId === "none" ? null : deps.chatModel(modelId);
    if (!model) {
      if (!grounded) throw new AlcoveError("model.none");
      const { text, citations } = quotedAnswer(question.text, passages);
      emit({ type: "citations", citations });
      tell(text);
      return finish({ text, citations, answerKind: "quoted" });
    }

    save({ model: model.name, answerKind: "model" });
    emit({ type: "step", step: "reading" });
    // Loads the model; the context that it got depends on the memory that is free.
    const { path } = model;
    const { contextTokens } = await deps.inference.call("countTokens", { path, texts: [] }, { signal });
    const { maxTokens, temperature, prompt } = app.config;
    const fitted = await fitPrompt(
      {
        instructions: prompt,
        passages,
        history: historyOf(store.messages(conversation.id), question.id),
        question: question.text,
        language,
      },
      contextTokens - maxTokens,
      async (messages) => {
        const counted = await deps.inference.call("countTokens", { path, messages, thinking: false }, { signal });
        return counted.messages ?? 0;
      },
    );
    const writer = citingWriter(question.text, fitted.passages);
    let savedMs = performance.now();
    const show = (text: string) => {
      if (!text) return;
      const citations = writer.citations();
      // A mark must be known before it is shown, or it would first appear as plain text.
      if (/\[\d{1,2}\]/.test(text)) emit({ type: "citations", citations });
      tell(text);
      if (performance.now() - savedMs > SAVE_EVERY_MS) {
        savedMs = performance.now();
        save({ text: writer.text(), citations });
      }
    };
    const generated = await deps.inference
      .call(
        "generate",
        {
          path,
          messages: fitted.messages,
          maxTokens,
          temperature,
          // Reasoning is not shown apart yet, and an answer from passages does not need it.
          thinking: false,
          ...(input.seed === null ? {} : { seed: input.seed }),
        },
        { signal, onEvent: (event) => show(writer.push(event.text)) },
      )
      .catch((error) => {
        // What was written is kept, its last sentence cited like the others.
        show(writer.end());
        save({ text: writer.text(), citations: writer.citations(), timings: timings() });
        throw error;
      });
    show(writer.end());
    const citations = writer.citations();
    emit({ type: "citations", citations });
    deps.onMeasured(model.id, generated);
    const { promptTokens, completionTokens } = generated;
    store.addUsage(app.id, localDay(new Date()), model.name, promptTokens, completionTokens);
    return finish({
      text: writer.text(),
      citations,
      answerKind: "model",
      model: model.name,
      usage: { promptTokens, completionTokens },
    });
  };

  return {
    kind: "answer",
    afterRestart: "interrupt",
    concurrency: 2,
    work,
    onUnfinished(input, runId, error) {
      const store = deps.storeOf(input.conversationId);
      // After a crash the log of events has what the person saw last; in this process the message has it already.
      let view = emptyRunView;
      for (const event of deps.runStore.events(runId, 0, 1_000_000)) view = reduceRun(view, event);
      const message = store.message(input.answerId);
      const lost = (message?.text.length ?? 0) < view.text.length;
      const status = error.code === "cancelled" ? "stopped" : error.code === "interrupted" ? "interrupted" : "failed";
      store.updateAnswer(input.answerId, {
        ...(lost ? { text: view.text, citations: view.citations } : {}),
        status,
        error: status === "stopped" ? null : error,
      });
      changes.changed("chats", input.conversationId);
    },
  };
}
