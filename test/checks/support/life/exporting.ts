// Exporting a conversation that grows: every question that was acknowledged must be in what is exported.
import type { Client } from "../../../../shared/contract/index.ts";
import { noChatSettings } from "../../../../shared/domain/chat-settings.ts";
import { followRun } from "../engine.ts";
import { type Activity, uniqueWord } from "./activity.ts";

export function exporting(random: () => number, modelId: string, seed: number): Activity {
  let conversationId: string | undefined;
  const words: string[] = [];
  let count = 0;

  const lacking = async (client: Client): Promise<string[]> => {
    if (!conversationId) return [];
    const format = random() < 0.5 ? "markdown" : "json";
    const { text } = await client.chats.export({ conversationId, format });
    if (format === "json") JSON.parse(text);
    return words.filter((word) => !text.includes(word)).map((word) => `The ${format} export lacks "${word}".`);
  };
  return {
    name: "exporting",
    count: () => count,
    async act(client) {
      const word = uniqueWord("export", ++count, seed);
      const started = await client.chats.send({
        ...(conversationId ? { conversationId } : { settings: { ...noChatSettings, maxTokens: 16 } }),
        text: `Tell of ${word}`,
        modelId,
      });
      ({ conversationId } = started);
      words.push(word);
      await followRun(client, started.runId);
      const found = await lacking(client);
      if (found.length > 0) throw new Error(found[0]);
    },
    missing: lacking,
  };
}
