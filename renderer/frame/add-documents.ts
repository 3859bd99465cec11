// Adding documents from anywhere in the window: uploads first where there is no path, then one run of the engine.
import { create } from "zustand";
import type { FileSource } from "../../shared/contract/base.ts";
import { FOLDER_EXTENSIONS } from "../../shared/domain/formats.ts";
import { client, importFiles } from "../client.ts";
import { queryClient } from "../data/queries.ts";
import { translate } from "../i18n/index.ts";
import { useLanguageStore } from "../i18n/language.ts";

export interface Upload {
  id: number;
  count: number;
  fraction: number;
  /** Set when it failed; the row stays until it is dismissed. */
  failed: string | null;
  stop: () => void;
}

/** Files on their way into the blob store. */
export const useUploads = create<{ uploads: Upload[] }>(() => ({ uploads: [] }));
let ids = 0;

const patch = (id: number, change: Partial<Upload>) =>
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)),
  }));

/** Takes a failed or finished upload off the list. */
export const dismissUpload = (id: number): void =>
  useUploads.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.id !== id) }));

/** The first knowledge base, made as "My documents" where there is none. */
export async function firstKnowledgeBase(): Promise<string> {
  const [first] = await client.knowledge.list();
  if (first) return first.id;
  const name = translate(useLanguageStore.getState().language, "frame.myDocuments");
  return (await client.knowledge.create({ name })).id;
}

/**
 * Makes files known to the engine and hands them to `send`; they stand among the uploads meanwhile. Null if it failed or
 * was stopped, which the uploads tell.
 */
export async function upload<Sent>(
  files: readonly File[],
  send: (sources: FileSource[]) => Promise<Sent>,
): Promise<Sent | null> {
  if (files.length === 0) return null;
  const id = ++ids;
  const abort = new AbortController();
  const stop = () => {
    abort.abort();
    dismissUpload(id);
  };
  const entry: Upload = { id, count: files.length, fraction: 0, failed: null, stop };
  useUploads.setState(({ uploads }) => ({ uploads: [...uploads, entry] }));
  try {
    const sources = await importFiles(files, {
      signal: abort.signal,
      onProgress: (fraction) => patch(id, { fraction }),
    });
    const sent = await send(sources);
    dismissUpload(id);
    void queryClient.invalidateQueries({ queryKey: ["runs"] });
    void queryClient.invalidateQueries({ queryKey: ["knowledge"] });
    return sent;
  } catch (error) {
    if (!abort.signal.aborted) patch(id, { failed: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

/** Adds files to a knowledge base (null: the first one); answers with the base and the run, or null if it failed. */
export function addDocuments(
  files: readonly File[],
  knowledgeBaseId: string | null,
): Promise<{ knowledgeBaseId: string; runId: string } | null> {
  return upload(files, async (sources) => {
    const target = knowledgeBaseId ?? (await firstKnowledgeBase());
    const { runId } = await client.documents.add({ knowledgeBaseId: target, files: sources });
    return { knowledgeBaseId: target, runId };
  });
}

/** The ending of a file's name, in lower case, without the dot. */
export const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

const folders = new WeakSet<File>();
/** Whether a dropped file stands for a whole folder, which the engine walks. */
export const isFolder = (file: File): boolean => folders.has(file);

/** Files below an entry; a folder is searched for kinds that can be read, a file that was named itself always counts. */
async function filesOfEntry(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // A reader gives at most a hundred entries at a time, and none at the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return files;
    for (const child of entries) {
      if (child.name.startsWith(".")) continue;
      if (child.isDirectory || FOLDER_EXTENSIONS.has(extensionOf(child.name)))
        files.push(...(await filesOfEntry(child)));
    }
  }
}

/** Files of a drop, folders walked; in Electron folders are left to the engine, which walks them itself. */
export async function filesOfDrop(transfer: DataTransfer): Promise<File[]> {
  if (window.alcove) {
    for (const item of transfer.items) {
      const file = item.getAsFile();
      if (file && item.webkitGetAsEntry()?.isDirectory) folders.add(file);
    }
    return [...transfer.files];
  }
  // All items are read at once, for the list is empty after the first wait. What another program drags has no entry.
  const found = [...transfer.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const files = found.map((each) => (each instanceof File ? [each] : each ? filesOfEntry(each) : []));
  return (await Promise.all(files)).flat();
}

/** Lets the person choose files with the system's own dialog. */
export function chooseFiles(accept = ""): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.accept = accept;
    input.addEventListener("change", () => resolve([...(input.files ?? [])]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}
