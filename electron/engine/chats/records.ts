// What a run leaves of an answer: its text and passages as they come, how it was made, its end, and its use of tokens.
import type { ChatTurn } from "../../../shared/children/inference.ts";
import type { ContextUse, Message } from "../../../shared/contract/chats.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import { emptyRunView, reduceRun } from "../../../shared/domain/runs.ts";
import type { ChangeFeed } from "../changes.ts";
import type { RunContext, RunKindDeclaration } from "../runs/service.ts";
import type { RunStore } from "../runs/store.ts";
import { type AnswerParameters, shownParameters } from "./parameters.ts";
import { type ScoredPassage, type Stages, timed } from "./sources.ts";
import type { AnswerChange, ChatStore } from "./store.ts";

/** What a model was given, or what was quoted from. */
export interface Draft {
  messages: ChatTurn[];
  /** What was read, in the order of its numbers. */
  passages: Passage[];
  /** All that a search looked at. */
  looked: ScoredPassage[];
  context: ContextUse | null;
}

export interface RecordDeps {
  storeOf(conversationId: string): ChatStore;
  runStore: Pick<RunStore, "events">;
  changes: ChangeFeed;
}

const localDay = (now: Date): string =>
  `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;

/** The record of one answer while its run works; `stages` are those that were before it. */
export function answerRecord(
  deps: Pick<RecordDeps, "storeOf" | "changes">,
  answer: Message,
  language: string | null,
  emit: RunContext["emit"],
  stages: Stages = [],
) {
  const store = deps.storeOf(answer.conversationId);
  const startedMs = performance.now();
  const timings = { retrievalMs: 0, firstTokenMs: 0, totalMs: 0 };
  const save = (change: AnswerChange) => store.updateAnswer(answer.id, change);
  const firstWords = () => {
    timings.firstTokenMs ||= Math.round(performance.now() - startedMs);
  };
  return {
    stages,
    timings,
    save,
    /** Does some work as a stage of its own. */
    timed: <T>(name: string, work: () => Promise<T>): Promise<T> => timed(stages, name, work),
    /** Tells followers, and takes the time of the first words. */
    emit: ((body) => {
      if (body.type === "text") firstWords();
      emit(body);
    }) satisfies RunContext["emit"],
    keepPassages(passages: Passage[]): void {
      save({ passages });
      emit({ type: "passages", passages });
    },
    /** Keeps how the answer was made; `model` is null where none wrote it. */
    keepDetail(draft: Draft, parameters: AnswerParameters, model: { id: string; name: string } | null): void {
      const { messages, passages, looked, context } = draft;
      const scores = new Map(looked.map((passage) => [passage.chunkId, passage.scores]));
      const used = new Set(passages.map(({ chunkId }) => chunkId));
      store.saveDetail(answer.id, {
        model: model?.name ?? null,
        parameters: shownParameters(model?.id ?? null, parameters),
        messages,
        passages: [
          ...passages.map((passage) => ({ ...passage, scores: scores.get(passage.chunkId) ?? {}, used: true })),
          ...looked.filter(({ chunkId }) => !used.has(chunkId)).map((passage) => ({ ...passage, used: false })),
        ],
        stages,
        context,
      });
    },
    /** The answer is done. Returns what the run answers. */
    finish(change: AnswerChange): Record<string, unknown> {
      firstWords();
      timings.totalMs = Math.round(performance.now() - startedMs);
      save({ ...change, status: "done", language, timings });
      store.touch(answer.conversationId);
      deps.changes.changed("chats", answer.conversationId);
      return { messageId: answer.id, answerKind: change.answerKind ?? null };
    },
    /** Counts towards the app's usage of today. */
    countUsage(appId: string, model: string, usage: NonNullable<Message["usage"]>): void {
      store.addUsage(appId, localDay(new Date()), model, usage.promptTokens, usage.completionTokens);
    },
  };
}
export type AnswerRecord = ReturnType<typeof answerRecord>;

/** Puts an answer straight whose run ended in any other way than success, also after a restart. */
export function keepUnfinished(
  deps: RecordDeps,
): NonNullable<RunKindDeclaration<{ conversationId: string; answerId: string }>["onUnfinished"]> {
  return ({ conversationId, answerId }, runId, error) => {
    // After a crash the log of events has what the person saw last; in this process the message has it already.
    let view = emptyRunView;
    for (const event of deps.runStore.events(runId, 0, 1_000_000)) view = reduceRun(view, event);
    const store = deps.storeOf(conversationId);
    const lost = (store.message(answerId)?.text.length ?? 0) < view.text.length;
    const status = error.code === "cancelled" ? "stopped" : error.code === "interrupted" ? "interrupted" : "failed";
    store.updateAnswer(answerId, {
      ...(lost ? { text: view.text, citations: view.citations } : {}),
      status,
      ...(status === "stopped" ? { stopReason: "cancelled" } : { error }),
    });
    deps.changes.changed("chats", conversationId);
  };
}
