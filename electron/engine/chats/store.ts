// Rows of conversations and messages, kept in step with the search over them, and the usage that answers leave.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Conversation, Message, QueuedQuestion } from "../../../shared/contract/chats.ts";
import type { ChatSettings } from "../../../shared/domain/chat-settings.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import type { Db } from "../db/open.ts";
import type { AfterEdit } from "./edited-citations.ts";
import {
  type AnswerChange,
  type AnswerDetail,
  type ConversationRow,
  type MessageRow,
  type NewConversation,
  type NewMessage,
  type QueuedRow,
  toConversation,
  toMessage,
  toQueued,
} from "./rows.ts";
import type { ChatSearchIndex } from "./search-index.ts";

export type { AnswerChange } from "./rows.ts";

const json = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

/** `temporary` marks the store in memory, whose conversations are never written to disk. */
export function chatStore(db: Db, index: ChatSearchIndex, temporary = false) {
  const insertConversation = db.prepare(
    `INSERT INTO conversations (id, app_id, title, knowledge_base_ids, model_id, settings, preset_id, created_at_ms, updated_at_ms)
     VALUES (@id, @appId, @title, @knowledgeBaseIds, @modelId, @settings, @presetId, @now, @now)`,
  );
  const conversation = db.prepare<[string], ConversationRow>(
    "SELECT * FROM conversations WHERE id = ? AND deleted_at_ms IS NULL",
  );
  const conversations = db.prepare<{ archived: number; limit: number }, ConversationRow>(
    `SELECT * FROM conversations WHERE deleted_at_ms IS NULL AND (archived_at_ms IS NOT NULL) = @archived
     ORDER BY pinned_at_ms IS NULL, updated_at_ms DESC LIMIT @limit`,
  );
  const rename = db.prepare("UPDATE conversations SET title = ?, titled_by = ? WHERE id = ?");
  const setKnowledge = db.prepare("UPDATE conversations SET knowledge_base_ids = ? WHERE id = ?");
  const setAttachments = db.prepare("UPDATE conversations SET attachments_id = ? WHERE id = ?");
  const organise = db.prepare(
    `UPDATE conversations SET app_id = @appId, model_id = @modelId, settings = @settings, preset_id = @presetId,
       folder_id = @folderId, pinned_at_ms = CASE WHEN @pinned THEN coalesce(pinned_at_ms, @now) END,
       archived_at_ms = CASE WHEN @archived THEN coalesce(archived_at_ms, @now) END
     WHERE id = @id`,
  );
  const setCurrent = db.prepare("UPDATE conversations SET current_message_id = ? WHERE id = ?");
  const touch = db.prepare("UPDATE conversations SET updated_at_ms = ? WHERE id = ?");
  const setDeleted = db.prepare("UPDATE conversations SET deleted_at_ms = ? WHERE id = ?");
  const erase = db.prepare("DELETE FROM conversations WHERE id = ?");
  const eraseMessages = db.prepare("DELETE FROM messages WHERE conversation_id = ?");

  const insertMessage = db.prepare(
    `INSERT INTO messages (id, conversation_id, parent_message_id, role, text, language, status, analysis, created_at_ms, updated_at_ms)
     VALUES (@id, @conversationId, @parentId, @role, @text, @language, @status, @analysis, @now, @now)`,
  );
  const setRun = db.prepare("UPDATE messages SET run_id = ?, updated_at_ms = ? WHERE id = ?");
  const message = db.prepare<[string], MessageRow>("SELECT * FROM messages WHERE id = ? AND deleted_at_ms IS NULL");
  const messages = db.prepare<[string, number], MessageRow>(
    `SELECT * FROM messages WHERE conversation_id = ? AND updated_at_ms >= ? AND deleted_at_ms IS NULL
     ORDER BY created_at_ms, id`,
  );
  const removedSince = db
    .prepare<[string, number], string>(
      "SELECT id FROM messages WHERE conversation_id = ? AND updated_at_ms >= ? AND deleted_at_ms IS NOT NULL",
    )
    .pluck();
  const newestChild = db
    .prepare<[string, string | null], string>(
      `SELECT id FROM messages WHERE conversation_id = ? AND parent_message_id IS ? AND deleted_at_ms IS NULL
       ORDER BY created_at_ms DESC, id DESC LIMIT 1`,
    )
    .pluck();
  const streaming = db
    .prepare<[string], string>(
      "SELECT run_id FROM messages WHERE status = 'streaming' AND run_id IS NOT NULL AND conversation_id = ? AND deleted_at_ms IS NULL",
    )
    .pluck();
  const runIds = db
    .prepare<[string], string>("SELECT DISTINCT run_id FROM messages WHERE conversation_id = ? AND run_id IS NOT NULL")
    .pluck();
  const passages = db.prepare<[string], string>("SELECT passages FROM messages WHERE id = ?").pluck();
  const updateAnswer = db.prepare(
    `UPDATE messages SET text = coalesce(@text, text), status = coalesce(@status, status),
       answer_kind = coalesce(@answerKind, answer_kind), model = coalesce(@model, model),
       language = coalesce(@language, language), passages = coalesce(@passages, passages),
       citations = coalesce(@citations, citations), prompt_tokens = coalesce(@promptTokens, prompt_tokens),
       completion_tokens = coalesce(@completionTokens, completion_tokens),
       retrieval_ms = coalesce(@retrievalMs, retrieval_ms), first_token_ms = coalesce(@firstTokenMs, first_token_ms),
       total_ms = coalesce(@totalMs, total_ms), stop_reason = coalesce(@stopReason, stop_reason),
       context = coalesce(@context, context), error = coalesce(@error, error), updated_at_ms = @now
     WHERE id = @id`,
  );
  const reopen = db.prepare(
    "UPDATE messages SET status = 'streaming', error = NULL, stop_reason = NULL, updated_at_ms = ? WHERE id = ?",
  );
  const edit = db.prepare(
    "UPDATE messages SET text = @text, citations = @citations, edited_at_ms = @editedAtMs, updated_at_ms = @now WHERE id = @id",
  );
  const rate = db.prepare(
    "UPDATE messages SET feedback = @feedback, feedback_comment = @comment, updated_at_ms = @now WHERE id = @id",
  );
  const BELOW = `WITH RECURSIVE below(id) AS (
      SELECT id FROM messages WHERE id = @id
      UNION ALL SELECT m.id FROM messages m JOIN below ON m.parent_message_id = below.id
    )`;
  const below = db.prepare<{ id: string }, string>(`${BELOW} SELECT id FROM below`).pluck();
  const removeBelow = db.prepare(
    `${BELOW} UPDATE messages SET deleted_at_ms = @now, updated_at_ms = @now
     WHERE id IN (SELECT id FROM below) AND deleted_at_ms IS NULL`,
  );
  const removed = db.prepare<[string], { conversation_id: string; deleted_at_ms: number | null }>(
    "SELECT conversation_id, deleted_at_ms FROM messages WHERE id = ?",
  );
  const restoreBelow = db.prepare(
    `${BELOW} UPDATE messages SET deleted_at_ms = NULL, updated_at_ms = @now
     WHERE id IN (SELECT id FROM below) AND deleted_at_ms = @deletedAtMs`,
  );

  const putDetail = db.prepare("INSERT OR REPLACE INTO answer_details (message_id, detail) VALUES (?, ?)");
  const detail = db.prepare<[string], Uint8Array>("SELECT detail FROM answer_details WHERE message_id = ?").pluck();
  const insertQueued = db.prepare(
    "INSERT INTO queued_questions (id, conversation_id, text, model_id, created_at_ms) VALUES (@id, @conversationId, @text, @modelId, @createdAtMs)",
  );
  const queued = db.prepare<[string], QueuedRow>(
    "SELECT * FROM queued_questions WHERE conversation_id = ? ORDER BY created_at_ms, id",
  );
  const oneQueued = db.prepare<[string], QueuedRow>("SELECT * FROM queued_questions WHERE id = ?");
  const updateQueued = db.prepare("UPDATE queued_questions SET text = ? WHERE id = ?");
  const removeQueued = db.prepare("DELETE FROM queued_questions WHERE id = ?");
  const addUsage = db.prepare(
    `INSERT INTO usage (app_id, day, model, answers, prompt_tokens, completion_tokens) VALUES (?, ?, ?, 1, ?, ?)
     ON CONFLICT (app_id, day, model) DO UPDATE SET answers = answers + 1,
       prompt_tokens = prompt_tokens + excluded.prompt_tokens, completion_tokens = completion_tokens + excluded.completion_tokens`,
  );

  /** Makes a message findable as it now stands; one that is being written is not yet. */
  const indexMessage = (id: string) => {
    const row = message.get(id);
    if (row && row.status !== "streaming") index.putMessage(id, row.conversation_id, row.text);
    else index.dropMessage(id);
  };
  const leafFrom = (conversationId: string, id: string | null): string | null => {
    for (let at = id; ; ) {
      const next = newestChild.get(conversationId, at);
      if (!next) return at;
      at = next;
    }
  };
  const atomically = <T>(work: () => T): T => db.transaction(work)();

  return {
    temporary,
    /** All or nothing of what `work` writes. */
    atomically,
    insertConversation: (row: NewConversation) =>
      atomically(() => {
        insertConversation.run({
          ...row,
          knowledgeBaseIds: JSON.stringify(row.knowledgeBaseIds),
          modelId: row.modelId ?? null,
          settings: JSON.stringify(row.settings ?? {}),
          presetId: row.presetId ?? null,
          now: Date.now(),
        });
        index.putTitle(row.id, row.title);
      }),
    conversation(id: string): Conversation | undefined {
      const row = conversation.get(id);
      return row && toConversation(row, temporary);
    },
    conversations: (limit: number, archived: boolean): Conversation[] =>
      conversations.all({ archived: archived ? 1 : 0, limit }).map((row) => toConversation(row, temporary)),
    rename: (id: string, title: string, titledBy: Conversation["titledBy"]) =>
      atomically(() => {
        rename.run(title, titledBy, id);
        index.putTitle(id, title);
      }),
    setKnowledge: (id: string, ids: string[]) => setKnowledge.run(JSON.stringify(ids), id),
    setAttachments: (id: string, knowledgeBaseId: string | null) => setAttachments.run(knowledgeBaseId, id),
    /** Stores what can be changed of a conversation beside its title and knowledge. */
    organise: (row: Conversation & { settings: ChatSettings }) =>
      organise.run({
        id: row.id,
        appId: row.appId,
        modelId: row.modelId,
        settings: JSON.stringify(row.settings),
        presetId: row.presetId,
        folderId: row.folderId,
        pinned: row.pinned ? 1 : 0,
        archived: row.archived ? 1 : 0,
        now: Date.now(),
      }),
    setCurrent: (id: string, messageId: string | null) => setCurrent.run(messageId, id),
    touch: (id: string) => touch.run(Date.now(), id),
    setDeleted: (ids: string[], atMs: number | null) => {
      for (const id of ids) setDeleted.run(atMs, id);
    },
    /** Removes a conversation for good, with everything that hangs on it. */
    eraseConversation: (id: string) =>
      atomically(() => {
        eraseMessages.run(id);
        erase.run(id);
      }),
    insertMessage: (row: NewMessage) =>
      atomically(() => {
        insertMessage.run({ ...row, analysis: row.analysis ?? null, now: Date.now() });
        indexMessage(row.id);
      }),
    setRun: (messageId: string, runId: string) => setRun.run(runId, Date.now(), messageId),
    message(id: string): Message | undefined {
      const row = message.get(id);
      return row && toMessage(row);
    },
    /** All branches, oldest first; with `changedAfterMs` only those that changed at or after it. */
    messages: (conversationId: string, changedAfterMs = 0): Message[] =>
      messages.all(conversationId, changedAfterMs).map(toMessage),
    removedSince: (conversationId: string, atMs: number): string[] => removedSince.all(conversationId, atMs),
    /** The end of the branch that is followed. */
    leaf: ({ id, currentMessageId }: Pick<Conversation, "id" | "currentMessageId">): string | null =>
      leafFrom(id, currentMessageId && message.get(currentMessageId) ? currentMessageId : null),
    newestChild: (conversationId: string, parentId: string): string | null =>
      newestChild.get(conversationId, parentId) ?? null,
    /** Runs that write an answer of it at the moment. */
    streamingRuns: (conversationId: string): string[] => streaming.all(conversationId),
    runIds: (conversationId: string): string[] => runIds.all(conversationId),
    passages: (messageId: string): Passage[] => JSON.parse(passages.get(messageId) ?? "[]"),
    updateAnswer: (id: string, change: AnswerChange) =>
      atomically(() => {
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
          stopReason: change.stopReason,
          context: json(change.context),
          error: json(change.error ?? undefined),
          now: Date.now(),
        });
        if (change.status && change.status !== "streaming") indexMessage(id);
      }),
    /** An answer that ended is being written again, from where it stands. */
    reopen: (id: string) => reopen.run(Date.now(), id),
    edit: (id: string, text: string, { citations, editedAtMs }: AfterEdit) =>
      atomically(() => {
        edit.run({ id, text, citations: JSON.stringify(citations), editedAtMs, now: Date.now() });
        indexMessage(id);
      }),
    rate: (id: string, feedback: Message["feedback"], comment: string | null) =>
      rate.run({ id, feedback, comment, now: Date.now() }),
    /** Takes a message and all below it out. */
    removeMessage: (id: string) =>
      atomically(() => {
        removeBelow.run({ id, now: Date.now() });
        for (const each of below.all({ id })) index.dropMessage(each);
      }),
    /** Puts back what `removeMessage` took out; its conversation's id, or undefined when there is nothing to put back. */
    restoreMessage: (id: string): string | undefined =>
      atomically(() => {
        const row = removed.get(id);
        if (!row?.deleted_at_ms) return;
        restoreBelow.run({ id, deletedAtMs: row.deleted_at_ms, now: Date.now() });
        for (const each of below.all({ id })) indexMessage(each);
        return row.conversation_id;
      }),
    saveDetail: (messageId: string, what: AnswerDetail) =>
      putDetail.run(messageId, deflateRawSync(JSON.stringify(what), { level: 4 })),
    detail(messageId: string): AnswerDetail | undefined {
      const packed = detail.get(messageId);
      return packed && (JSON.parse(inflateRawSync(packed).toString("utf8")) as AnswerDetail);
    },
    insertQueued: (row: QueuedQuestion & { conversationId: string }) => insertQueued.run(row),
    queued: (conversationId: string): QueuedQuestion[] => queued.all(conversationId).map(toQueued),
    oneQueued(id: string): (QueuedQuestion & { conversationId: string }) | undefined {
      const row = oneQueued.get(id);
      return row && { ...toQueued(row), conversationId: row.conversation_id };
    },
    updateQueued: (id: string, text: string) => updateQueued.run(text, id),
    removeQueued: (id: string) => removeQueued.run(id),
    /** `day` is the local date, YYYY-MM-DD. */
    addUsage: (appId: string, day: string, model: string, promptTokens: number, completionTokens: number) =>
      addUsage.run(appId, day, model, promptTokens, completionTokens),
  };
}
export type ChatStore = ReturnType<typeof chatStore>;
