// Ordering a conversation: its name, pin, folder, settings, drafts, an edited answer and its thumb.
import type { Client } from "../../../../shared/contract/index.ts";
import { noChatSettings } from "../../../../shared/domain/chat-settings.ts";
import { followRun } from "../engine.ts";
import { acknowledged } from "./acknowledged.ts";
import { type Activity, sentences } from "./activity.ts";

export function tidying(random: () => number, modelId: string): Activity {
  let ids: { conversationId: string; answerId: string } | undefined;
  let count = 0;
  const title = acknowledged("");
  const pinned = acknowledged(false);
  const archived = acknowledged(false);
  const temperature = acknowledged<number | null>(null);
  const draft = acknowledged("");
  const answer = acknowledged("");
  const feedback = acknowledged<"like" | "dislike" | null>(null);

  const begin = async (client: Client) => {
    const settings = { ...noChatSettings, maxTokens: 16 };
    const started = await client.chats.send({ text: "Tidy me up", modelId, settings });
    const view = await followRun(client, started.runId);
    if (view.status !== "succeeded") return;
    const { conversation, messages } = await client.chats.get({ conversationId: started.conversationId });
    const { conversationId, answerId } = started;
    title.verify("", conversation.title);
    answer.verify("", messages.find(({ id }) => id === answerId)?.text ?? "");
    ids = { conversationId, answerId };
  };

  return {
    name: "tidying",
    count: () => count,
    async act(client) {
      if (!ids) return begin(client);
      const { conversationId, answerId: messageId } = ids;
      const n = ++count;
      const changes = [
        () => title.set(`Title ${n}`, () => client.chats.rename({ conversationId, title: `Title ${n}` })),
        () => pinned.set(n % 2 === 0, () => client.chats.update({ conversationId, pinned: n % 2 === 0 })),
        () => archived.set(n % 3 === 0, () => client.chats.update({ conversationId, archived: n % 3 === 0 })),
        () => {
          const settings = { ...noChatSettings, temperature: (n % 20) / 10 };
          return temperature.set(settings.temperature, () => client.chats.update({ conversationId, settings }));
        },
        () => draft.set(`Draft ${n}`, () => client.chats.setDraft({ conversationId, text: `Draft ${n}` })),
        () => answer.set(`Edited ${n}.`, () => client.chats.editAnswer({ messageId, text: `Edited ${n}.` })),
        () => {
          const next = n % 2 === 0 ? ("like" as const) : ("dislike" as const);
          return feedback.set(next, () => client.chats.rate({ messageId, feedback: next, comment: `Because ${n}` }));
        },
      ];
      await changes[Math.floor(random() * changes.length)]!();
    },
    async missing(client) {
      if (!ids) return [];
      const { conversation, messages } = await client.chats.get({ conversationId: ids.conversationId });
      const message = messages.find(({ id }) => id === ids?.answerId);
      if (!message) return ["The answer of the conversation that is tidied up is gone."];
      const drafts = await client.chats.drafts();
      return sentences([
        title.verify("The title", conversation.title),
        pinned.verify("Pinned", conversation.pinned),
        archived.verify("Archived", conversation.archived),
        temperature.verify("The temperature", conversation.settings.temperature),
        draft.verify("The draft", drafts[ids.conversationId] ?? ""),
        answer.verify("The edited answer", message.text),
        feedback.verify("The thumb", message.feedback),
      ]);
    },
  };
}
