// Rows of the contract with nothing set but what a test is about.
import type { Conversation, Message } from "../../shared/contract/chats.ts";
import { noChatSettings } from "../../shared/domain/chat-settings.ts";

/** A finished message without anything but its place and time; its text is its id. */
export const messageRow = (
  id: string,
  parentId: string | null,
  role: Message["role"],
  createdAtMs: number,
): Message => ({
  id,
  conversationId: "c",
  parentId,
  role,
  text: id,
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
  createdAtMs,
});

/** A plain conversation. */
export const conversationRow = (id: string): Conversation => ({
  id,
  appId: "assistant",
  title: id,
  titledBy: "question",
  knowledgeBaseIds: [],
  attachmentsId: null,
  modelId: null,
  settings: noChatSettings,
  presetId: null,
  folderId: null,
  pinned: false,
  archived: false,
  temporary: false,
  currentMessageId: null,
  createdAtMs: 0,
  updatedAtMs: 0,
});
