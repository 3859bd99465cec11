// Documents: adding, reading, locating passages, and the trash.
import type { Channel } from "../../../shared/children/channel.ts";
import type { ParserMethods } from "../../../shared/children/parser.ts";
import type { RetrievalMethods } from "../../../shared/children/retrieval.ts";
import type { FileSource } from "../../../shared/contract/base.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { passageBoxes } from "../../../shared/domain/geometry.ts";
import type { ChangeFeed } from "../changes.ts";
import { indexTable } from "../knowledge/service.ts";
import type { PartPool } from "../parts.ts";
import type { RunService } from "../runs/service.ts";
import type { BlobStore } from "./blobs.ts";
import { documentSearch } from "./find.ts";
import type { IngestInput } from "./ingest.ts";
import { parseFile, warningsOf } from "./prepare.ts";
import type { DocumentStore } from "./store.ts";

export function documentService(deps: {
  store: DocumentStore;
  blobs: BlobStore;
  parsers: PartPool<ParserMethods>;
  retrieval: Pick<Channel<RetrievalMethods>, "call">;
  runs: RunService;
  changes: ChangeFeed;
  /** Passwords of runs, in memory only. */
  passwords: Map<string, string>;
}) {
  const { store, blobs, runs, changes } = deps;
  const get = (id: string): Document => {
    const document = store.get(id);
    if (!document) throw new AlcoveError("not-found", { what: "document", id });
    return document;
  };
  const search = documentSearch();
  const placesOf = (pages: ReturnType<DocumentStore["runsBetween"]>, start: number, end: number) =>
    pages
      .map(({ page, runs: textRuns }) => ({ page, boxes: passageBoxes(textRuns, start, end) }))
      .filter((place) => place.boxes.length > 0);
  const touch = (ids: string[]) => {
    changes.changed("documents", ...ids);
    changes.changed("knowledge");
  };

  return {
    get,
    list: store.list,
    add(knowledgeBaseId: string, files: FileSource[]): string {
      const input: IngestInput = { knowledgeBaseId, files };
      return runs.start("ingest", files.length === 1 ? "1 file" : `${files.length} files`, input);
    },
    retry(documentId: string, password?: string): string {
      const document = get(documentId);
      const input: IngestInput = { knowledgeBaseId: document.knowledgeBaseId, files: [], documentIds: [documentId] };
      const runId = runs.start("ingest", document.name, input);
      if (password) deps.passwords.set(runId, password);
      store.requeue(documentId, runId);
      touch([documentId]);
      return runId;
    },
    remove(ids: string[]): void {
      for (const id of ids) get(id);
      store.setDeleted(ids, Date.now());
      touch(ids);
    },
    restore(ids: string[]): void {
      store.setDeleted(ids, null);
      touch(ids);
    },
    /** Rows first: from then on nothing finds the document; what a kill leaves of index and file is cleaned at the next start. */
    async erase(ids: string[]): Promise<void> {
      const erased = ids.flatMap((id) => {
        const row = store.erase(id);
        return row ? [{ id, ...row }] : [];
      });
      for (const [knowledgeBaseId, group] of Map.groupBy(erased, (row) => row.knowledgeBaseId)) {
        const documentIds = group.map((row) => row.id);
        await deps.retrieval.call("deleteDocuments", { table: indexTable(knowledgeBaseId), documentIds });
      }
      for (const { blobId } of erased) if (!store.blobInUse(blobId)) await blobs.remove(blobId);
      touch(ids);
    },
    pages: (id: string) => store.pages(get(id).id),
    text: (id: string, start: number, end: number): string => store.text(get(id).id).slice(start, end),
    /** Boxes of a passage, page by page. */
    locate: (id: string, start: number, end: number) => placesOf(store.runsBetween(get(id).id, start, end), start, end),
    /** Boxes of many passages; each page's runs are read once. */
    locateMany(id: string, passages: { start: number; end: number }[]) {
      const start = passages.reduce((least, passage) => Math.min(least, passage.start), Number.POSITIVE_INFINITY);
      const end = passages.reduce((most, passage) => Math.max(most, passage.end), 0);
      const pages = passages.length > 0 ? store.runsBetween(get(id).id, start, end) : [];
      return passages.map((passage) => placesOf(pages, passage.start, passage.end));
    },
    /** Words within a document's text, with their pages. */
    async find(id: string, query: string, limit: number, signal: AbortSignal) {
      const { runId } = get(id);
      const { total, hits } = await search(`${id} ${runId}`, () => store.text(id), query, limit, signal);
      const pages = store.pages(id);
      let at = 0;
      return {
        total,
        hits: hits.map((hit) => {
          while (at + 1 < pages.length && pages[at + 1]!.start <= hit.start) at++;
          return { ...hit, page: pages[at]?.number ?? 1 };
        }),
      };
    },
    chunks: (id: string, offset: number, limit: number) => {
      const document = get(id);
      return { total: document.chunks, chunks: store.chunks(id, limit, offset) };
    },
    /** Reads a file without keeping anything of it. */
    async extract(file: FileSource, password: string | undefined, signal: AbortSignal) {
      const { path, name } =
        "path" in file
          ? { path: file.path, name: file.path.split(/[\\/]/).at(-1) ?? file.path }
          : { path: blobs.pathOf(file.blobId), name: file.fileName };
      const sizeBytes = await blobs.sizeOfFile(path);
      const parsed = await parseFile(deps.parsers, { path, name, sizeBytes, password }, { signal });
      return {
        format: parsed.format,
        title: parsed.title,
        language: parsed.language,
        pages: parsed.pages.map((page) => parsed.text.slice(page.start, page.end)),
        warnings: warningsOf(parsed),
      };
    },
  };
}
export type DocumentService = ReturnType<typeof documentService>;
