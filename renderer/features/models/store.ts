// View state of the models page: which runs belong to which row, and files on their way in.
import { create } from "zustand";
import { client, importFiles } from "../../client.ts";
import { queryClient } from "../../data/queries.ts";

/** A model file that is being copied into the blob store, or an import that goes on as a run. */
export interface Import {
  id: number;
  name: string;
  /** 0 to 1 while the file is sent; null once it is a run. */
  fraction: number | null;
  runId: string | null;
  failed: string | null;
  stop(): void;
}

interface ModelsState {
  imports: Import[];
  /** Run of a download, by catalogue id. */
  downloads: Record<string, string>;
}

/** Imports and downloads started in this window. */
export const useModelRuns = create<ModelsState>(() => ({ imports: [], downloads: {} }));

let ids = 0;
const change = (id: number, part: Partial<Import>) =>
  useModelRuns.setState(({ imports }) => ({
    imports: imports.map((each) => (each.id === id ? { ...each, ...part } : each)),
  }));

/** Takes an import off the page. */
export const forgetImport = (id: number): void =>
  useModelRuns.setState(({ imports }) => ({ imports: imports.filter((each) => each.id !== id) }));

/** Whether a file is one that a model can be imported from. */
export const isModelFile = ({ name }: Pick<File, "name">): boolean => /\.gguf$/i.test(name);

/** Imports model files one after the other, so that the disk is not fought over. */
export async function importModels(files: readonly File[]): Promise<void> {
  for (const file of files) await importModel(file);
}

async function importModel(file: File): Promise<void> {
  const id = ++ids;
  const abort = new AbortController();
  const stop = () => {
    abort.abort();
    forgetImport(id);
  };
  const entry: Import = { id, name: file.name, fraction: 0, runId: null, failed: null, stop };
  useModelRuns.setState(({ imports }) => ({ imports: [...imports, entry] }));
  try {
    const [source] = await importFiles([file], {
      signal: abort.signal,
      onProgress: (fraction) => change(id, { fraction }),
    });
    if (!source) return forgetImport(id);
    const { runId } = await client.models.import({ file: source });
    change(id, { runId, fraction: null });
    void queryClient.invalidateQueries({ queryKey: ["runs"] });
  } catch (error) {
    if (!abort.signal.aborted) change(id, { failed: error instanceof Error ? error.message : String(error) });
  }
}

/** Starts a download that the person has just allowed. */
export async function download(catalogueId: string): Promise<void> {
  const { runId } = await client.models.download({ catalogueId, allowHost: true });
  useModelRuns.setState(({ downloads }) => ({ downloads: { ...downloads, [catalogueId]: runId } }));
  void queryClient.invalidateQueries({ queryKey: ["runs"] });
}

/** Goes on with a download that failed or was stopped. */
export async function resumeDownload(catalogueId: string, runId: string): Promise<void> {
  const next = await client.runs.resume({ runId });
  useModelRuns.setState(({ downloads }) => ({ downloads: { ...downloads, [catalogueId]: next.runId } }));
  void queryClient.invalidateQueries({ queryKey: ["runs"] });
}

/** Forgets how a download ended. */
export const forgetDownload = (catalogueId: string): void =>
  useModelRuns.setState(({ downloads: { [catalogueId]: _gone, ...downloads } }) => ({ downloads }));
