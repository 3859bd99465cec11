// The full-text index over titles and messages, kept up by whoever writes them, in the transaction that writes.
import type { Db } from "../db/open.ts";
import { indexTerms } from "./search-terms.ts";

/** Writers of the index. Each call replaces what was there; a text without words takes the entry out. */
export function chatSearchIndex(db: Db) {
  const messageItem = db
    .prepare<[string, string], number>(
      `INSERT INTO chat_search_items (conversation_id, message_id) VALUES (?, ?)
       ON CONFLICT (message_id) WHERE message_id IS NOT NULL DO UPDATE SET conversation_id = excluded.conversation_id
       RETURNING id`,
    )
    .pluck();
  const titleItem = db
    .prepare<[string], number>(
      `INSERT INTO chat_search_items (conversation_id, message_id) VALUES (?, NULL)
       ON CONFLICT (conversation_id) WHERE message_id IS NULL DO UPDATE SET message_id = NULL
       RETURNING id`,
    )
    .pluck();
  const put = db.prepare("INSERT OR REPLACE INTO chat_search (rowid, terms) VALUES (?, ?)");
  const dropMessage = db.prepare("DELETE FROM chat_search_items WHERE message_id = ?");
  const dropTitle = db.prepare("DELETE FROM chat_search_items WHERE conversation_id = ? AND message_id IS NULL");

  return {
    /** After a message was written, finished, edited or restored. */
    putMessage(messageId: string, conversationId: string, text: string): void {
      if (text.trim() === "") dropMessage.run(messageId);
      else put.run(messageItem.get(conversationId, messageId), indexTerms(text));
    },
    putTitle(conversationId: string, title: string): void {
      if (title.trim() === "") dropTitle.run(conversationId);
      else put.run(titleItem.get(conversationId), indexTerms(title));
    },
    /** After a message was taken out; a message or conversation whose row is deleted goes by itself. */
    dropMessage(messageId: string): void {
      dropMessage.run(messageId);
    },
  };
}
export type ChatSearchIndex = ReturnType<typeof chatSearchIndex>;
