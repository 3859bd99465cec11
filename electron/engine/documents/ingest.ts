// The run `ingest`: files in, ready documents out. Files are read side by side, then embedded, indexed and committed in
// batches; a document is ready when its SQLite transaction is, and whatever a kill leaves before that is done again.
import type { Channel } from "../../../shared/children/channel.ts";
import type { ParserMethods } from "../../../shared/children/parser.ts";
import type { EmbedderInfo, RetrievalMethods } from "../../../shared/children/retrieval.ts";
import type { FileSource } from "../../../shared/contract/base.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import { AlcoveError, type ErrorJson, errorToJson, toAlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";
import type { RunItem } from "../../../shared/domain/runs.ts";
import type { ChangeFeed } from "../changes.ts";
import { indexTable } from "../knowledge/service.ts";
import type { Log } from "../log.ts";
import type { PartPool } from "../parts.ts";
import type { RunContext, RunKindDeclaration } from "../runs/service.ts";
import type { BlobStore } from "./blobs.ts";
import { batchCommitter } from "./commit.ts";
import { dropRows } from "./indexing.ts";
import { chunkDocument, expandSources, type IngestFile, parseFile, warningsOf } from "./prepare.ts";
import type { DocumentStore } from "./store.ts";

export interface IngestInput {
  knowledgeBaseId: string;
  files: FileSource[];
  /** Documents that are read once more; then `files` is empty. */
  documentIds?: string[];
}

export interface IngestDeps {
  store: DocumentStore;
  blobs: BlobStore;
  parsers: PartPool<ParserMethods>;
  retrieval: Pick<Channel<RetrievalMethods>, "call">;
  embedderOf(knowledgeBaseId: string): Promise<EmbedderInfo>;
  /** A password that was given for this run; kept in memory only. */
  passwordOf(runId: string): string | undefined;
  changes: ChangeFeed;
  log: Log;
}

/** Files read side by side: two parsers, and one whose chunks are being counted. */
const READERS = 3;
const PAGES_EVERY_MS = 300;
/** Up to this many files are named before their turn comes; a larger folder is told by its count. */
const MAX_WAITING_ITEMS = 200;
/** Rows after which the index is compacted at the end of a run. */
const OPTIMIZE_ROWS = 200;

/** Tells of pages a few times a second only; a document of a thousand pages is no thousand events. */
function pagesReporter(tell: (done: number, total: number | null) => void) {
  let toldMs = 0;
  return (done: number, total: number | null) => {
    const nowMs = performance.now();
    if (nowMs - toldMs < PAGES_EVERY_MS) return;
    toldMs = nowMs;
    tell(done, total);
  };
}

export function ingestRun(deps: IngestDeps): RunKindDeclaration<IngestInput> {
  const { store, blobs, changes } = deps;

  /** The document row of a file: known from an earlier try of this run, new, or a duplicate of another one. */
  const intake = async (
    file: IngestFile,
    input: IngestInput,
    known: Map<string, Document>,
    context: RunContext,
  ): Promise<{ document: Document; duplicateOf?: Document }> => {
    const earlier = known.get(file.key);
    if (earlier) return { document: earlier };
    let blob: { blobId: string; sizeBytes: number };
    if ("path" in file.source) blob = await blobs.addFile(file.source.path, context.signal);
    else {
      const sizeBytes = await blobs.size(file.source.blobId);
      if (sizeBytes === undefined)
        throw new AlcoveError("not-found", { what: "uploaded file", id: file.source.blobId });
      if (sizeBytes === 0) throw new AlcoveError("file.empty", { file: file.name });
      blob = { blobId: file.source.blobId, sizeBytes };
    }
    const same = store.sameBlob(blob.blobId, input.knowledgeBaseId);
    if (same && same.status !== "failed") return { document: same, duplicateOf: same };
    if (same) {
      store.requeue(same.id, context.runId);
      return { document: same };
    }
    const id = newId();
    store.insert({
      id,
      knowledgeBaseId: input.knowledgeBaseId,
      name: file.name,
      sourcePath: file.key,
      ...blob,
      runId: context.runId,
    });
    changes.changed("documents", id);
    changes.changed("knowledge", input.knowledgeBaseId);
    return { document: store.get(id)! };
  };

  const work = async (input: IngestInput, context: RunContext) => {
    const { signal, emit, runId } = context;
    const embedder = await deps.embedderOf(input.knowledgeBaseId);
    const again = (input.documentIds ?? []).flatMap((id) => store.get(id) ?? []);
    const known = new Map(
      store.ofRun(runId).flatMap((document) => {
        const key = store.sourceOf(document.id);
        return key ? [[key, document] as const] : [];
      }),
    );
    const files = await expandSources(input.files, signal);
    const jobs: { item: RunItem; open: () => Promise<{ document: Document; duplicateOf?: Document }> }[] = [
      ...again.map((document) => ({ name: document.name, open: async () => ({ document }) })),
      ...files.map((file) => ({ name: file.name, open: () => intake(file, input, known, context) })),
    ].map(({ name, open }, i) => ({ item: { id: String(i), name, status: "waiting" }, open }));

    const counts = { ready: 0, duplicate: 0, failed: 0 };
    let finishedFiles = 0;
    const report = (item: RunItem, change: Partial<RunItem>) => {
      Object.assign(item, change);
      emit({ type: "item", item: { ...item } });
    };
    const settle = (item: RunItem, change: Partial<RunItem>) => {
      const source = files[Number(item.id) - again.length]?.source;
      report(
        item,
        source && "path" in source ? { ...change, result: { ...change.result, path: source.path } } : change,
      );
      finishedFiles++;
      emit({ type: "progress", done: finishedFiles, total: jobs.length, unit: "files" });
    };
    const failed = (item: RunItem, document: Document | undefined, error: unknown) => {
      const known = toAlcoveError(error);
      if (known.code === "internal") deps.log.error("documents", `reading ${item.name} failed`, error);
      const json = errorToJson(known);
      if (document) {
        store.fail(document.id, json);
        changes.changed("documents", document.id);
      }
      counts.failed++;
      settle(item, { status: "failed", error: json, ...(document ? { result: { documentId: document.id } } : {}) });
    };

    const committer = batchCommitter(
      deps,
      { knowledgeBaseId: input.knowledgeBaseId, embedder, signal },
      {
        onEmbedding: ({ item }) => report(item, { step: "embedding" }),
        onReady: ({ item, ready, chunks }) => {
          counts.ready++;
          const { documentId, pages } = ready;
          settle(item, {
            status: "done",
            result: { documentId, pages: pages.length, chunks: chunks.length, status: "ready" },
          });
          changes.changed("documents", documentId);
          changes.changed("knowledge", input.knowledgeBaseId);
        },
        onFailed: ({ item, ready }, error) => failed(item, store.get(ready.documentId), error),
      },
    );

    const read = async ({ item, open }: (typeof jobs)[number]): Promise<void> => {
      let document: Document | undefined;
      try {
        report(item, { status: "running", step: "reading" });
        const opened = await open();
        document = opened.document;
        if (opened.duplicateOf) {
          counts.duplicate++;
          const { id, pages, chunks } = opened.duplicateOf;
          settle(item, {
            status: "skipped",
            result: { documentId: id, pages: pages ?? 0, chunks, status: "duplicate" },
          });
          return;
        }
        if (document.status === "ready") {
          counts.ready++;
          const result = {
            documentId: document.id,
            pages: document.pages ?? 0,
            chunks: document.chunks,
            status: "ready",
          };
          settle(item, { status: "done", result });
          return;
        }
        store.setRunning(document.id);
        changes.changed("documents", document.id);
        const { id, name, blobId, sizeBytes } = document;
        const parsed = await parseFile(
          deps.parsers,
          { path: blobs.pathOf(blobId), name, sizeBytes, password: deps.passwordOf(runId) },
          { signal, onPages: pagesReporter((done, total) => report(item, { done, total })) },
        );
        const chunks = await chunkDocument(parsed, embedder, (texts) =>
          deps.retrieval.call("countTokens", { embedder: embedder.id, texts }, { signal }),
        );
        if (chunks.length === 0) throw new AlcoveError("document.no-text", { file: name });
        const { format, title, language, text, pages } = parsed;
        const warnings = warningsOf(parsed);
        await committer.add({
          item,
          chunks,
          ready: { documentId: id, format, title, language, text, pages, warnings },
        });
      } catch (error) {
        signal.throwIfAborted();
        failed(item, document, error);
      }
    };

    // An earlier try may have indexed passages that it could not commit; this one makes others.
    const begun = [...again, ...known.values()].filter((document) => document.status !== "ready");
    if (begun.length > 0)
      await dropRows(
        deps.retrieval,
        input.knowledgeBaseId,
        begun.map((document) => document.id),
      );

    emit({ type: "progress", done: 0, total: jobs.length, unit: "files" });
    if (jobs.length <= MAX_WAITING_ITEMS) for (const { item } of jobs) report(item, {});
    const queue = jobs[Symbol.iterator]();
    const reader = async () => {
      for (const job of queue) {
        signal.throwIfAborted();
        await read(job);
      }
    };
    await Promise.all(Array.from({ length: READERS }, reader));
    const { embeddedTokens, embedMs, rows } = await committer.finish();
    if (rows >= OPTIMIZE_ROWS) {
      await deps.retrieval.call("optimize", { table: indexTable(input.knowledgeBaseId) }, { signal });
    }
    return { ...counts, files: jobs.length, embeddedTokens, embedMs: Math.round(embedMs) };
  };

  return {
    kind: "ingest",
    afterRestart: "resume",
    concurrency: 1,
    work,
    onUnfinished(_input, runId, error: ErrorJson) {
      for (const document of store.ofRun(runId)) {
        if (document.status !== "queued" && document.status !== "running") continue;
        store.fail(document.id, error);
        changes.changed("documents", document.id);
      }
    },
  };
}
