// Rows of knowledge bases, and the counts that are shown of them.
import type { KnowledgeBase } from "../../../shared/contract/knowledge.ts";
import type { Db } from "../db/open.ts";

/** "library": what a person made and sees; "attachments": the files of one conversation, in no list. */
export type KnowledgeKind = "library" | "attachments";

interface KnowledgeRow {
  id: string;
  name: string;
  embedder: string;
  created_at_ms: number;
  documents: number;
  chunks: number;
}
const toBase = (row: KnowledgeRow): KnowledgeBase => ({
  id: row.id,
  name: row.name,
  embedder: row.embedder,
  documents: row.documents,
  chunks: row.chunks,
  createdAtMs: row.created_at_ms,
});

const COLUMNS = `k.id, k.name, k.embedder, k.created_at_ms,
  (SELECT count(*) FROM documents d WHERE d.knowledge_base_id = k.id AND d.deleted_at_ms IS NULL) AS documents,
  (SELECT coalesce(sum(d.chunk_count), 0) FROM documents d
    WHERE d.knowledge_base_id = k.id AND d.deleted_at_ms IS NULL AND d.status = 'ready') AS chunks`;

export function knowledgeStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO knowledge_bases (id, name, embedder, kind, created_at_ms, updated_at_ms)
     VALUES (@id, @name, @embedder, @kind, @now, @now)`,
  );
  const select = db.prepare<[string], KnowledgeRow>(
    `SELECT ${COLUMNS} FROM knowledge_bases k WHERE k.id = ? AND k.deleted_at_ms IS NULL`,
  );
  const list = db.prepare<[], KnowledgeRow>(
    `SELECT ${COLUMNS} FROM knowledge_bases k WHERE k.deleted_at_ms IS NULL AND k.kind = 'library'
     ORDER BY k.created_at_ms`,
  );
  const named = db
    .prepare<[string], string>(
      "SELECT id FROM knowledge_bases WHERE name = ? AND deleted_at_ms IS NULL AND kind = 'library'",
    )
    .pluck();
  const nameOf = db.prepare<[string], string>("SELECT name FROM knowledge_bases WHERE id = ?").pluck();
  const every = db.prepare<[], { id: string; embedder: string }>("SELECT id, embedder FROM knowledge_bases");
  const rename = db.prepare("UPDATE knowledge_bases SET name = ?, updated_at_ms = ? WHERE id = ?");
  const setDeleted = db.prepare("UPDATE knowledge_bases SET deleted_at_ms = ? WHERE id = ?");
  return {
    insert: (base: { id: string; name: string; embedder: string; kind?: KnowledgeKind }) =>
      insert.run({ kind: "library", ...base, now: Date.now() }),
    get(id: string): KnowledgeBase | undefined {
      const row = select.get(id);
      return row && toBase(row);
    },
    /** Those of the library. */
    list: (): KnowledgeBase[] => list.all().map(toBase),
    idOfName: (name: string): string | undefined => named.get(name),
    /** Of a trashed one too. */
    nameOf: (id: string): string | undefined => nameOf.get(id),
    /** Hidden and trashed ones too: each has its table in the index. */
    every: (): { id: string; embedder: string }[] => every.all(),
    rename: (id: string, name: string) => rename.run(name, Date.now(), id),
    setDeleted: (id: string, atMs: number | null) => setDeleted.run(atMs, id).changes > 0,
  };
}
export type KnowledgeStore = ReturnType<typeof knowledgeStore>;
