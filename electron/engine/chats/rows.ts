// How conversations and messages lie in SQLite, and what they are in the contract.
import type { ContextUse, Conversation, Inspection, Message, QueuedQuestion } from "../../../shared/contract/chats.ts";
import { chatSettingsSchema } from "../../../shared/domain/chat-settings.ts";
import type { Citation, Passage } from "../../../shared/domain/citations.ts";
import type { ErrorJson } from "../../../shared/domain/errors.ts";

export interface ConversationRow {
  id: string;
  app_id: string;
  title: string;
  titled_by: Conversation["titledBy"];
  knowledge_base_ids: string;
  attachments_id: string | null;
  model_id: string | null;
  settings: string;
  preset_id: string | null;
  folder_id: string | null;
  pinned_at_ms: number | null;
  archived_at_ms: number | null;
  current_message_id: string | null;
  created_at_ms: number;
  updated_at_ms: number;
}

/** `temporary` is a matter of the store, not of the row. */
export const toConversation = (row: ConversationRow, temporary: boolean): Conversation => ({
  id: row.id,
  appId: row.app_id,
  title: row.title,
  titledBy: row.titled_by,
  knowledgeBaseIds: JSON.parse(row.knowledge_base_ids),
  attachmentsId: row.attachments_id,
  modelId: row.model_id,
  settings: chatSettingsSchema.parse(JSON.parse(row.settings)),
  presetId: row.preset_id,
  folderId: row.folder_id,
  pinned: row.pinned_at_ms !== null,
  archived: row.archived_at_ms !== null,
  temporary,
  currentMessageId: row.current_message_id,
  createdAtMs: row.created_at_ms,
  updatedAtMs: row.updated_at_ms,
});

export interface MessageRow {
  id: string;
  conversation_id: string;
  parent_message_id: string | null;
  role: Message["role"];
  text: string;
  language: string | null;
  status: Message["status"];
  run_id: string | null;
  answer_kind: Message["answerKind"];
  model: string | null;
  citations: string;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  retrieval_ms: number | null;
  first_token_ms: number | null;
  total_ms: number | null;
  stop_reason: Message["stopReason"];
  context: string | null;
  analysis: Message["analysis"];
  feedback: Message["feedback"];
  feedback_comment: string | null;
  edited_at_ms: number | null;
  error: string | null;
  created_at_ms: number;
}

export const toMessage = (row: MessageRow): Message => ({
  id: row.id,
  conversationId: row.conversation_id,
  parentId: row.parent_message_id,
  role: row.role,
  text: row.text,
  language: row.language,
  status: row.status,
  runId: row.run_id,
  citations: JSON.parse(row.citations),
  answerKind: row.answer_kind,
  model: row.model,
  usage:
    row.prompt_tokens === null || row.completion_tokens === null
      ? null
      : { promptTokens: row.prompt_tokens, completionTokens: row.completion_tokens },
  timings:
    row.total_ms === null
      ? null
      : { retrievalMs: row.retrieval_ms ?? 0, firstTokenMs: row.first_token_ms ?? 0, totalMs: row.total_ms },
  stopReason: row.stop_reason,
  context: row.context ? JSON.parse(row.context) : null,
  analysis: row.analysis,
  feedback: row.feedback,
  feedbackComment: row.feedback_comment,
  editedAtMs: row.edited_at_ms,
  error: row.error ? JSON.parse(row.error) : null,
  createdAtMs: row.created_at_ms,
});

export interface QueuedRow {
  id: string;
  conversation_id: string;
  text: string;
  model_id: string | null;
  created_at_ms: number;
}
export const toQueued = (row: QueuedRow): QueuedQuestion => ({
  id: row.id,
  text: row.text,
  modelId: row.model_id,
  createdAtMs: row.created_at_ms,
});

/** What an answer has become; fields that are left out stay as they are. */
export interface AnswerChange {
  text?: string;
  status?: Message["status"];
  answerKind?: Message["answerKind"];
  model?: string | null;
  language?: string | null;
  passages?: Passage[];
  citations?: Citation[];
  usage?: { promptTokens: number; completionTokens: number };
  timings?: { retrievalMs: number; firstTokenMs: number; totalMs: number };
  stopReason?: Message["stopReason"];
  context?: ContextUse;
  error?: ErrorJson | null;
}

/** What made an answer, without the id that it is stored under. */
export type AnswerDetail = Omit<Inspection, "messageId">;

export interface NewMessage {
  id: string;
  conversationId: string;
  parentId: string | null;
  role: Message["role"];
  text: string;
  language: string | null;
  status: Message["status"];
  analysis?: Message["analysis"];
}

export interface NewConversation {
  id: string;
  appId: string;
  title: string;
  knowledgeBaseIds: string[];
  modelId?: string | null;
  settings?: Conversation["settings"];
  presetId?: string | null;
}
