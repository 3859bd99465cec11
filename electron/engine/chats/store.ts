// Rows of conversations and messages, and the usage that answers leave.
import type { Conversation, Message } from "../../../shared/contract/chats.ts";
import type { Citation, Passage } from "../../../shared/domain/citations.ts";
import type { ErrorJson } from "../../../shared/domain/errors.ts";
import type { Db } from "../db/open.ts";

interface ConversationRow {
  id: string;
  app_id: string;
  title: string;
  knowledge_base_ids: string;
  created_at_ms: number;
  updated_at_ms: number;
}
const toConversation = (row: ConversationRow): Conversation => ({
  id: row.id,
  appId: row.app_id,
  title: row.title,
  knowledgeBaseIds: JSON.parse(row.knowledge_base_ids),
  createdAtMs: row.created_at_ms,
  updatedAtMs: row.updated_at_ms,
});

interface MessageRow {
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
  error: string | null;
  created_at_ms: number;
}
const toMessage = (row: MessageRow): Message => ({
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
  error: row.error ? JSON.parse(row.error) : null,
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
  error?: ErrorJson | null;
}

const json = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

export function chatStore(db: Db) {
  const insertConversation = db.prepare(
    `INSERT INTO conversations (id, app_id, title, knowledge_base_ids, created_at_ms, updated_at_ms)
     VALUES (@id, @appId, @title, @knowledgeBaseIds, @now, @now)`,
  );
  const conversation = db.prepare<[string], ConversationRow>(
    "SELECT * FROM conversations WHERE id = ? AND deleted_at_ms IS NULL",
  );
  const conversations = db.prepare<[number], ConversationRow>(
    "SELECT * FROM conversations WHERE deleted_at_ms IS NULL ORDER BY updated_at_ms DESC LIMIT ?",
  );
  const rename = db.prepare("UPDATE conversations SET title = ? WHERE id = ?");
  const setKnowledge = db.prepare("UPDATE conversations SET knowledge_base_ids = ? WHERE id = ?");
  const touch = db.prepare("UPDATE conversations SET updated_at_ms = ? WHERE id = ?");
  const setDeleted = db.prepare("UPDATE conversations SET deleted_at_ms = ? WHERE id = ?");

  const insertMessage = db.prepare(
    `INSERT INTO messages (id, conversation_id, parent_message_id, role, text, language, status, run_id, created_at_ms)
     VALUES (@id, @conversationId, @parentId, @role, @text, @language, @status, @runId, @now)`,
  );
  const setRun = db.prepare("UPDATE messages SET run_id = ? WHERE id = ?");
  const message = db.prepare<[string], MessageRow>("SELECT * FROM messages WHERE id = ?");
  const messages = db.prepare<[string], MessageRow>(
    "SELECT * FROM messages WHERE conversation_id = ? ORDER BY created_at_ms, id",
  );
  const lastMessage = db
    .prepare<[string], string>(
      "SELECT id FROM messages WHERE conversation_id = ? ORDER BY created_at_ms DESC, id DESC LIMIT 1",
    )
    .pluck();
  const passages = db.prepare<[string], string>("SELECT passages FROM messages WHERE id = ?").pluck();
  const updateAnswer = db.prepare(
    `UPDATE messages SET text = coalesce(@text, text), status = coalesce(@status, status),
       answer_kind = coalesce(@answerKind, answer_kind), model = coalesce(@model, model),
       language = coalesce(@language, language), passages = coalesce(@passages, passages),
       citations = coalesce(@citations, citations), prompt_tokens = coalesce(@promptTokens, prompt_tokens),
       completion_tokens = coalesce(@completionTokens, completion_tokens),
       retrieval_ms = coalesce(@retrievalMs, retrieval_ms), first_token_ms = coalesce(@firstTokenMs, first_token_ms),
       total_ms = coalesce(@totalMs, total_ms), error = coalesce(@error, error)
     WHERE id = @id`,
  );
  const addUsage = db.prepare(
    `INSERT INTO usage (app_id, day, model, answers, prompt_tokens, completion_tokens) VALUES (?, ?, ?, 1, ?, ?)
     ON CONFLICT (app_id, day, model) DO UPDATE SET answers = answers + 1,
       prompt_tokens = prompt_tokens + excluded.prompt_tokens, completion_tokens = completion_tokens + excluded.completion_tokens`,
  );

  return {
    insertConversation: (row: { id: string; appId: string; title: string; knowledgeBaseIds: string[] }) =>
      insertConversation.run({ ...row, knowledgeBaseIds: JSON.stringify(row.knowledgeBaseIds), now: Date.now() }),
    conversation(id: string): Conversation | undefined {
      const row = conversation.get(id);
      return row && toConversation(row);
    },
    conversations: (limit: number): Conversation[] => conversations.all(limit).map(toConversation),
    rename: (id: string, title: string) => rename.run(title, id),
    setKnowledge: (id: string, ids: string[]) => setKnowledge.run(JSON.stringify(ids), id),
    touch: (id: string) => touch.run(Date.now(), id),
    setDeleted: (ids: string[], atMs: number | null) => {
      for (const id of ids) setDeleted.run(atMs, id);
    },
    insertMessage: (row: {
      id: string;
      conversationId: string;
      parentId: string | null;
      role: Message["role"];
      text: string;
      language: string | null;
      status: Message["status"];
    }) => insertMessage.run({ ...row, runId: null, now: Date.now() }),
    setRun: (messageId: string, runId: string) => setRun.run(runId, messageId),
    message(id: string): Message | undefined {
      const row = message.get(id);
      return row && toMessage(row);
    },
    messages: (conversationId: string): Message[] => messages.all(conversationId).map(toMessage),
    lastMessageId: (conversationId: string): string | null => lastMessage.get(conversationId) ?? null,
    passages: (messageId: string): Passage[] => JSON.parse(passages.get(messageId) ?? "[]"),
    updateAnswer: (id: string, change: AnswerChange) =>
      updateAnswer.run({
        id,
        text: change.text,
        status: change.status,
        answerKind: change.answerKind,
        model: change.model,
        language: change.language,
        passages: json(change.passages),
        citations: json(change.citations),
        promptTokens: change.usage?.promptTokens,
        completionTokens: change.usage?.completionTokens,
        retrievalMs: change.timings?.retrievalMs,
        firstTokenMs: change.timings?.firstTokenMs,
        totalMs: change.timings?.totalMs,
        error: json(change.error ?? undefined),
      }),
    /** `day` is the local date, YYYY-MM-DD. */
    addUsage: (appId: string, day: string, model: string, promptTokens: number, completionTokens: number) =>
      addUsage.run(appId, day, model, promptTokens, completionTokens),
  };
}
export type ChatStore = ReturnType<typeof chatStore>;
