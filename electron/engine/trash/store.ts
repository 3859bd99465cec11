// Rows in the trash, of every domain that has one, and what has to go with a row when it is erased.
import type { TrashItem } from "../../../shared/contract/trash.ts";
import type { Db } from "../db/open.ts";

const LIST = `
  SELECT 'conversation' AS kind, c.id, c.title AS name, NULL AS within,
    (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.deleted_at_ms IS NULL) AS count,
    NULL AS sizeBytes, c.deleted_at_ms AS deletedAtMs
  FROM conversations c WHERE c.deleted_at_ms IS NOT NULL
  UNION ALL
  SELECT 'document', d.id, d.name, coalesce(c.title, k.name), NULL, d.size_bytes, d.deleted_at_ms
  FROM documents d JOIN knowledge_bases k ON k.id = d.knowledge_base_id
    LEFT JOIN conversations c ON c.attachments_id = k.id
  WHERE d.deleted_at_ms IS NOT NULL AND k.deleted_at_ms IS NULL AND c.deleted_at_ms IS NULL
  UNION ALL
  SELECT 'knowledge-base', k.id, k.name, NULL,
    (SELECT count(*) FROM documents d WHERE d.knowledge_base_id = k.id AND d.deleted_at_ms IS NULL),
    (SELECT coalesce(sum(d.size_bytes), 0) FROM documents d WHERE d.knowledge_base_id = k.id), k.deleted_at_ms
  FROM knowledge_bases k WHERE k.deleted_at_ms IS NOT NULL AND k.kind = 'library'
  UNION ALL
  SELECT 'app', id, name, NULL, NULL, NULL, deleted_at_ms FROM apps WHERE deleted_at_ms IS NOT NULL
  ORDER BY deletedAtMs DESC, id`;

export function trashStore(db: Db) {
  const list = db.prepare<[], TrashItem>(LIST);
  const attachmentsOf = db
    .prepare<[string], string | null>("SELECT attachments_id FROM conversations WHERE id = ?")
    .pluck();
  const documentsOf = db.prepare<[string], string>("SELECT id FROM documents WHERE knowledge_base_id = ?").pluck();
  const baseOf = db.prepare<[string], string>("SELECT knowledge_base_id FROM documents WHERE id = ?").pluck();
  // An answer that was continued had several runs and names only the last; all of them name their conversation.
  const runsOfConversation = db
    .prepare<{ id: string }, string>(
      `SELECT run_id FROM messages WHERE conversation_id = @id AND run_id IS NOT NULL
       UNION SELECT id FROM runs WHERE input ->> '$.conversationId' = @id`,
    )
    .pluck();
  const runsOfBase = db
    .prepare<[string], string>("SELECT id FROM runs WHERE kind = 'ingest' AND input ->> '$.knowledgeBaseId' = ?")
    .pluck();
  const runsOfDocument = db
    .prepare<{ id: string }, string>(
      `SELECT run_id FROM documents WHERE id = @id AND run_id IS NOT NULL UNION
       SELECT r.id FROM runs r, json_each(r.input, '$.documentIds') d WHERE r.kind = 'ingest' AND d.value = @id`,
    )
    .pluck();
  const othersOfRun = db.prepare<[string], number>("SELECT count(*) FROM documents WHERE run_id = ?").pluck();
  const eraseDraft = db.prepare("DELETE FROM drafts WHERE conversation_id = ?");
  const eraseMessages = db.prepare("DELETE FROM messages WHERE conversation_id = ?");
  const eraseConversation = db.prepare("DELETE FROM conversations WHERE id = ?");
  const eraseBase = db.prepare("DELETE FROM knowledge_bases WHERE id = ?");
  const moveConversations = db.prepare("UPDATE conversations SET app_id = ? WHERE app_id = ?");
  const eraseApp = db.prepare("DELETE FROM apps WHERE id = ?");

  return {
    list: (): TrashItem[] => list.all(),
    /** The hidden knowledge base of a conversation's files. */
    attachmentsOf: (conversationId: string): string | null => attachmentsOf.get(conversationId) ?? null,
    /** All of them, in the trash or not. */
    documentsOf: (knowledgeBaseId: string): string[] => documentsOf.all(knowledgeBaseId),
    baseOf: (documentId: string): string | undefined => baseOf.get(documentId),
    /** Every run that worked on a conversation. */
    runsOfConversation: (id: string): string[] => runsOfConversation.all({ id }),
    runsOfBase: (id: string): string[] => runsOfBase.all(id),
    runsOfDocument: (id: string): string[] => runsOfDocument.all({ id }),
    /** Whether documents that are still there came from an ingestion. */
    runHasDocuments: (runId: string): boolean => (othersOfRun.get(runId) ?? 0) > 0,
    /** Records of answers, parts of analyses and search entries go with their message, queued questions with the rest. */
    eraseConversation: db.transaction((id: string) => {
      eraseDraft.run(id);
      eraseMessages.run(id);
      eraseConversation.run(id);
    }),
    /** Its documents and their index have to be gone. */
    eraseBase: (id: string) => eraseBase.run(id),
    /** Its conversations go on with another app. */
    eraseApp: db.transaction((id: string, heirId: string) => {
      moveConversations.run(heirId, id);
      eraseApp.run(id);
    }),
    /** Brings what was written into the database's file and empties the log beside it. */
    checkpoint: () => db.pragma("wal_checkpoint(TRUNCATE)"),
  };
}
export type TrashStore = ReturnType<typeof trashStore>;
