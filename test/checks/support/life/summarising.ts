// Summarising a long document: each part that was told to be read stays read, and none is read twice.
import type { Client } from "../../../../shared/contract/index.ts";
import { isFinished } from "../../../../shared/domain/runs.ts";
import { followRun } from "../engine.ts";
import type { Activity } from "./activity.ts";

const PARAGRAPHS = 400;

/** A text of many paragraphs, each about something of its own. */
const longText = (): string =>
  Array.from(
    { length: PARAGRAPHS },
    (_, i) =>
      `Chapter ${i + 1}. In the year ${1500 + i} the mill number ${i * 7} ground ${i * 13} sacks of grain. The miller wrote down each of them, and so we know of it today.`,
  ).join("\n\n");

/** `write` makes a file of this name and text and returns its path. */
export function summarising(modelId: string, write: (name: string, text: string) => string): Activity {
  let conversationId: string | undefined;
  let documentId: string | undefined;
  let current: { runId: string; answerId: string } | undefined;
  /** Parts of the current answer that were told to be read: how often. */
  const read = new Map<string, number>();
  let count = 0;

  const begin = async (client: Client): Promise<void> => {
    if (!documentId) {
      const attached = await client.chats.attach({ files: [{ path: write("long.txt", longText()) }] });
      ({ conversationId } = attached);
      const view = await followRun(client, attached.runId);
      documentId = String(view.items[0]?.result?.documentId);
    }
    read.clear();
    current = await client.chats.analyse({
      conversationId: conversationId!,
      documentIds: [documentId],
      kind: "summary",
      language: "document",
      text: "Summarise long.txt",
      modelId,
    });
  };
  /** What is wrong with how often the parts were read, as sentences. */
  const twice = (): string[] =>
    [...read].filter(([, times]) => times > 1).map(([part, times]) => `Part ${part} was read ${times} times.`);

  const follow = async (client: Client, runId: string): Promise<string> => {
    const seen = new Map<string, number>();
    let status = "running";
    for await (const { body } of await client.runs.watch({ runId, after: 0 })) {
      // "skipped" are the parts that an earlier try had read.
      if (body.type === "item" && body.item.status === "done") {
        seen.set(body.item.id, (seen.get(body.item.id) ?? 0) + 1);
        read.clear();
        for (const [part, times] of seen) read.set(part, times);
      }
      if (body.type === "status") {
        status = body.status;
        if (isFinished(body.status)) break;
      }
    }
    return status;
  };

  return {
    name: "summarising",
    count: () => count,
    async act(client) {
      if (!current) await begin(client);
      const status = await follow(client, current!.runId);
      // A killed child may fail the run; it is then asked for again and goes on with the parts that are there.
      if (status === "succeeded") {
        count++;
        current = undefined;
      } else current = await client.chats.regenerate({ messageId: current!.answerId });
    },
    async missing(client) {
      if (!current || !conversationId) return twice();
      const { messages } = await client.chats.get({ conversationId });
      const there = messages.some(({ id }) => id === current?.answerId);
      return [...twice(), ...(there ? [] : ["The answer that holds the summary is gone."])];
    },
    async settle(client) {
      const lost = twice();
      if (current && (await follow(client, current.runId)) !== "succeeded") lost.push("The last summary did not end.");
      return [...lost, ...twice()];
    },
  };
}
