// Files by their content: each is kept once, under its SHA-256.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, readdirSync, rmSync } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";

export interface StoredBlob {
  /** SHA-256 of the bytes, in hex. */
  blobId: string;
  sizeBytes: number;
}

const PARTIAL = "incoming-";

export function blobStore(folder: string) {
  /** Two hex digits make a subfolder, so that no folder grows too large for a file browser. */
  const pathOf = (blobId: string): string => join(folder, blobId.slice(0, 2), blobId);

  /** Stores what `source` gives. The file appears under its name only when it is whole. */
  const add = async (source: Readable, signal?: AbortSignal): Promise<StoredBlob> => {
    const partial = join(folder, `${PARTIAL}${newId()}`);
    const hash = createHash("sha256");
    let sizeBytes = 0;
    const measure = async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        yield chunk;
      }
    };
    try {
      await pipeline(source, measure, createWriteStream(partial, { flush: true }), signal ? { signal } : {});
      const blobId = hash.digest("hex");
      await mkdir(join(folder, blobId.slice(0, 2)), { recursive: true });
      await rename(partial, pathOf(blobId));
      return { blobId, sizeBytes };
    } catch (error) {
      await rm(partial, { force: true });
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") {
        throw new AlcoveError("disk.full", { needMb: Math.ceil(sizeBytes / 1e6), freeMb: 0 }, { cause: error });
      }
      throw error;
    }
  };
  return {
    pathOf,
    add,
    /** Copies a file in. Errors: `file.not-found`, `file.unreadable`, `file.empty`. */
    async addFile(path: string, signal?: AbortSignal): Promise<StoredBlob> {
      const file = basename(path);
      try {
        const stats = await stat(path);
        if (!stats.isFile()) throw new AlcoveError("file.unreadable", { file, detail: "it is not a file" });
        if (stats.size === 0) throw new AlcoveError("file.empty", { file });
        return await add(createReadStream(path), signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof AlcoveError) throw error;
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === "ENOENT") throw new AlcoveError("file.not-found", { path }, { cause: error });
        throw new AlcoveError("file.unreadable", { file, detail: message }, { cause: error });
      }
    },
    /** Its size, or undefined when there is no such blob. */
    async size(blobId: string): Promise<number | undefined> {
      return stat(pathOf(blobId)).then(
        (stats) => stats.size,
        () => undefined,
      );
    },
    /** Size of a file anywhere. Errors: `file.not-found`, `file.empty`. */
    async sizeOfFile(path: string): Promise<number> {
      const stats = await stat(path).catch((error) => {
        throw new AlcoveError("file.not-found", { path }, { cause: error });
      });
      if (!stats.isFile())
        throw new AlcoveError("file.unreadable", { file: basename(path), detail: "it is not a file" });
      if (stats.size === 0) throw new AlcoveError("file.empty", { file: basename(path) });
      return stats.size;
    },
    /** Removes what a killed process had only stored in part. On start, before anything is added. */
    removePartial(): void {
      for (const name of readdirSync(folder)) if (name.startsWith(PARTIAL)) rmSync(join(folder, name), { force: true });
    },
    remove: (blobId: string): Promise<void> => rm(pathOf(blobId), { force: true }),
  };
}
export type BlobStore = ReturnType<typeof blobStore>;
