// Conversations: a tree of questions and answers under an app, each answer written by a run.
import type { Conversation, Inspection, Message } from "../../../shared/contract/chats.ts";
import { ASSISTANT_APP_ID } from "../../../shared/domain/app-config.ts";
import type { ChatSettings, ChatSettingsChange } from "../../../shared/domain/chat-settings.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";
import { guessLanguage } from "../../../shared/domain/language.ts";
import type { RunKind } from "../../../shared/domain/runs.ts";
import type { ChangeFeed } from "../changes.ts";
import type { RunService } from "../runs/service.ts";
import type { AnswerInput } from "./answer.ts";
import type { DraftStore } from "./draft-store.ts";
import { answerEdits } from "./edited-citations.ts";
import type { ChatStore } from "./store.ts";
import type { ChatStores } from "./stores.ts";

export interface Question {
  conversationId?: string | undefined;
  /** Left out: the end of the branch that is followed. */
  parentId?: string | null | undefined;
  text: string;
  knowledgeBaseIds?: string[] | undefined;
  appId?: string | undefined;
  modelId?: string | undefined;
  settings?: ChatSettings | undefined;
  presetId?: string | undefined;
  temporary?: boolean | undefined;
  seed?: number | undefined;
}
export interface AnswerStarted {
  runId: string;
  conversationId: string;
  questionId: string;
  answerId: string;
}
export type ConversationChange = {
  [K in "appId" | "modelId" | "settings" | "presetId" | "folderId" | "pinned" | "archived"]?:
    | Conversation[K]
    | undefined;
} & { settingsChange?: ChatSettingsChange | undefined };

/** The fields that have a value; what is left out must not take the place of what is there. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

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
  stores: ChatStores;
  drafts: DraftStore;
  runs: RunService;
  changes: ChangeFeed;
  /** Throws where there is no such knowledge base, or app. */
  requireKnowledge(id: string): unknown;
  requireApp(id: string): unknown;
  /** Makes an app known to the store in memory, whose conversations point at it. */
  lendApp(id: string): void;
  /** Reads the documents of an analysis again, or goes on where it was stopped. */
  analyseAgain(answer: Message, modelId: string | undefined): AnswerStarted;
}) {
  const { stores, runs, changes } = deps;
  const { disk, memory } = stores;
  const afterEdit = answerEdits();

  /** Lets a run write the answer `answerId`, whose row is there already. */
  const startRun = (
    store: ChatStore,
    ids: Omit<AnswerStarted, "runId">,
    title: string,
    kind: RunKind,
    input: unknown,
  ): AnswerStarted => {
    const runId = runs.start(kind, titleOf(title), input, { temporary: store.temporary });
    store.setRun(ids.answerId, runId);
    store.setCurrent(ids.conversationId, ids.answerId);
    store.touch(ids.conversationId);
    changes.changed("chats", ids.conversationId);
    return { runId, ...ids };
  };
  /** A new answer to a question, written by a run of `kind`. */
  const answerTo = (
    store: ChatStore,
    question: Message,
    kind: RunKind,
    inputFor: (ids: Omit<AnswerStarted, "runId">) => unknown,
  ): AnswerStarted =>
    store.atomically(() => {
      const ids = { conversationId: question.conversationId, questionId: question.id, answerId: newId() };
      store.insertMessage({
        id: ids.answerId,
        conversationId: ids.conversationId,
        parentId: question.id,
        role: "assistant",
        text: "",
        language: question.language,
        status: "streaming",
      });
      return startRun(store, ids, question.text, kind, inputFor(ids));
    });
  const answerInput =
    (modelId: string | undefined, seed: number | undefined) =>
    (ids: Omit<AnswerStarted, "runId">): AnswerInput => ({ ...ids, modelId: modelId ?? null, seed: seed ?? null });

  const newConversation = (question: Question): { store: ChatStore; id: string } => {
    const appId = question.appId ?? ASSISTANT_APP_ID;
    deps.requireApp(appId);
    const store = question.temporary ? memory : disk;
    if (store.temporary) deps.lendApp(appId);
    const id = newId();
    store.insertConversation({
      id,
      appId,
      title: titleOf(question.text),
      knowledgeBaseIds: question.knowledgeBaseIds ?? [],
      modelId: question.modelId ?? null,
      ...(question.settings && { settings: question.settings }),
      presetId: question.presetId ?? null,
    });
    return { store, id };
  };
  const insertQuestion = (
    store: ChatStore,
    conversationId: string,
    text: string,
    parentId: string | null,
    analysis: Message["analysis"],
  ): Message => {
    const id = newId();
    store.insertMessage({
      id,
      conversationId,
      parentId,
      role: "user",
      text,
      language: guessLanguage(text),
      status: "done",
      analysis,
    });
    return store.message(id)!;
  };
  const changed = (conversationId: string): Conversation => {
    changes.changed("chats", conversationId);
    return stores.conversation(conversationId).conversation;
  };

  return {
    list: (limit: number, archived: boolean): Conversation[] => disk.conversations(limit, archived),
    get(id: string, changedAfterMs?: number) {
      const asOfMs = Date.now();
      const { store, conversation } = stores.conversation(id);
      return {
        conversation,
        messages: store.messages(id, changedAfterMs),
        removedIds: changedAfterMs === undefined ? [] : store.removedSince(id, changedAfterMs),
        queued: store.queued(id),
        asOfMs,
      };
    },
    rename(id: string, title: string): Conversation {
      stores.conversation(id).store.rename(id, title, "person");
      return changed(id);
    },
    setKnowledge(id: string, knowledgeBaseIds: string[]): Conversation {
      const { store } = stores.conversation(id);
      for (const baseId of knowledgeBaseIds) deps.requireKnowledge(baseId);
      store.setKnowledge(id, knowledgeBaseIds);
      return changed(id);
    },
    update({
      conversationId,
      settingsChange,
      ...fields
    }: ConversationChange & { conversationId: string }): Conversation {
      const { store, conversation } = stores.conversation(conversationId);
      if (fields.appId) {
        deps.requireApp(fields.appId);
        if (store.temporary) deps.lendApp(fields.appId);
      }
      const next: Conversation = { ...conversation, ...given(fields) };
      store.organise({ ...next, settings: { ...next.settings, ...given(settingsChange ?? {}) } });
      return changed(conversationId);
    },
    follow(messageId: string): void {
      const { store, conversation } = stores.message(messageId);
      store.setCurrent(conversation.id, messageId);
      changes.changed("chats", conversation.id);
    },
    remove(ids: string[]): void {
      for (const id of ids) stores.conversation(id).store.setDeleted([id], Date.now());
      changes.changed("chats", ...ids);
    },
    restore(ids: string[]): void {
      disk.setDeleted(ids, null);
      changes.changed("chats", ...ids);
    },
    send(question: Question): AnswerStarted {
      for (const id of question.knowledgeBaseIds ?? []) deps.requireKnowledge(id);
      const known = question.conversationId ? stores.conversation(question.conversationId) : null;
      if (question.parentId && stores.message(question.parentId).conversation.id !== known?.conversation.id) {
        throw new AlcoveError("not-found", { what: "message", id: question.parentId });
      }
      const start = (store: ChatStore, conversationId: string): AnswerStarted => {
        if (known && question.knowledgeBaseIds) store.setKnowledge(conversationId, question.knowledgeBaseIds);
        const parentId =
          question.parentId === undefined ? (known ? store.leaf(known.conversation) : null) : question.parentId;
        const asked = insertQuestion(store, conversationId, question.text, parentId, null);
        if (!store.temporary) deps.drafts.remove(question.conversationId ?? null);
        return answerTo(store, asked, "answer", answerInput(question.modelId, question.seed));
      };
      if (known) return known.store.atomically(() => start(known.store, known.conversation.id));
      return (question.temporary ? memory : disk).atomically(() => {
        const { store, id } = newConversation(question);
        return start(store, id);
      });
    },
    /** An empty conversation, for files that come before the first question. */
    create(title: string, knowledgeBaseIds: string[]): Conversation {
      const { id } = newConversation({ text: title, knowledgeBaseIds });
      return changed(id);
    },
    /** Asks for an analysis at the end of the branch; `inputFor` makes what its run is given. */
    startAnalysis(
      question: { conversationId: string; text: string; kind: NonNullable<Message["analysis"]> },
      inputFor: (ids: Omit<AnswerStarted, "runId">) => unknown,
    ): AnswerStarted {
      const { store, conversation } = stores.conversation(question.conversationId);
      return store.atomically(() => {
        const asked = insertQuestion(store, conversation.id, question.text, store.leaf(conversation), question.kind);
        return answerTo(store, asked, "analysis", inputFor);
      });
    },
    /** Another answer to the question of an analysis. */
    repeatAnalysis(questionId: string, inputFor: (ids: Omit<AnswerStarted, "runId">) => unknown): AnswerStarted {
      const { store, message } = stores.message(questionId);
      return answerTo(store, message, "analysis", inputFor);
    },
    /** Lets a new run go on with an answer that ended before it was done. */
    reopen(answerId: string, kind: RunKind, input: unknown): AnswerStarted {
      const { store, message } = stores.message(answerId);
      if (message.status === "streaming" && message.runId) {
        throw new AlcoveError("invalid", { detail: "the answer is still being written" });
      }
      const { conversationId, parentId } = message;
      return store.atomically(() => {
        store.reopen(answerId);
        const ids = { conversationId, questionId: parentId ?? "", answerId };
        return startRun(store, ids, store.message(parentId ?? "")?.text ?? message.text, kind, input);
      });
    },
    /** `messageId` is an answer or its question. */
    regenerate(messageId: string, modelId?: string): AnswerStarted {
      const { store, message } = stores.message(messageId);
      const question = message.role === "user" ? message : stores.message(message.parentId ?? "").message;
      if (question.analysis) {
        const newest = store.newestChild(question.conversationId, question.id);
        const answer = message.role === "assistant" ? message : stores.message(newest ?? "").message;
        return deps.analyseAgain(answer, modelId);
      }
      return answerTo(store, question, "answer", answerInput(modelId, undefined));
    },
    /** Errors: `invalid` where there is nothing to continue. */
    continue(messageId: string): AnswerStarted {
      const { message } = stores.message(messageId);
      if (message.role !== "assistant" || message.answerKind !== "model" || !message.parentId) {
        throw new AlcoveError("invalid", { detail: "only an answer that a model wrote can be continued" });
      }
      const ids = { conversationId: message.conversationId, questionId: message.parentId, answerId: message.id };
      return this.reopen(messageId, "answer", { ...answerInput(undefined, undefined)(ids), continueOf: messageId });
    },
    editAnswer(messageId: string, text: string): Message {
      const { store, message } = stores.message(messageId);
      if (message.role !== "assistant" || message.status === "streaming") {
        throw new AlcoveError("invalid", { detail: "only a finished answer can be edited" });
      }
      store.edit(messageId, text, afterEdit(message, text));
      changes.changed("chats", message.conversationId);
      return store.message(messageId)!;
    },
    removeMessage(messageId: string): void {
      const { store, message, conversation } = stores.message(messageId);
      store.removeMessage(messageId);
      if (conversation.currentMessageId && !store.message(conversation.currentMessageId)) {
        store.setCurrent(conversation.id, message.parentId);
      }
      changes.changed("chats", conversation.id);
    },
    restoreMessage(messageId: string): void {
      for (const store of [memory, disk]) {
        const conversationId = store.restoreMessage(messageId);
        if (!conversationId) continue;
        store.setCurrent(conversationId, messageId);
        changes.changed("chats", conversationId);
        return;
      }
      throw new AlcoveError("not-found", { what: "message", id: messageId });
    },
    rate(messageId: string, feedback: Message["feedback"], comment: string | null): void {
      const { store, conversation } = stores.message(messageId);
      store.rate(messageId, feedback, comment);
      changes.changed("chats", conversation.id);
    },
    passages(messageId: string): Passage[] {
      return stores.message(messageId).store.passages(messageId);
    },
    /** Errors: `not-found` for answers from before details were kept. */
    inspect(messageId: string): Inspection {
      const detail = stores.message(messageId).store.detail(messageId);
      if (!detail) throw new AlcoveError("not-found", { what: "record of how this answer was made", id: messageId });
      return { messageId, ...detail };
    },
    drafts: (): Record<string, string> => deps.drafts.all(),
    setDraft(conversationId: string | null, text: string): void {
      // A draft of a temporary chat is as private as its messages.
      if (conversationId && stores.of(conversationId).temporary) return;
      deps.drafts.put(conversationId, text);
    },
    /** Forgets a temporary conversation: its messages, and what its runs told. */
    async endTemporary(conversationId: string): Promise<void> {
      const { store } = stores.conversation(conversationId);
      if (!store.temporary) throw new AlcoveError("invalid", { detail: "the conversation is not temporary" });
      await runs.erase(store.runIds(conversationId));
      store.eraseConversation(conversationId);
      changes.changed("chats", conversationId);
    },
  };
}
export type ChatService = ReturnType<typeof chatService>;
