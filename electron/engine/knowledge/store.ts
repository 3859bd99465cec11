// Rows of knowledge bases, and the counts that are shown of them.
import type { KnowledgeBase } from "../../../shared/contract/knowledge.ts";
import type { Db } from "../db/open.ts";

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
    "INSERT INTO knowledge_bases (id, name, embedder, created_at_ms, updated_at_ms) VALUES (@id, @name, @embedder, @now, @now)",
  );
  const select = db.prepare<[string], KnowledgeRow>(
    `SELECT ${COLUMNS} FROM knowledge_bases k WHERE k.id = ? AND k.deleted_at_ms IS NULL`,
  );
  const list = db.prepare<[], KnowledgeRow>(
    `SELECT ${COLUMNS} FROM knowledge_bases k WHERE k.deleted_at_ms IS NULL ORDER BY k.created_at_ms`,
  );
  const named = db
    .prepare<[string], string>("SELECT id FROM knowledge_bases WHERE name = ? AND deleted_at_ms IS NULL")
    .pluck();
  const nameOf = db.prepare<[string], string>("SELECT name FROM knowledge_bases WHERE id = ?").pluck();
  const everyId = db.prepare<[], string>("SELECT id FROM knowledge_bases").pluck();
  const rename = db.prepare("UPDATE knowledge_bases SET name = ?, updated_at_ms = ? WHERE id = ?");
  const setDeleted = db.prepare("UPDATE knowledge_bases SET deleted_at_ms = ? WHERE id = ?");
  return {
    insert: (base: { id: string; name: string; embedder: string }) => insert.run({ ...base, now: Date.now() }),
    get(id: string): KnowledgeBase | undefined {
      const row = select.get(id);
      return row && toBase(row);
    },
    list: (): KnowledgeBase[] => list.all().map(toBase),
    idOfName: (name: string): string | undefined => named.get(name),
    /** Of a trashed one too. */
    nameOf: (id: string): string | undefined => nameOf.get(id),
    /** Trashed ones too: their index tables still exist. */
    everyId: (): string[] => everyId.all(),
    rename: (id: string, name: string) => rename.run(name, Date.now(), id),
    setDeleted: (id: string, atMs: number | null) => setDeleted.run(atMs, id).changes > 0,
  };
}
export type KnowledgeStore = ReturnType<typeof knowledgeStore>;
