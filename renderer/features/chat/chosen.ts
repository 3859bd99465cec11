// What is chosen for a chat, before and after its first question: assistant, model, settings, preset.
import type { App } from "../../../shared/contract/apps.ts";
import type { Conversation } from "../../../shared/contract/chats.ts";
import { ASSISTANT_APP_ID } from "../../../shared/domain/app-config.ts";
import type { ChatSettings } from "../../../shared/domain/chat-settings.ts";
import { client } from "../../client.ts";
import { keys, queryClient, useApps } from "../../data/queries.ts";
import { attempt, changeKnown } from "./send.ts";
import { setNewChat, useChat } from "./store.ts";

export interface Chosen {
  appId: string;
  /** The assistant, once the list is there. */
  app: App | undefined;
  modelId: string | null;
  settings: ChatSettings;
  presetId: string | null;
}
export type ChosenChange = Partial<Pick<Conversation, "appId" | "modelId" | "settings" | "presetId">>;
/** Fields of a conversation that a person may change, as `chats.update` takes them. */
export type ConversationChange = ChosenChange & Partial<Pick<Conversation, "folderId" | "pinned" | "archived">>;

/** What a chat is set to; null is the one that is not there yet. */
export function useChosen(conversation: Conversation | null): Chosen {
  const newChat = useChat((state) => state.newChat);
  const apps = useApps().data;
  const { modelId, settings, presetId } = conversation ?? newChat;
  const appId = conversation?.appId ?? newChat.appId ?? ASSISTANT_APP_ID;
  return { appId, app: apps?.find(({ id }) => id === appId), modelId, settings, presetId };
}

/** Changes a conversation, at once in the window; should the engine refuse, what it knows is shown again. */
export async function changeConversation(conversation: Conversation, change: ConversationChange): Promise<boolean> {
  const { id: conversationId } = conversation;
  changeKnown(conversationId, (known) => ({ ...known, conversation: { ...known.conversation, ...change } }));
  queryClient.setQueryData<Conversation[]>(keys.conversations, (list) =>
    list?.map((row) => (row.id === conversationId ? { ...row, ...change } : row)),
  );
  const after = await attempt(conversationId, () => client.chats.update({ conversationId, ...change }));
  if (!after) void queryClient.invalidateQueries({ queryKey: keys.conversations });
  return !!after;
}

/**
 * Changes some settings of a chat. Only these are sent: two changes that follow each other closely, or one from another
 * window, must not undo one another.
 */
export function changeSettings(conversation: Conversation | null, part: Partial<ChatSettings>): void {
  if (!conversation) {
    setNewChat({ settings: { ...useChat.getState().newChat.settings, ...part } });
    return;
  }
  const { id: conversationId } = conversation;
  changeKnown(conversationId, (known) => {
    const settings = { ...known.conversation.settings, ...part };
    return { ...known, conversation: { ...known.conversation, settings } };
  });
  void attempt(conversationId, () => client.chats.update({ conversationId, settingsChange: part }));
}

/** Changes what is chosen for a chat. */
export function choose(conversation: Conversation | null, change: ChosenChange): void {
  if (conversation) void changeConversation(conversation, change);
  else setNewChat(change);
}
