// Questions that wait for the answer before them. They are asked one by one as answers succeed; one that fails or is
// stopped holds the queue, so that nobody's next question is spent on a broken conversation.
import type { QueuedQuestion } from "../../../shared/contract/chats.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";
import type { ChangeFeed } from "../changes.ts";
import type { RunService } from "../runs/service.ts";
import type { AnswerStarted, Question } from "./service.ts";
import type { ChatStore } from "./store.ts";
import type { ChatStores } from "./stores.ts";

export function chatQueue(deps: {
  stores: ChatStores;
  runs: Pick<RunService, "whenEnded">;
  changes: ChangeFeed;
  send(question: Question): AnswerStarted;
}) {
  const { stores, changes } = deps;

  /** Asks the first waiting question, unless an answer is being written. Taking it off and asking it is one step. */
  const next = (conversationId: string): void => {
    const store = stores.of(conversationId);
    if (!store.conversation(conversationId) || store.streamingRuns(conversationId).length > 0) return;
    const [question] = store.queued(conversationId);
    if (!question) return;
    store.atomically(() => {
      store.removeQueued(question.id);
      deps.send({ conversationId, text: question.text, modelId: question.modelId ?? undefined });
    });
  };
  for (const kind of ["answer", "analysis"] as const) {
    deps.runs.whenEnded<{ conversationId: string }>(kind, ({ conversationId }, status) => {
      if (status === "succeeded") next(conversationId);
    });
  }
  const find = (id: string): { store: ChatStore; question: QueuedQuestion & { conversationId: string } } => {
    for (const store of [stores.memory, stores.disk]) {
      const question = store.oneQueued(id);
      if (question) return { store, question };
    }
    throw new AlcoveError("not-found", { what: "waiting question", id });
  };
  const plain = ({ id, text, modelId, createdAtMs }: QueuedQuestion): QueuedQuestion => ({
    id,
    text,
    modelId,
    createdAtMs,
  });

  return {
    /** Puts a question behind the others; it is asked at once where nothing is being answered or waiting. */
    add(conversationId: string, text: string, modelId?: string): QueuedQuestion {
      const { store } = stores.conversation(conversationId);
      const isFirst = store.queued(conversationId).length === 0;
      const question = { id: newId(), text, modelId: modelId ?? null, createdAtMs: Date.now() };
      store.insertQueued({ ...question, conversationId });
      if (isFirst) next(conversationId);
      changes.changed("chats", conversationId);
      return question;
    },
    update(queuedId: string, text: string): QueuedQuestion {
      const { store, question } = find(queuedId);
      store.updateQueued(queuedId, text);
      changes.changed("chats", question.conversationId);
      return { ...plain(question), text };
    },
    remove(queuedId: string): void {
      const { store, question } = find(queuedId);
      store.removeQueued(queuedId);
      changes.changed("chats", question.conversationId);
    },
    resume: next,
  };
}
export type ChatQueue = ReturnType<typeof chatQueue>;
