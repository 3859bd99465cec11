// The index on disk: one LanceDB table per knowledge base, with vectors and two full-text columns.
// Called by entry.ts for writing and by search.ts for reading. SQLite holds the truth; this can always be rebuilt.
import * as lancedb from "@lancedb/lancedb";
import type { IndexRow } from "../../shared/children/retrieval.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { rowBatch, tableSchema, vectorsOf } from "./rows.ts";
import { indexedBigrams, searchableText, type TextClause } from "./terms.ts";

// Keeps LanceDB from loading centroids into index statistics, and from warning about it on stderr.
process.env.LANCE_INCLUDE_VECTOR_CENTROIDS ??= "false";

/** A row that a search found; `score` is the list's own: cosine similarity, or BM25. */
export interface Candidate {
  chunkId: string;
  documentId: string;
  text: string;
  /** Only where the search asked for it. */
  vector?: Float32Array;
  score: number;
}

export interface SearchScope {
  limit: number;
  /** Only rows of these documents; undefined for all. */
  documentIds: string[] | undefined;
  /** Whether the rows' vectors are wanted. */
  withVectors?: boolean;
}

export interface Index {
  upsert(table: string, dimensions: number, rows: IndexRow[]): Promise<number>;
  deleteDocuments(table: string, documentIds: string[]): Promise<number>;
  listDocuments(table: string): Promise<{ documentId: string; rows: number }[]>;
  optimize(table: string): Promise<number>;
  dropTable(table: string): Promise<boolean>;
  /** Nearest rows by cosine, best first; empty when there is no such table. */
  nearest(table: string, vector: Float32Array, scope: SearchScope): Promise<Candidate[]>;
  /** Best rows by BM25, best first; empty when there is no such table or nothing to look for. */
  matching(table: string, query: TextClause[], scope: SearchScope): Promise<Candidate[]>;
  countRows(table: string): Promise<number>;
  /** Texts and vectors of up to `count` rows from all over the table. */
  sample(table: string, count: number): Promise<{ texts: string[]; vectors: Float32Array[] }>;
  close(): Promise<void>;
}

/** LanceDB commits a batch as a whole; with more rows the conversion would hold up questions. */
const BATCH_ROWS = 256;
/** Searches scan the rows that the full-text index does not cover yet, 1,000 of them in about 0.1 s. */
const UNINDEXED_ROWS = 1_000;
/** New rows get a vector index of their own at each refresh; with more of them a search is slower than a new build is dear. */
const MAX_HNSW_SEGMENTS = 8;
/** Below this many rows, comparing with every vector is both exact and fast. */
const HNSW_FROM_ROWS = 20_000;
/** A sample is read from this many places of the table. */
const SAMPLE_PLACES = 10;

/** LanceDB takes an index description only once, so each use makes its own. */
const fullText = {
  // Dropping stop words at indexing would, with ICU, drop those of all languages at once ("cat" is one in Romanian).
  text: () =>
    lancedb.Index.fts({
      baseTokenizer: "icu/split",
      language: "English",
      stem: true,
      lowercase: true,
      asciiFolding: true,
      removeStopWords: false,
      withPosition: false,
      maxTokenLength: 100,
    }),
  bigrams: () =>
    lancedb.Index.fts({
      baseTokenizer: "whitespace",
      stem: false,
      lowercase: false,
      asciiFolding: false,
      removeStopWords: false,
      withPosition: false,
    }),
};

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function inDocuments(documentIds: string[]): string {
  return `documentId IN (${documentIds.map(quoted).join(", ")})`;
}

function checkedName(table: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(table)) {
    throw new AlcoveError("invalid", { detail: `${table} cannot name an index.` });
  }
  return table;
}

/** Opens the folder of tables; "memory://" keeps them in memory. `hnswFromRows` is for tests. */
export async function openIndex(indexDir: string, { hnswFromRows = HNSW_FROM_ROWS } = {}): Promise<Index> {
  const connection = await lancedb.connect(indexDir);
  const tables = new Map<string, Promise<lancedb.Table | undefined>>();
  const writing = new Map<string, Promise<unknown>>();
  const reading = new Set<Promise<unknown>>();

  /** A kill may have left a table without one of its full-text indexes, and then it could not be searched. */
  async function withFullText(table: lancedb.Table): Promise<lancedb.Table> {
    const indexed = new Set((await table.listIndices()).flatMap((index) => index.columns));
    for (const column of ["text", "bigrams"] as const) {
      if (!indexed.has(column)) await table.createIndex(column, { config: fullText[column]() });
    }
    return table;
  }

  /** The table, opened once; only a promise that gave a table is kept. */
  function opened(name: string, open: () => Promise<lancedb.Table | undefined>): Promise<lancedb.Table | undefined> {
    const opening = open();
    tables.set(name, opening);
    const forget = () => tables.get(name) === opening && tables.delete(name);
    opening.then((table) => table ?? forget(), forget);
    return opening;
  }

  async function existing(name: string): Promise<lancedb.Table | undefined> {
    const known = tables.get(checkedName(name));
    if (known) return known;
    return opened(name, async () => {
      if (!(await connection.tableNames()).includes(name)) return undefined;
      return withFullText(await connection.openTable(name));
    });
  }

  async function created(name: string, dimensions: number): Promise<lancedb.Table> {
    const found = await existing(name);
    if (found) return found;
    const create = async () => withFullText(await connection.createEmptyTable(name, tableSchema(dimensions)));
    return (await opened(name, create))!;
  }

  /** One writer at a time per table: LanceDB would let concurrent ones fail with a conflict. */
  function write<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = writing.get(name) ?? Promise.resolve();
    const after = before.then(work, work);
    writing.set(name, after);
    return after;
  }

  async function refresh(table: lancedb.Table): Promise<void> {
    const rows = await table.countRows();
    const hnsw = (await table.listIndices()).find((index) => index.columns.includes("vector"));
    if (rows >= hnswFromRows && (hnsw?.numSegments ?? Number.POSITIVE_INFINITY) > MAX_HNSW_SEGMENTS) {
      const config = lancedb.Index.hnswSq({ distanceType: "cosine", numPartitions: 1, m: 16, efConstruction: 100 });
      await table.createIndex("vector", { config });
    }
    await table.optimize();
    // A search that is under way still reads files of the version before; later ones do not.
    await Promise.allSettled(reading);
    await table.optimize({ cleanupOlderThan: new Date() });
  }

  function read<T>(work: Promise<T>): Promise<T> {
    reading.add(work);
    const done = () => reading.delete(work);
    work.then(done, done);
    return work;
  }

  async function unindexedRows(table: lancedb.Table): Promise<number> {
    return (await table.indexStats("text_idx"))?.numUnindexedRows ?? 0;
  }

  async function candidates(query: lancedb.Query | lancedb.VectorQuery, scope: SearchScope, scoreColumn: string) {
    const { limit, documentIds, withVectors } = scope;
    const scoped = documentIds ? query.where(inDocuments(documentIds)) : query;
    const columns = ["chunkId", "documentId", "text", ...(withVectors ? ["vector"] : []), scoreColumn];
    const found: Candidate[] = [];
    for (const batch of (await read(scoped.select(columns).limit(limit).toArrow())).batches) {
      const [chunkIds, documents, texts, scores] = ["chunkId", "documentId", "text", scoreColumn].map((name) =>
        batch.getChild(name),
      );
      const vectors = withVectors ? vectorsOf(batch) : undefined;
      for (let i = 0; i < batch.numRows; i++) {
        const vector = vectors?.[i];
        found.push({
          chunkId: chunkIds!.get(i),
          documentId: documents!.get(i),
          text: texts!.get(i),
          score: scores!.get(i),
          ...(vector ? { vector } : {}),
        });
      }
    }
    return found;
  }

  return {
    upsert: (name, dimensions, rows) =>
      write(name, async () => {
        const table = await created(name, dimensions);
        for (let from = 0; from < rows.length; from += BATCH_ROWS) {
          const batch = rows.slice(from, from + BATCH_ROWS).map((row) => {
            const text = searchableText(row.text);
            return { ...row, text, bigrams: indexedBigrams(text) };
          });
          await table
            .mergeInsert("chunkId")
            .whenMatchedUpdateAll()
            .whenNotMatchedInsertAll()
            .execute(rowBatch(batch, dimensions));
        }
        if ((await unindexedRows(table)) > UNINDEXED_ROWS) {
          // Searches are only slower without it, and the next batch or `optimize` tries again.
          void write(name, () => refresh(table)).catch((error) => console.warn(`Index ${name}: ${error}`));
        }
        return rows.length;
      }),
    deleteDocuments: (name, documentIds) =>
      write(name, async () => {
        const table = await existing(name);
        if (!table || documentIds.length === 0) return 0;
        return (await table.delete(inDocuments(documentIds))).numDeletedRows ?? 0;
      }),
    async listDocuments(name) {
      const table = await existing(name);
      if (!table) return [];
      const counts = new Map<string, number>();
      for await (const batch of table.query().select(["documentId"])) {
        for (const id of batch.getChild("documentId")!) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      return [...counts].map(([documentId, rows]) => ({ documentId, rows }));
    },
    optimize: (name) =>
      write(name, async () => {
        const table = await existing(name);
        if (!table) return 0;
        await refresh(table);
        return table.countRows();
      }),
    dropTable: (name) =>
      write(name, async () => {
        const table = await existing(name);
        if (!table) return false;
        table.close();
        tables.delete(name);
        await connection.dropTable(name);
        return true;
      }),
    async nearest(name, vector, scope) {
      const table = await existing(name);
      if (!table) return [];
      const query = table.query().nearestTo(vector).column("vector").distanceType("cosine").ef(200);
      const found = await candidates(query, scope, "_distance");
      return found.map((candidate) => ({ ...candidate, score: 1 - candidate.score }));
    },
    async matching(name, clauses, scope) {
      const table = await existing(name);
      const queries = clauses.map(({ column, terms, boost }) => new lancedb.MatchQuery(terms, column, { boost }));
      if (!table || !queries[0]) return [];
      const should = queries.map((query): [lancedb.Occur, lancedb.MatchQuery] => [lancedb.Occur.Should, query]);
      const query = queries.length > 1 ? new lancedb.BooleanQuery(should) : queries[0];
      return candidates(table.query().fullTextSearch(query), scope, "_score");
    },
    async countRows(name) {
      return (await existing(name))?.countRows() ?? 0;
    },
    async sample(name, count) {
      const table = await existing(name);
      const rows = (await table?.countRows()) ?? 0;
      const texts: string[] = [];
      const vectors: Float32Array[] = [];
      if (!table || rows === 0) return { texts, vectors };
      const places = rows > count ? SAMPLE_PLACES : 1;
      for (let place = 0; place < places; place++) {
        const offset = Math.floor((rows / places) * place);
        const part = table
          .query()
          .select(["text", "vector"])
          .limit(Math.ceil(count / places))
          .offset(offset);
        for (const batch of (await read(part.toArrow())).batches) {
          texts.push(...(batch.getChild("text")!.toJSON() as string[]));
          vectors.push(...vectorsOf(batch));
        }
      }
      return { texts, vectors };
    },
    async close() {
      for (const table of tables.values()) (await table)?.close();
      connection.close();
    },
  };
}
