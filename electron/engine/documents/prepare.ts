// One file on its way into a knowledge base: its bytes into the blob store, then parsed and cut into chunks.
import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { PackedDocument, ParserMethods } from "../../../shared/children/parser.ts";
import type { EmbedderInfo } from "../../../shared/children/retrieval.ts";
import type { FileSource } from "../../../shared/contract/base.ts";
import { AlcoveError, type ErrorJson, errorToJson, isErrorCode } from "../../../shared/domain/errors.ts";
import { FOLDER_EXTENSIONS } from "../../../shared/domain/formats.ts";
import { newId } from "../../../shared/domain/ids.ts";
import { breather } from "../breathe.ts";
import type { PartPool } from "../parts.ts";
import { chunkers } from "./chunkers/index.ts";
import type { Chunk } from "./store.ts";

const MAX_FILE_BYTES = 1024 * 1024 * 1024;

/** A file of an ingestion: where it comes from, and what it is called. */
export interface IngestFile {
  source: FileSource;
  name: string;
  /** Names the source within its run, so that a resumed run knows it again. */
  key: string;
}

const toFile = (source: FileSource): IngestFile =>
  "path" in source
    ? { source, name: basename(source.path), key: source.path }
    : { source, name: source.fileName, key: `blob:${source.blobId}:${source.fileName}` };

/** The files behind the sources, folders walked in order of names; hidden files and links are left out. */
export async function expandSources(sources: FileSource[], signal: AbortSignal): Promise<IngestFile[]> {
  const files: IngestFile[] = [];
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      signal.throwIfAborted();
      if (entry.name.startsWith(".")) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && FOLDER_EXTENSIONS.has(extname(entry.name).slice(1).toLowerCase()))
        files.push(toFile({ path }));
    }
  };
  for (const source of sources) {
    const isFolder =
      "path" in source &&
      (await stat(source.path).then(
        (stats) => stats.isDirectory(),
        () => false,
      ));
    if (isFolder && "path" in source) await walk(source.path);
    else files.push(toFile(source));
  }
  return files;
}

/** Time that a parser gets for a file of this size: a minute, and ten seconds more for each megabyte, at most ten minutes. */
const parseDeadlineMs = (sizeBytes: number): number => Math.min(600_000, 60_000 + (sizeBytes / 1_000_000) * 10_000);

/** Has a parser process read the file at `path`. Errors: those of the formats, `child.timeout`, `child.memory`, `child.lost`. */
export function parseFile(
  parsers: PartPool<ParserMethods>,
  file: { path: string; name: string; sizeBytes: number; password?: string | undefined },
  options: { signal: AbortSignal; onPages?: (done: number, total: number | null) => void },
): Promise<PackedDocument> {
  if (file.sizeBytes > MAX_FILE_BYTES) {
    return Promise.reject(
      new AlcoveError("file.too-large", { file: file.name, limitMb: MAX_FILE_BYTES / 1024 / 1024 }),
    );
  }
  const params = { path: file.path, fileName: file.name, ...(file.password ? { password: file.password } : {}) };
  return parsers.callWithin(parseDeadlineMs(file.sizeBytes), "parse", params, {
    signal: options.signal,
    onEvent: (event) => options.onPages?.(event.pagesDone, event.pagesTotal),
  });
}

/** What a parser left out, as errors of the table. */
export const warningsOf = (parsed: PackedDocument): ErrorJson[] =>
  parsed.warnings.flatMap(({ code, params }) =>
    isErrorCode(code) ? [errorToJson(new AlcoveError(code, params ?? {}))] : [],
  );

/** A chunk to be stored, with what is embedded for it. */
export interface PreparedChunk extends Chunk {
  embedded: string;
}

/** Special tokens that the embedder adds to every text. */
const SPECIAL_TOKENS = 2;
const TARGET_TOKENS = 200;

/** Cuts a parsed document into chunks that `embedder` can read whole. */
export async function chunkDocument(
  document: PackedDocument,
  embedder: EmbedderInfo,
  countTokens: (texts: string[]) => Promise<number[]>,
): Promise<PreparedChunk[]> {
  const limitTokens = embedder.maxTokens - SPECIAL_TOKENS;
  const drafts = await chunkers.structure!(document, {
    targetTokens: Math.min(TARGET_TOKENS, limitTokens),
    limitTokens,
    countTokens,
  });
  const breathe = breather();
  const chunks: PreparedChunk[] = [];
  for (const [position, draft] of drafts.entries()) {
    const embeddedSha256 = createHash("sha256").update(draft.embedded).digest();
    chunks.push({ id: newId(), position, ...draft, embeddedSha256 });
    await breathe();
  }
  return chunks;
}
