// What the engine and the retrieval process say to each other: text in, fp16 vectors and ranked hits out.

/** A model that turns text into vectors. `id` names the weights and the exact treatment, so a change means new vectors. */
export interface EmbedderInfo {
  id: string;
  name: string;
  dimensions: number;
  /** Longest input, special tokens included; longer text is refused, never cut silently. */
  maxTokens: number;
  /** BCP 47 primary subtags that it understands; ["*"] for many. Fusion trusts vectors only for these. */
  languages: string[];
}

/** A passage as the index holds it. The rest (offsets, page, heading) lives in SQLite. */
export interface IndexRow {
  chunkId: string;
  documentId: string;
  /** What full text searches: title and heading path may stand before the passage. */
  text: string;
  /** fp16 bits, `dimensions` long. */
  vector: Uint16Array;
}

export type SearchMode = "vector" | "full-text" | "hybrid" | "default";

export interface SearchHit {
  chunkId: string;
  documentId: string;
  /** Position from 1 and the score it is ordered by, 0 to 1, higher is better; comparable within one query. */
  rank: number;
  score: number;
  scores: { vector?: number; fullText?: number; fused?: number };
  /** How much of the query's weight (rare words count more) stands in this passage, 0 to 1. */
  coverage: number;
}

export interface SearchResult {
  hits: SearchHit[];
  /** Share of the dense list in the fusion, 0 to 1, and why: for the inspector and the log. */
  denseWeight: number;
  timings: { embedMs: number; vectorMs: number; fullTextMs: number; fuseMs: number };
}

export type RetrievalMethods = {
  /** First call. `indexDir` holds LanceDB's tables; `cacheDir` the converted models; `modelsDir` what a person installed. */
  open: { params: { indexDir: string; cacheDir: string; modelsDir: string }; result: { embedders: EmbedderInfo[] } };
  /** Token counts of texts as this embedder sees them, without special tokens. */
  countTokens: { params: { embedder: string; texts: string[] }; result: number[] };
  /** Vectors of unit length as fp16 bits, one after another, `texts.length * dimensions` long. Queries overtake passages. */
  embed: {
    params: { embedder: string; kind: "query" | "passage"; texts: string[] };
    result: { vectors: Uint16Array; tokens: number };
    event: { done: number };
  };
  /** Adds or replaces rows by chunkId. When it returns, they survive a kill. */
  upsert: { params: { table: string; dimensions: number; rows: IndexRow[] }; result: { rows: number } };
  deleteDocuments: { params: { table: string; documentIds: string[] }; result: { rows: number } };
  /** Every document with its number of rows; empty when the table does not exist. For recovery after a crash. */
  listDocuments: { params: { table: string }; result: { documentId: string; rows: number }[] };
  /** Compacts, refreshes the full-text index and drops old versions; after bulk changes. */
  optimize: { params: { table: string }; result: { rows: number } };
  dropTable: { params: { table: string }; result: { dropped: boolean } };
  search: {
    params: {
      table: string;
      embedder: string;
      query: string;
      mode: SearchMode;
      limit: number;
      /** Restrict to these documents. */
      documentIds?: string[];
    };
    result: SearchResult;
  };
};
