// Rows of the ledger: every attempt to leave this machine, allowed or not.
import type { LedgerEntry } from "../../../shared/contract/egress.ts";
import type { Db } from "../db/open.ts";

interface LedgerRow {
  id: number;
  at_ms: number;
  purpose: string;
  host: string;
  allowed: number;
  reason: string;
  sent_bytes: number;
  received_bytes: number;
}

export function egressStore(db: Db) {
  const insert = db.prepare(
    "INSERT INTO egress_ledger (at_ms, purpose, host, allowed, reason, run_id) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const addBytes = db.prepare(
    "UPDATE egress_ledger SET sent_bytes = sent_bytes + ?, received_bytes = received_bytes + ? WHERE id = ?",
  );
  const list = db.prepare<[number], LedgerRow>("SELECT * FROM egress_ledger ORDER BY id DESC LIMIT ?");
  return {
    /** Returns the entry's id. */
    insert: (entry: {
      purpose: string;
      host: string;
      allowed: boolean;
      reason: string;
      runId: string | null;
    }): number =>
      Number(
        insert.run(Date.now(), entry.purpose, entry.host, entry.allowed ? 1 : 0, entry.reason, entry.runId)
          .lastInsertRowid,
      ),
    addBytes: (id: number, sentBytes: number, receivedBytes: number) => addBytes.run(sentBytes, receivedBytes, id),
    list: (limit: number): LedgerEntry[] =>
      list.all(limit).map((row) => ({
        id: row.id,
        atMs: row.at_ms,
        purpose: row.purpose,
        host: row.host,
        allowed: row.allowed === 1,
        reason: row.reason,
        sentBytes: row.sent_bytes,
        receivedBytes: row.received_bytes,
      })),
  };
}
export type EgressStore = ReturnType<typeof egressStore>;
