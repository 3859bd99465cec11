// Conversations that are lived in: branches that are followed, settings, folders, presets, a queue, drafts, the files
// of a conversation, what an answer was made of, and full-text search over titles and messages.
import type { Migration } from "../migration.ts";

const SCHEMA = `
ALTER TABLE conversations ADD COLUMN titled_by TEXT NOT NULL DEFAULT 'question';
ALTER TABLE conversations ADD COLUMN model_id TEXT;
ALTER TABLE conversations ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE conversations ADD COLUMN preset_id TEXT;
ALTER TABLE conversations ADD COLUMN folder_id TEXT;
ALTER TABLE conversations ADD COLUMN pinned_at_ms INTEGER;
ALTER TABLE conversations ADD COLUMN archived_at_ms INTEGER;
ALTER TABLE conversations ADD COLUMN current_message_id TEXT;
ALTER TABLE conversations ADD COLUMN attachments_id TEXT REFERENCES knowledge_bases(id) ON DELETE SET NULL;

ALTER TABLE messages ADD COLUMN stop_reason TEXT;
ALTER TABLE messages ADD COLUMN context TEXT;
ALTER TABLE messages ADD COLUMN analysis TEXT;
ALTER TABLE messages ADD COLUMN edited_at_ms INTEGER;
ALTER TABLE messages ADD COLUMN updated_at_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN deleted_at_ms INTEGER;
CREATE INDEX messages_by_change ON messages(conversation_id, updated_at_ms);

CREATE TABLE answer_details (
  message_id TEXT PRIMARY KEY REFERENCES messages(id) ON DELETE CASCADE, detail BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE analysis_parts (
  answer_id TEXT NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
  level INTEGER NOT NULL, position INTEGER NOT NULL, part TEXT NOT NULL,
  PRIMARY KEY (answer_id, level, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE queued_questions (
  id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
  text TEXT NOT NULL, model_id TEXT, created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX queued_of_conversation ON queued_questions(conversation_id, created_at_ms);

CREATE TABLE drafts (conversation_id TEXT PRIMARY KEY, text TEXT NOT NULL, updated_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE chat_folders (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at_ms INTEGER NOT NULL) STRICT;
CREATE TABLE chat_presets (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, settings TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL, deleted_at_ms INTEGER
) STRICT;

ALTER TABLE knowledge_bases ADD COLUMN kind TEXT NOT NULL DEFAULT 'library';
DROP INDEX knowledge_bases_by_name;
CREATE UNIQUE INDEX knowledge_bases_by_name ON knowledge_bases(name) WHERE deleted_at_ms IS NULL AND kind = 'library';

CREATE TABLE chat_search_items (
  id INTEGER PRIMARY KEY, conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
  message_id TEXT REFERENCES messages(id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX chat_search_by_message ON chat_search_items(message_id) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX chat_search_by_title ON chat_search_items(conversation_id) WHERE message_id IS NULL;
CREATE VIRTUAL TABLE chat_search USING fts5(
  terms, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TRIGGER chat_search_gone AFTER DELETE ON chat_search_items BEGIN
  DELETE FROM chat_search WHERE rowid = old.id;
END;
`;

export const conversations: Migration = {
  version: 2,
  name: "conversations",
  up: (db) => {
    db.exec(SCHEMA);
    // Presets and branches start from what is there: the newest message of each conversation is the one followed.
    db.exec(`
      UPDATE messages SET updated_at_ms = created_at_ms;
      UPDATE conversations SET current_message_id = (
        SELECT m.id FROM messages m WHERE m.conversation_id = conversations.id ORDER BY m.created_at_ms DESC, m.id DESC LIMIT 1
      );
    `);
  },
};
