// Rows of the full-text index over titles and messages, and what a search reads of them. The table `chat_search` keeps
// terms only; `chat_search_items` says which title or message an entry is.
import type { Db } from "../db/open.ts";

/**
 * Entries of titles are numbered below this, those of messages from here on, each in the order in which they were
 * written. So a search can ask for either, and for the newest first, by the number alone.
 */
const MESSAGES_FROM = 2 ** 30;

/** An entry that matches. */
export interface FoundEntry {
  entryId: number;
  conversationId: string;
  messageId: string | null;
  /** BM25, positive: higher is better. Only what one search gives can be compared. */
  score: number;
  /** When its conversation was last used. */
  usedAtMs: number;
}
/** What is shown of a conversation or message that was found. */
export interface FoundText {
  role: "user" | "assistant" | null;
  title: string;
  text: string;
  archived: boolean;
  atMs: number;
}
interface TextRow extends Omit<FoundText, "archived"> {
  archived: number;
}
export interface UnindexedRow {
  rowid: number;
  id: string;
  conversationId: string;
  text: string;
}

export function chatSearchStore(db: Db) {
  const messageEntry = db
    .prepare<[string, string], number>(
      `INSERT INTO chat_search_items (id, conversation_id, message_id)
       VALUES (max(coalesce((SELECT max(id) FROM chat_search_items), 0) + 1, ${MESSAGES_FROM}), ?, ?)
       ON CONFLICT (message_id) WHERE message_id IS NOT NULL DO UPDATE SET conversation_id = excluded.conversation_id
       RETURNING id`,
    )
    .pluck();
  const titleEntry = db
    .prepare<[string], number>(
      `INSERT INTO chat_search_items (id, conversation_id, message_id)
       VALUES (coalesce((SELECT max(id) FROM chat_search_items WHERE id < ${MESSAGES_FROM}), 0) + 1, ?, NULL)
       ON CONFLICT (conversation_id) WHERE message_id IS NULL DO UPDATE SET message_id = NULL
       RETURNING id`,
    )
    .pluck();
  const put = db.prepare("INSERT OR REPLACE INTO chat_search (rowid, terms) VALUES (?, ?)");
  const dropMessage = db.prepare("DELETE FROM chat_search_items WHERE message_id = ?");
  const dropTitle = db.prepare("DELETE FROM chat_search_items WHERE conversation_id = ? AND message_id IS NULL");

  const matching = (range: string) =>
    db.prepare<[string, number], FoundEntry>(
      `SELECT s.rowid AS entryId, i.conversation_id AS conversationId, i.message_id AS messageId,
         -bm25(chat_search) AS score, c.updated_at_ms AS usedAtMs
       FROM chat_search s CROSS JOIN chat_search_items i ON i.id = s.rowid CROSS JOIN conversations c ON c.id = i.conversation_id
       WHERE chat_search MATCH ? AND s.rowid ${range} ${MESSAGES_FROM} AND c.deleted_at_ms IS NULL
       ORDER BY s.rowid DESC LIMIT ?`,
    );
  const matchingTitles = matching("<");
  const matchingMessages = matching(">=");
  const countMatches = db
    .prepare<[string], number>("SELECT count(*) FROM chat_search WHERE chat_search MATCH ?")
    .pluck();
  const titleText = db.prepare<[string], TextRow>(
    `SELECT NULL AS role, title, title AS text, archived_at_ms IS NOT NULL AS archived, updated_at_ms AS atMs
     FROM conversations WHERE id = ? AND deleted_at_ms IS NULL`,
  );
  const messageText = db.prepare<[string], TextRow>(
    `SELECT m.role, c.title, m.text, c.archived_at_ms IS NOT NULL AS archived, m.created_at_ms AS atMs
     FROM messages m JOIN conversations c ON c.id = m.conversation_id
     WHERE m.id = ? AND m.deleted_at_ms IS NULL AND c.deleted_at_ms IS NULL`,
  );

  const unindexedTitles = db.prepare<[number, number], UnindexedRow>(
    `SELECT c.rowid, c.id, c.id AS conversationId, c.title AS text FROM conversations c
     WHERE c.rowid > ? AND NOT EXISTS
       (SELECT 1 FROM chat_search_items i WHERE i.conversation_id = c.id AND i.message_id IS NULL)
     ORDER BY c.rowid LIMIT ?`,
  );
  const unindexedMessages = db.prepare<[number, number], UnindexedRow>(
    `SELECT m.rowid, m.id, m.conversation_id AS conversationId, m.text FROM messages m
     WHERE m.rowid > ? AND m.deleted_at_ms IS NULL AND m.status <> 'streaming' AND NOT EXISTS
       (SELECT 1 FROM chat_search_items i WHERE i.message_id = m.id)
     ORDER BY m.rowid LIMIT ?`,
  );
  const changes = db.prepare<[], number>("SELECT total_changes()").pluck();
  const merge = db.prepare("INSERT INTO chat_search (chat_search, rank) VALUES ('merge', ?)");

  const toText = (row: TextRow | undefined): FoundText | undefined => row && { ...row, archived: row.archived === 1 };
  return {
    putMessage: (messageId: string, conversationId: string, terms: string) =>
      put.run(messageEntry.get(conversationId, messageId), terms),
    putTitle: (conversationId: string, terms: string) => put.run(titleEntry.get(conversationId), terms),
    dropMessage: (messageId: string) => dropMessage.run(messageId),
    dropTitle: (conversationId: string) => dropTitle.run(conversationId),
    /** The newest `limit` titles that match an FTS5 expression and are not in the trash. */
    matchingTitles: (expression: string, limit: number): FoundEntry[] => matchingTitles.all(expression, limit),
    /** The newest `limit` messages that match an FTS5 expression and are not in the trash. */
    matchingMessages: (expression: string, limit: number): FoundEntry[] => matchingMessages.all(expression, limit),
    /** Entries that match, those in the trash among them. */
    countMatches: (expression: string): number => countMatches.get(expression) ?? 0,
    text: (entry: FoundEntry): FoundText | undefined =>
      toText(entry.messageId === null ? titleText.get(entry.conversationId) : messageText.get(entry.messageId)),
    /** Rows after a row number that have no entry, in order. */
    unindexedTitles: (afterRow: number, limit: number): UnindexedRow[] => unindexedTitles.all(afterRow, limit),
    unindexedMessages: (afterRow: number, limit: number): UnindexedRow[] => unindexedMessages.all(afterRow, limit),
    inTransaction: (work: () => void): void => db.transaction(work)(),
    /**
     * One step of writing the index anew without what was deleted (a deleted entry keeps its terms until its segment is
     * merged); at most about `pages` pages. True once there is nothing left to merge.
     */
    mergeStep(pages: number, first: boolean): boolean {
      const before = changes.get() ?? 0;
      // A negative number of pages begins a merge of everything, a positive one goes on with it.
      merge.run(first ? -pages : pages);
      return (changes.get() ?? 0) - before < 2;
    },
  };
}
export type ChatSearchStore = ReturnType<typeof chatSearchStore>;
