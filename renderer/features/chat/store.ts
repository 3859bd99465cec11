// View state of the chat: unsent text, the open citation, what lies beside the conversation, the chat that is not there
// yet. Nothing of the server.
import { create } from "zustand";
import { type ChatSettings, noChatSettings } from "../../../shared/domain/chat-settings.ts";
import type { RunError } from "../../../shared/domain/runs.ts";
import type { Route } from "../../frame/route.ts";

/** A citation of a message; `at` is the offset of one of its chips, null for the citation as such. */
export interface CitationAt {
  messageId: string;
  n: number;
  at: number | null;
}

/** What is chosen for a chat before its first question. */
export interface NewChat {
  /** null: the plain assistant. */
  appId: string | null;
  /** null: the default model; "none": passages are quoted. */
  modelId: string | null;
  settings: ChatSettings;
  presetId: string | null;
  /** null: what the assistant asks, or all. */
  knowledgeBaseIds: string[] | null;
  /** Never written to disk. */
  temporary: boolean;
}
export const plainNewChat: NewChat = {
  appId: null,
  modelId: null,
  settings: noChatSettings,
  presetId: null,
  knowledgeBaseIds: null,
  temporary: false,
};

interface ChatView {
  /** Unsent text by conversation; "" is the new chat, "temporary" the new temporary one. */
  drafts: Record<string, string>;
  /** Shown in the evidence pane. */
  open: CitationAt | null;
  /** Pointed at or focused. */
  lit: CitationAt | null;
  /** Beside the conversation while no evidence is open. */
  side: { show: "settings" } | { show: "inspect"; messageId: string } | null;
  newChat: NewChat;
  /** Why the last thing asked for could not be done, by conversation; "" for the new chat. */
  failed: Record<string, RunError>;
  /** Message whose text is being changed. */
  editing: string | null;
  /** Question whose answers stand side by side. */
  comparing: string | null;
  /** The temporary conversation that is open, if one is. */
  temporaryId: string | null;
  /** Where the person wanted to go from it. */
  leavingFor: Route | null;
}

export const useChat = create<ChatView>(() => ({
  drafts: {},
  open: null,
  lit: null,
  side: null,
  newChat: plainNewChat,
  failed: {},
  editing: null,
  comparing: null,
  temporaryId: null,
  leavingFor: null,
}));

/** Opens a citation in the evidence pane, or closes the pane. */
export const openCitation = (open: CitationAt | null): void => useChat.setState({ open });

/** Changes what is chosen for the chat that is not there yet. */
export const setNewChat = (change: Partial<NewChat>): void =>
  useChat.setState(({ newChat }) => ({ newChat: { ...newChat, ...change } }));

/** Says above the composer why something could not be done; null takes it back. */
export const setFailed = (conversationId: string | null, error: RunError | null): void =>
  useChat.setState(({ failed: { [conversationId ?? ""]: _, ...rest } }) => ({
    failed: error ? { ...rest, [conversationId ?? ""]: error } : rest,
  }));

/** Shows or hides the settings of the chat. */
export const toggleSettings = (): void =>
  useChat.setState(({ side }) => ({ side: side?.show === "settings" ? null : { show: "settings" }, open: null }));
