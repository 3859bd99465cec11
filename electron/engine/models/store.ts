// Rows of installed models.
import type { Db } from "../db/open.ts";

export interface ModelRow {
  id: string;
  kind: "chat" | "embedding";
  name: string;
  /** File name inside the workspace's models folder. */
  file: string;
  sizeBytes: number;
  sha256: string | null;
  architecture: string | null;
  quantization: string | null;
  parameters: number | null;
  contextTokens: number | null;
  licence: string | null;
  source: string | null;
  measured: { promptTokensPerSecond: number; tokensPerSecond: number } | null;
}

interface SqlRow extends Omit<ModelRow, "sizeBytes" | "contextTokens" | "measured"> {
  size_bytes: number;
  context_tokens: number | null;
  measured: string | null;
}
const toModel = ({ size_bytes, context_tokens, measured, ...rest }: SqlRow): ModelRow => ({
  ...rest,
  sizeBytes: size_bytes,
  contextTokens: context_tokens,
  measured: measured ? JSON.parse(measured) : null,
});
const COLUMNS = `id, kind, name, file, size_bytes, sha256, architecture, quantization, parameters, context_tokens, licence,
  source, measured`;

export function modelStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO models (id, kind, name, file, size_bytes, sha256, architecture, quantization, parameters, context_tokens,
       licence, source, created_at_ms)
     VALUES (@id, @kind, @name, @file, @sizeBytes, @sha256, @architecture, @quantization, @parameters, @contextTokens,
       @licence, @source, @now)`,
  );
  const list = db.prepare<[], SqlRow>(
    `SELECT ${COLUMNS} FROM models WHERE deleted_at_ms IS NULL ORDER BY created_at_ms, id`,
  );
  const select = db.prepare<[string], SqlRow>(`SELECT ${COLUMNS} FROM models WHERE id = ? AND deleted_at_ms IS NULL`);
  const trashed = db.prepare<[string], SqlRow>(
    `SELECT ${COLUMNS} FROM models WHERE id = ? AND deleted_at_ms IS NOT NULL`,
  );
  const setDeleted = db.prepare("UPDATE models SET deleted_at_ms = ? WHERE id = ?");
  const setMeasured = db.prepare("UPDATE models SET measured = ? WHERE id = ?");
  const one = (row: SqlRow | undefined) => row && toModel(row);
  return {
    insert: (model: Omit<ModelRow, "measured">) => insert.run({ ...model, now: Date.now() }),
    list: (): ModelRow[] => list.all().map(toModel),
    get: (id: string) => one(select.get(id)),
    trashed: (id: string) => one(trashed.get(id)),
    setDeleted: (id: string, atMs: number | null) => setDeleted.run(atMs, id),
    setMeasured: (id: string, measured: NonNullable<ModelRow["measured"]>) =>
      setMeasured.run(JSON.stringify(measured), id),
  };
}
export type ModelStore = ReturnType<typeof modelStore>;
