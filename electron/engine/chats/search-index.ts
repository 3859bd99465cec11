// Keeps the full-text index over titles and messages, called by whoever writes them, in the transaction that writes.
import type { Db } from "../db/open.ts";
import { chatSearchStore } from "./search-store.ts";
import { indexTerms } from "./search-terms.ts";

/** Writers of the index. Each call replaces what was there; a text without words takes the entry out. */
export function chatSearchIndex(db: Db) {
  const store = chatSearchStore(db);
  return {
    /** After a message was written, finished, edited or restored. */
    putMessage(messageId: string, conversationId: string, text: string): void {
      if (text.trim() === "") store.dropMessage(messageId);
      else store.putMessage(messageId, conversationId, indexTerms(text));
    },
    putTitle(conversationId: string, title: string): void {
      if (title.trim() === "") store.dropTitle(conversationId);
      else store.putTitle(conversationId, indexTerms(title));
    },
    /** After a message was taken out. Where the row of a message or conversation is deleted, its entries go by themselves. */
    dropMessage(messageId: string): void {
      store.dropMessage(messageId);
    },
  };
}
export type ChatSearchIndex = ReturnType<typeof chatSearchIndex>;
