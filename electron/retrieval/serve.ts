// The calls of the retrieval process, as shared/children/retrieval.ts lists them. Called by entry.ts once.
import { MEMORY_LIMIT_MB } from "../../shared/children/index.ts";
import type { RetrievalMethods } from "../../shared/children/retrieval.ts";
import { startChild } from "../child/start.ts";
import { type Embedding, openEmbedding } from "./embed.ts";
import { toHalf } from "./fp16.ts";
import { type Index, openIndex } from "./index.ts";
import { openSearch } from "./search.ts";

interface Opened {
  index: Index;
  embedding: Embedding;
  search: ReturnType<typeof openSearch>;
}

/** Serves the engine until it goes away; `threadEntry` is the file to start worker threads from. */
export function serveRetrieval(threadEntry: URL): void {
  let opening: Promise<Opened> | undefined;

  async function opened(): Promise<Opened> {
    if (!opening) throw new Error("The first call must be open.");
    return opening;
  }

  startChild<RetrievalMethods>(
    {
      async open({ indexDir, cacheDir, modelsDir }) {
        opening = openIndex(indexDir).then((index) => {
          const embedding = openEmbedding({ cacheDir, modelsDir }, threadEntry);
          return { index, embedding, search: openSearch(index, embedding) };
        });
        return { embedders: await (await opening).embedding.installed() };
      },
      async countTokens({ embedder, texts }) {
        return (await opened()).embedding.countTokens(embedder, texts);
      },
      async embed({ embedder, kind, texts }, { signal, emit }) {
        const onProgress = (done: number) => emit({ done });
        const { vectors, tokens } = await (await opened()).embedding.embed(embedder, kind, texts, {
          signal,
          onProgress,
        });
        return { vectors: toHalf(vectors), tokens };
      },
      async upsert({ table, dimensions, rows }) {
        return { rows: await (await opened()).index.upsert(table, dimensions, rows) };
      },
      async deleteDocuments({ table, documentIds }) {
        return { rows: await (await opened()).index.deleteDocuments(table, documentIds) };
      },
      async listDocuments({ table }) {
        return (await opened()).index.listDocuments(table);
      },
      async optimize({ table }) {
        return { rows: await (await opened()).index.optimize(table) };
      },
      async dropTable({ table }) {
        return { dropped: await (await opened()).index.dropTable(table) };
      },
      async search(params, { signal }) {
        return (await opened()).search(params, signal);
      },
    },
    { memoryLimitMb: MEMORY_LIMIT_MB.retrieval },
  );
}
