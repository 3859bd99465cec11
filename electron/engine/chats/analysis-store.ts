// Rows of what an analysis has done so far: notes on parts that were read, notes that were combined, finished sections.
import type { Citation } from "../../../shared/domain/citations.ts";
import type { Db } from "../db/open.ts";

/** Consecutive passages of one document that are read in one go; all numbers count, both ends included. */
export interface Range {
  documentId: string;
  documentName: string;
  pages: { from: number; to: number };
  /** Positions of its passages, and the ids of the first and the last one. */
  chunks: { from: number; to: number };
  firstChunkId: string;
  lastChunkId: string;
}

export interface Tokens {
  promptTokens: number;
  completionTokens: number;
}

/** Notes of the model. */
export interface Notes {
  /** The run that wrote them. */
  runId: string;
  text: string;
  /** Passages that the notes rest on. */
  support: { documentId: string; position: number }[];
  usage: Tokens;
}
/** Notes on a part that was read. */
export interface ReadPart extends Notes {
  range: Range;
}
/** Notes that stand for several others: their positions at the level below, both ends included. */
export interface CombinedPart extends Notes {
  notes: { from: number; to: number };
}
/** The answer up to the end of a section. */
export interface FinishedSection {
  text: string;
  citations: Citation[];
  usage: Tokens;
}

const READ = 0;
const SECTIONS = -1;

export function analysisStore(db: Db) {
  const put = db.prepare(
    "INSERT OR REPLACE INTO analysis_parts (answer_id, level, position, part) VALUES (?, ?, ?, ?)",
  );
  const parts = db
    .prepare<[string, number], string>(
      "SELECT part FROM analysis_parts WHERE answer_id = ? AND level = ? ORDER BY position",
    )
    .pluck();
  const usage = db.prepare<[string], Tokens>(
    `SELECT coalesce(sum(part ->> '$.usage.promptTokens'), 0) AS promptTokens,
       coalesce(sum(part ->> '$.usage.completionTokens'), 0) AS completionTokens FROM analysis_parts WHERE answer_id = ?`,
  );
  const clear = db.prepare("DELETE FROM analysis_parts WHERE answer_id = ?");
  const rows = <T>(answerId: string, level: number): T[] =>
    parts.all(answerId, level).map((part) => JSON.parse(part) as T);
  const store = (answerId: string, level: number, position: number, part: unknown): void => {
    put.run(answerId, level, position, JSON.stringify(part));
  };

  return {
    read: (answerId: string): ReadPart[] => rows(answerId, READ),
    putRead: (answerId: string, position: number, part: ReadPart) => store(answerId, READ, position, part),
    /** `level` counts from 1. */
    combined: (answerId: string, level: number): CombinedPart[] => rows(answerId, level),
    putCombined: (answerId: string, level: number, position: number, part: CombinedPart) =>
      store(answerId, level, position, part),
    sections: (answerId: string): FinishedSection[] => rows(answerId, SECTIONS),
    putSection: (answerId: string, position: number, section: FinishedSection) =>
      store(answerId, SECTIONS, position, section),
    /** What all of it took. */
    usage: (answerId: string): Tokens => usage.get(answerId) ?? { promptTokens: 0, completionTokens: 0 },
    clear: (answerId: string): void => {
      clear.run(answerId);
    },
  };
}
export type AnalysisStore = ReturnType<typeof analysisStore>;
