// Taking in real files, one after the other, into one knowledge base.
import { basename } from "node:path";
import type { Client } from "../../../../shared/contract/index.ts";
import { followRun } from "../engine.ts";
import type { Activity } from "./activity.ts";

/** `files` are paths; when all are in, they are erased for good and taken in again. */
export function ingesting(files: readonly string[], knowledgeBaseId: string): Activity {
  /** Documents that were told to be ready, with their passages. */
  const ready = new Map<string, { name: string; chunks: number }>();
  let next = 0;
  let count = 0;
  /** The ingestion that is going on; after a kill it is taken up again by itself and followed to its end. */
  let current: { runId: string; path: string } | undefined;

  const follow = async (client: Client): Promise<void> => {
    if (!current) return;
    const { runId, path } = current;
    await followRun(client, runId, (view) => {
      const result = view.items[0]?.result;
      if (result?.status !== "ready") return;
      ready.set(String(result.documentId), { name: basename(path), chunks: Number(result.chunks) });
    });
    current = undefined;
    count++;
  };

  const missing = async (client: Client): Promise<string[]> => {
    const documents = await client.documents.list({ knowledgeBaseId });
    return [...ready].flatMap(([id, { name, chunks }]) => {
      const document = documents.find((each) => each.id === id);
      if (document?.status === "ready" && document.chunks === chunks) return [];
      return [`${name} was ready with ${chunks} passages and is ${document?.status} with ${document?.chunks}.`];
    });
  };
  return {
    name: "ingesting",
    count: () => count,
    async act(client) {
      await follow(client);
      const path = files[next % files.length]!;
      if (next > 0 && next % files.length === 0) {
        const documents = await client.documents.list({ knowledgeBaseId });
        // From here on they are not expected any more, whether or not the call comes to its end.
        ready.clear();
        if (documents.length > 0) await client.documents.erase({ documentIds: documents.map(({ id }) => id) });
      }
      next++;
      const { runId } = await client.documents.add({ knowledgeBaseId, files: [{ path }] });
      current = { runId, path };
      await follow(client);
    },
    missing,
    async settle(client) {
      await follow(client);
      for (const { id } of await client.runs.list({ active: true, kind: "ingest" })) await followRun(client, id);
      return missing(client);
    },
  };
}
