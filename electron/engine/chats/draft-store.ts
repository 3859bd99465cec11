// Unsent questions, one a conversation; the new chat's has no conversation yet.
import type { Db } from "../db/open.ts";

const NEW_CHAT = "";

export function draftStore(db: Db) {
  const put = db.prepare(
    `INSERT INTO drafts (conversation_id, text, updated_at_ms) VALUES (?, ?, ?)
     ON CONFLICT (conversation_id) DO UPDATE SET text = excluded.text, updated_at_ms = excluded.updated_at_ms`,
  );
  const remove = db.prepare("DELETE FROM drafts WHERE conversation_id = ?");
  const all = db.prepare<[], { conversation_id: string; text: string }>("SELECT conversation_id, text FROM drafts");
  return {
    /** An empty text removes it. */
    put: (conversationId: string | null, text: string) =>
      text ? put.run(conversationId ?? NEW_CHAT, text, Date.now()) : remove.run(conversationId ?? NEW_CHAT),
    remove: (conversationId: string | null) => remove.run(conversationId ?? NEW_CHAT),
    /** By conversation; the new chat's under "". */
    all: (): Record<string, string> => Object.fromEntries(all.all().map((row) => [row.conversation_id, row.text])),
  };
}
export type DraftStore = ReturnType<typeof draftStore>;
