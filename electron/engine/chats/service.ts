// Conversations: a tree of questions and answers under an app, each answer written by a run.
import type { Conversation, Message } from "../../../shared/contract/chats.ts";
import { ASSISTANT_APP_ID } from "../../../shared/domain/app-config.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import type { ChangeFeed } from "../changes.ts";
import type { RunService } from "../runs/service.ts";
import type { AnswerInput } from "./answer.ts";
import type { ChatStore } from "./store.ts";

export interface Question {
  conversationId?: string | undefined;
  text: string;
  knowledgeBaseIds?: string[] | undefined;
  modelId?: string | undefined;
  seed?: number | undefined;
}
export interface AnswerStarted {
  runId: string;
  conversationId: string;
  questionId: string;
  answerId: string;
}

const MAX_TITLE = 60;

/** A title from a question: its first line, cut at a word. */
export function titleOf(question: string): string {
  const line = question.trim().split("\n")[0] ?? "";
  if (line.length <= MAX_TITLE) return line;
  const cut = line.slice(0, MAX_TITLE);
  const space = cut.lastIndexOf(" ");
  return `${space > MAX_TITLE / 2 ? cut.slice(0, space) : cut}…`;
}

export function chatService(deps: {
  store: ChatStore;
  runs: RunService;
  changes: ChangeFeed;
  /** Throws where there is no such knowledge base. */
  requireKnowledge(id: string): unknown;
}) {
  const { store, runs, changes } = deps;
  const conversationOf = (id: string): Conversation => {
    const conversation = store.conversation(id);
    if (!conversation) throw new AlcoveError("not-found", { what: "conversation", id });
    return conversation;
  };
  const messageOf = (id: string): Message => {
    const message = store.message(id);
    if (!message) throw new AlcoveError("not-found", { what: "message", id });
    return message;
  };
  const startAnswer = (question: Message, modelId: string | undefined, seed: number | undefined): AnswerStarted => {
    const answerId = newId();
    const { conversationId, id: questionId } = question;
    store.insertMessage({
      id: answerId,
      conversationId,
      parentId: questionId,
      role: "assistant",
      text: "",
      language: question.language,
      status: "streaming",
    });
    store.touch(conversationId);
    const input: AnswerInput = { conversationId, questionId, answerId, modelId: modelId ?? null, seed: seed ?? null };
    const runId = runs.start("answer", titleOf(question.text), input);
    store.setRun(answerId, runId);
    changes.changed("chats", conversationId);
    return { runId, conversationId, questionId, answerId };
  };

  return {
    list: store.conversations,
    get: (id: string) => ({ conversation: conversationOf(id), messages: store.messages(id) }),
    rename(id: string, title: string): Conversation {
      conversationOf(id);
      store.rename(id, title);
      changes.changed("chats", id);
      return conversationOf(id);
    },
    setKnowledge(id: string, knowledgeBaseIds: string[]): Conversation {
      conversationOf(id);
      for (const baseId of knowledgeBaseIds) deps.requireKnowledge(baseId);
      store.setKnowledge(id, knowledgeBaseIds);
      changes.changed("chats", id);
      return conversationOf(id);
    },
    remove(ids: string[]): void {
      for (const id of ids) conversationOf(id);
      store.setDeleted(ids, Date.now());
      changes.changed("chats", ...ids);
    },
    restore(ids: string[]): void {
      store.setDeleted(ids, null);
      changes.changed("chats", ...ids);
    },
    send(question: Question): AnswerStarted {
      for (const id of question.knowledgeBaseIds ?? []) deps.requireKnowledge(id);
      const conversationId = question.conversationId ?? newId();
      if (question.conversationId) {
        conversationOf(conversationId);
        if (question.knowledgeBaseIds) store.setKnowledge(conversationId, question.knowledgeBaseIds);
      } else {
        const knowledgeBaseIds = question.knowledgeBaseIds ?? [];
        store.insertConversation({
          id: conversationId,
          appId: ASSISTANT_APP_ID,
          title: titleOf(question.text),
          knowledgeBaseIds,
        });
      }
      const id = newId();
      store.insertMessage({
        id,
        conversationId,
        parentId: store.lastMessageId(conversationId),
        role: "user",
        text: question.text,
        language: guessLanguage(question.text),
        status: "done",
      });
      return startAnswer(messageOf(id), question.modelId, question.seed);
    },
    /** `messageId` is an answer or its question. */
    regenerate(messageId: string, modelId?: string): AnswerStarted {
      const message = messageOf(messageId);
      const question = message.role === "user" ? message : messageOf(message.parentId ?? "");
      conversationOf(question.conversationId);
      return startAnswer(question, modelId, undefined);
    },
    passages(messageId: string): Passage[] {
      messageOf(messageId);
      return store.passages(messageId);
    },
  };
}
export type ChatService = ReturnType<typeof chatService>;
