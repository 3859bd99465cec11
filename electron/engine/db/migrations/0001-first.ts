// The first schema. Times are Unix milliseconds, JSON columns hold what `shared/` defines, ids are UUIDs.
import type { Migration } from "../migration.ts";

const SCHEMA = `
CREATE TABLE apps (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, mode TEXT NOT NULL, config TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL, deleted_at_ms INTEGER
) STRICT;

CREATE TABLE conversations (
  id TEXT PRIMARY KEY, app_id TEXT NOT NULL REFERENCES apps(id), title TEXT NOT NULL,
  knowledge_base_ids TEXT NOT NULL, end_user TEXT,
  created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL, deleted_at_ms INTEGER
) STRICT;
CREATE INDEX conversations_by_time ON conversations(updated_at_ms DESC) WHERE deleted_at_ms IS NULL;

CREATE TABLE messages (
  id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
  parent_message_id TEXT REFERENCES messages(id),
  role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  text TEXT NOT NULL, language TEXT, status TEXT NOT NULL, run_id TEXT,
  answer_kind TEXT, model TEXT, fallback_model TEXT, end_user TEXT,
  passages TEXT NOT NULL DEFAULT '[]', citations TEXT NOT NULL DEFAULT '[]',
  prompt_tokens INTEGER, completion_tokens INTEGER,
  retrieval_ms REAL, first_token_ms REAL, total_ms REAL,
  feedback TEXT, feedback_comment TEXT, error TEXT, created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_of_conversation ON messages(conversation_id, created_at_ms);
CREATE INDEX messages_by_parent ON messages(parent_message_id);
CREATE INDEX messages_unfinished ON messages(run_id) WHERE status = 'streaming';

CREATE TABLE knowledge_bases (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, embedder TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL, deleted_at_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX knowledge_bases_by_name ON knowledge_bases(name) WHERE deleted_at_ms IS NULL;

CREATE TABLE blobs (id TEXT PRIMARY KEY, size_bytes INTEGER NOT NULL, created_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
  id TEXT PRIMARY KEY, knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases(id) ON DELETE CASCADE,
  name TEXT NOT NULL, source_path TEXT, blob_id TEXT NOT NULL, size_bytes INTEGER NOT NULL,
  format TEXT, title TEXT, language TEXT, status TEXT NOT NULL,
  page_count INTEGER, characters INTEGER, chunk_count INTEGER NOT NULL DEFAULT 0,
  warnings TEXT NOT NULL DEFAULT '[]', error TEXT, run_id TEXT,
  created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL, deleted_at_ms INTEGER
) STRICT;
CREATE INDEX documents_of_base ON documents(knowledge_base_id, created_at_ms);
CREATE INDEX documents_by_blob ON documents(blob_id);
CREATE INDEX documents_unfinished ON documents(run_id) WHERE status IN ('queued', 'running');

CREATE TABLE document_texts (
  document_id TEXT PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE, text TEXT NOT NULL
) STRICT;
CREATE TABLE document_pages (
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, width REAL, height REAL, runs BLOB,
  PRIMARY KEY (document_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE chunks (
  id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  position INTEGER NOT NULL, page INTEGER NOT NULL, heading TEXT,
  start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, text TEXT NOT NULL, tokens INTEGER NOT NULL,
  embedded_sha256 BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX chunks_of_document ON chunks(document_id, position);
CREATE INDEX chunks_by_embedded ON chunks(embedded_sha256);

CREATE TABLE embeddings (
  embedder TEXT NOT NULL, text_sha256 BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (embedder, text_sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE models (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL, size_bytes INTEGER NOT NULL,
  sha256 TEXT, architecture TEXT, quantization TEXT, parameters INTEGER, context_tokens INTEGER, licence TEXT,
  languages TEXT NOT NULL DEFAULT '[]', source TEXT, measured TEXT,
  created_at_ms INTEGER NOT NULL, deleted_at_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX models_by_file ON models(file) WHERE deleted_at_ms IS NULL;

CREATE TABLE runs (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, status TEXT NOT NULL, title TEXT NOT NULL,
  input TEXT NOT NULL, result TEXT, error TEXT, resumable INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL, started_at_ms INTEGER, finished_at_ms INTEGER
) STRICT;
CREATE INDEX runs_by_time ON runs(created_at_ms DESC);
CREATE INDEX runs_unfinished ON runs(status) WHERE status IN ('queued', 'running');
CREATE TABLE run_events (
  run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE secrets (
  name TEXT PRIMARY KEY, nonce BLOB NOT NULL, ciphertext BLOB NOT NULL, mask TEXT NOT NULL, created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE egress_ledger (
  id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, purpose TEXT NOT NULL, host TEXT NOT NULL,
  allowed INTEGER NOT NULL, reason TEXT NOT NULL, run_id TEXT,
  sent_bytes INTEGER NOT NULL DEFAULT 0, received_bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE egress_permissions (
  id TEXT PRIMARY KEY, purpose TEXT NOT NULL, host TEXT NOT NULL, granted_at_ms INTEGER NOT NULL, expires_at_ms INTEGER
) STRICT;

CREATE TABLE usage (
  app_id TEXT NOT NULL, day TEXT NOT NULL, model TEXT NOT NULL,
  answers INTEGER NOT NULL DEFAULT 0, prompt_tokens INTEGER NOT NULL DEFAULT 0, completion_tokens INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (app_id, day, model)
) STRICT, WITHOUT ROWID;
`;

export const first: Migration = {
  version: 1,
  name: "first",
  up: (db) => {
    db.exec(SCHEMA);
  },
};
