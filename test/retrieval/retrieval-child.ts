// Starts the real retrieval process for tests, in temporary folders.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launcher } from "../../electron/headless/children.ts";
import { type Channel, connectChannel } from "../../shared/children/channel.ts";
import { fromWireError } from "../../shared/children/errors.ts";
import type { IndexRow, RetrievalMethods } from "../../shared/children/retrieval.ts";

/** The default embedder's id. */
export const MINILM = "all-minilm-l6-v2/1";

/** A folder for one test file; the converted model is written there once. */
export function temporaryFolders() {
  const root = mkdtempSync(join(tmpdir(), "alcove-retrieval-"));
  return {
    indexDir: join(root, "index"),
    cacheDir: join(root, "cache"),
    modelsDir: join(root, "models"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A running process, opened on the given folders. `lost` resolves when it is gone. */
export async function startRetrieval(folders: { indexDir: string; cacheDir: string; modelsDir: string }): Promise<{
  channel: Channel<RetrievalMethods>;
  kill(): void;
  lost: Promise<void>;
  output: string[];
}> {
  const output: string[] = [];
  const child = launcher((_, line) => output.push(line))("retrieval");
  const lost = new Promise<void>((resolve) => child.port.onClose(() => resolve()));
  const channel = connectChannel<RetrievalMethods>(child.port, fromWireError, (reason) => new Error(reason));
  const { indexDir, cacheDir, modelsDir } = folders;
  await channel.call("open", { indexDir, cacheDir, modelsDir });
  return { channel, kill: () => child.kill(), lost, output };
}

/** Rows of passages, with their vectors from the running process. */
export async function embeddedRows(
  channel: Channel<RetrievalMethods>,
  passages: { chunkId: string; documentId: string; text: string }[],
): Promise<IndexRow[]> {
  const texts = passages.map(({ text }) => text);
  const { vectors } = await channel.call("embed", { embedder: MINILM, kind: "passage", texts });
  return passages.map((passage, i) => ({ ...passage, vector: vectors.slice(i * 384, (i + 1) * 384) }));
}
