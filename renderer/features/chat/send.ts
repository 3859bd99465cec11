// Asking: sending a question, putting it in the queue, answering again, going on with an answer that was cut.
import type { Conversation, Message } from "../../../shared/contract/chats.ts";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import { ASSISTANT_APP_ID } from "../../../shared/domain/app-config.ts";
import { noChatSettings } from "../../../shared/domain/chat-settings.ts";
import { client } from "../../client.ts";
import { type KnownConversation, unreadConversation, withMessages, withQueued } from "../../data/conversation.ts";
import { keys, queryClient } from "../../data/queries.ts";
import { go } from "../../frame/route.ts";
import { carryDraft, clearDraft, draftName, giveBackDraft } from "./drafts.ts";
import { type NewChat, plainNewChat, setFailed, useChat } from "./store.ts";

const blank: Omit<Message, "id" | "conversationId" | "role" | "parentId" | "createdAtMs"> = {
  text: "",
  language: null,
  status: "done",
  runId: null,
  citations: [],
  answerKind: null,
  model: null,
  usage: null,
  timings: null,
  stopReason: null,
  context: null,
  analysis: null,
  feedback: null,
  feedbackComment: null,
  editedAtMs: null,
  error: null,
};

/** Changes a conversation in the cache, where it is known. */
export const changeKnown = (conversationId: string, change: (known: KnownConversation) => KnownConversation): void => {
  queryClient.setQueryData<KnownConversation>(keys.conversation(conversationId), (known) => known && change(known));
};

/** Knowledge bases that a new chat asks: the chosen ones, else the assistant's, else all. */
async function newKnowledge({ knowledgeBaseIds, appId }: NewChat): Promise<string[]> {
  if (knowledgeBaseIds) return knowledgeBaseIds;
  const app = appId ? (await client.apps.list()).find(({ id }) => id === appId) : undefined;
  const own = app?.config.knowledgeBaseIds ?? [];
  return own.length > 0 ? own : (await client.knowledge.list()).map((base) => base.id);
}

/** The rows of a new chat until the engine has told them. */
function conversationOf(id: string, text: string, knowledgeBaseIds: string[], chosen: NewChat): Conversation {
  const nowMs = Date.now();
  return {
    id,
    appId: chosen.appId ?? ASSISTANT_APP_ID,
    title: text.slice(0, 80),
    titledBy: "question",
    knowledgeBaseIds,
    attachmentsId: null,
    modelId: chosen.modelId,
    settings: chosen.settings,
    presetId: chosen.presetId,
    folderId: null,
    pinned: false,
    archived: false,
    temporary: chosen.temporary,
    currentMessageId: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}

async function startNew(text: string, chosen: NewChat) {
  const knowledgeBaseIds = await newKnowledge(chosen);
  const started = await client.chats.send({
    text,
    knowledgeBaseIds,
    ...(chosen.appId && { appId: chosen.appId }),
    ...(chosen.modelId && { modelId: chosen.modelId }),
    ...(chosen.settings !== noChatSettings && { settings: chosen.settings }),
    ...(chosen.presetId && { presetId: chosen.presetId }),
    ...(chosen.temporary && { temporary: true }),
  });
  const conversation = conversationOf(started.conversationId, text, knowledgeBaseIds, chosen);
  if (chosen.temporary) useChat.setState({ temporaryId: conversation.id });
  useChat.setState({ newChat: plainNewChat });
  queryClient.setQueryData<KnownConversation>(
    keys.conversation(conversation.id),
    (known) => known ?? unreadConversation(conversation),
  );
  return started;
}

/** Questions on their way, by the draft that they came from; what is asked meanwhile waits behind them. */
const onTheirWay = new Map<string, Promise<string | null>>();

/**
 * Sends a question that follows `parentId` (null: the beginning); its turn stands in the conversation at once, the
 * answer grows through its run. Without `conversationId` a new chat is started. Answers with the conversation's id, or
 * null where it could not be sent: the text is then a draft again and the reason stands above the composer.
 */
export function ask(text: string, conversationId: string | null, parentId: string | null): Promise<string | null> {
  const chosen = useChat.getState().newChat;
  const name = draftName(conversationId, chosen.temporary);
  const sent = sendTurn(text, conversationId, parentId, chosen, name).finally(() => onTheirWay.delete(name));
  onTheirWay.set(name, sent);
  return sent;
}

async function sendTurn(
  text: string,
  conversationId: string | null,
  parentId: string | null,
  chosen: NewChat,
  name: string,
): Promise<string | null> {
  setFailed(conversationId, null);
  try {
    const started = conversationId
      ? await client.chats.send({ conversationId, parentId, text })
      : await startNew(text, chosen);
    const nowMs = Date.now();
    const base = { ...blank, conversationId: started.conversationId };
    changeKnown(started.conversationId, (known) => ({
      ...withMessages(known, [
        { ...base, id: started.questionId, parentId, role: "user", text, createdAtMs: nowMs },
        {
          ...base,
          id: started.answerId,
          parentId: started.questionId,
          role: "assistant",
          status: "streaming",
          runId: started.runId,
          createdAtMs: nowMs + 1,
        },
      ]),
      conversation: { ...known.conversation, currentMessageId: started.answerId },
    }));
    void queryClient.invalidateQueries({ queryKey: keys.conversation(started.conversationId) });
    void queryClient.invalidateQueries({ queryKey: keys.conversations });
    if (conversationId === null) {
      carryDraft(name, started.conversationId);
      go({ place: "chat", id: started.conversationId });
    }
    return started.conversationId;
  } catch (error) {
    setFailed(conversationId, errorOfCall(error));
    giveBackDraft(name, text);
    return null;
  }
}

/** Puts a question behind the answer that is being written. */
async function queue(text: string, conversationId: string, name: string): Promise<void> {
  try {
    const waiting = await client.chats.queue.add({ conversationId, text });
    changeKnown(conversationId, (known) => ({
      ...known,
      queued: [...known.queued.filter(({ id }) => id !== waiting.id), waiting],
    }));
    void queryClient.invalidateQueries({ queryKey: keys.conversation(conversationId) });
  } catch (error) {
    setFailed(conversationId, errorOfCall(error));
    giveBackDraft(name, text);
  }
}

/** What Enter in the composer does: asks now, or after what is being asked or answered. */
export async function submit(
  text: string,
  conversation: Conversation | null,
  lastMessageId: string | null,
  answering: boolean,
): Promise<void> {
  const conversationId = conversation?.id ?? null;
  const name = draftName(conversationId, useChat.getState().newChat.temporary);
  const before = onTheirWay.get(name);
  clearDraft(name);
  if (before) {
    const sentTo = await before;
    if (sentTo) await queue(text, sentTo, name);
    else giveBackDraft(name, text);
  } else if (conversationId && answering) await queue(text, conversationId, name);
  else await ask(text, conversationId, lastMessageId);
}

/** Changes or, with null, removes a waiting question. */
export async function changeQueued(conversationId: string, queuedId: string, text: string | null): Promise<void> {
  changeKnown(conversationId, (known) => withQueued(known, queuedId, text === null ? null : { text }));
  await attempt<unknown>(conversationId, () =>
    text === null ? client.chats.queue.remove({ queuedId }) : client.chats.queue.update({ queuedId, text }),
  );
}

/** Asks what waits after an answer that failed or was stopped. */
export const resumeQueue = (conversationId: string): Promise<unknown> =>
  attempt(conversationId, () => client.chats.queue.resume({ conversationId }));

/** Does something to a conversation; should it fail, the reason stands above the composer. Undefined where it failed. */
export async function attempt<Value>(conversationId: string, action: () => Promise<Value>): Promise<Value | undefined> {
  setFailed(conversationId, null);
  try {
    return await action();
  } catch (error) {
    setFailed(conversationId, errorOfCall(error));
    void queryClient.invalidateQueries({ queryKey: keys.conversation(conversationId) });
    return undefined;
  }
}

/** Answers the question of an answer again; the earlier answer stays as a sibling. `modelId` null: as before. */
export async function answerAgain(answer: Message, modelId: string | null): Promise<void> {
  const { conversationId } = answer;
  const started = await attempt(conversationId, () =>
    client.chats.regenerate({ messageId: answer.id, ...(modelId && { modelId }) }),
  );
  if (!started) return;
  useChat.setState({ open: null });
  changeKnown(conversationId, (known) => ({
    ...known,
    conversation: { ...known.conversation, currentMessageId: started.answerId },
  }));
  await queryClient.invalidateQueries({ queryKey: keys.conversation(conversationId) });
}

/** Whether an answer ended before it was done, so that one can go on with it. */
export const canContinue = (message: Message): boolean =>
  message.answerKind === "analysis"
    ? message.status === "stopped" || message.status === "interrupted" || message.status === "failed"
    : message.answerKind === "model" &&
      message.text !== "" &&
      (message.status === "stopped" ||
        message.status === "interrupted" ||
        message.status === "failed" ||
        message.stopReason === "length");

/** Goes on with an answer that was cut; an analysis goes on where it was reading. */
export async function continueAnswer(answer: Message): Promise<void> {
  if (answer.answerKind === "analysis") return answerAgain(answer, null);
  const { conversationId, id } = answer;
  const started = await attempt(conversationId, () => client.chats.continue({ messageId: id }));
  if (!started) return;
  changeKnown(conversationId, (known) =>
    withMessages(known, [{ ...answer, status: "streaming", runId: started.runId, error: null, stopReason: null }]),
  );
  await queryClient.invalidateQueries({ queryKey: keys.conversation(conversationId) });
}

/** Follows the branch that a message is on. */
export async function followBranch(message: Message): Promise<void> {
  const { conversationId, id } = message;
  useChat.setState({ open: null });
  changeKnown(conversationId, (known) => ({
    ...known,
    conversation: { ...known.conversation, currentMessageId: id },
  }));
  await attempt(conversationId, () => client.chats.follow({ messageId: id }));
}

/** Asks in a new chat, from the palette. */
export function askAnywhere(question: string): void {
  void ask(question, null, null);
}
