// Deleting, restoring and erasing conversations and documents.
import type { Client } from "../../../../shared/contract/index.ts";
import type { TrashItem } from "../../../../shared/contract/trash.ts";
import { noChatSettings } from "../../../../shared/domain/chat-settings.ts";
import { followRun } from "../engine.ts";
import { type Acknowledged, acknowledged } from "./acknowledged.ts";
import { type Activity, isGone, sentences, uniqueWord } from "./activity.ts";

type State = "present" | "trashed" | "erased";
interface Thing {
  kind: "conversation" | "document";
  id: string;
  /** A word that only it holds. */
  word: string;
  state: Acknowledged<State>;
}

/** Things whose fate is looked at after each kill: the last ones; older ones were looked at often enough. */
const WATCHED = 12;

/** `write` makes a file of this name and text and returns its path. */
export function deleting(
  random: () => number,
  plan: { modelId: string; knowledgeBaseId: string; seed: number; write(name: string, text: string): string },
): Activity {
  const things: Thing[] = [];
  let count = 0;

  const newConversation = async (client: Client): Promise<void> => {
    const word = uniqueWord("talk", ++count, plan.seed);
    const settings = { ...noChatSettings, maxTokens: 16 };
    const { conversationId } = await client.chats.send({ text: `About ${word}`, modelId: plan.modelId, settings });
    things.push({ kind: "conversation", id: conversationId, word, state: acknowledged<State>("present") });
  };
  const newDocument = async (client: Client): Promise<void> => {
    const word = uniqueWord("paper", ++count, plan.seed);
    const path = plan.write(`${word}.txt`, `This paper speaks of ${word} and of nothing else that matters here.\n`);
    const { knowledgeBaseId } = plan;
    const { runId } = await client.documents.add({ knowledgeBaseId, files: [{ path }] });
    const view = await followRun(client, runId);
    const id = view.items[0]?.result?.documentId;
    if (typeof id === "string" && view.result?.ready === 1) {
      things.push({ kind: "document", id, word, state: acknowledged<State>("present") });
    }
  };
  const change = async (client: Client, { kind, id, state }: Thing): Promise<void> => {
    const items = [{ kind, id }];
    count++;
    if (state.value() === "present") {
      await state.set("trashed", () =>
        kind === "conversation"
          ? client.chats.remove({ conversationIds: [id] })
          : client.documents.remove({ documentIds: [id] }),
      );
    } else if (random() < 0.5) await state.set("present", () => client.trash.restore({ items }));
    else await state.set("erased", () => client.trash.erase({ items }));
  };

  const stateOf = async (client: Client, { kind, id }: Thing, trash: TrashItem[]): Promise<State> => {
    if (trash.some((item) => item.kind === kind && item.id === id)) return "trashed";
    if (kind === "conversation") return (await isGone(client.chats.get({ conversationId: id }))) ? "erased" : "present";
    const documents = await client.documents.list({ knowledgeBaseId: plan.knowledgeBaseId });
    return documents.some((document) => document.id === id && document.status === "ready") ? "present" : "erased";
  };
  /** A deleted conversation must not be found, one that is there must. */
  const findsRightly = async (client: Client, thing: Thing, state: State): Promise<string | undefined> => {
    if (thing.kind === "document") return undefined;
    const { hits } = await client.chats.search({ query: thing.word, limit: 5 });
    const found = hits.some((hit) => hit.conversationId === thing.id);
    if (found === (state === "present")) return undefined;
    return `The conversation about ${thing.word} is ${state} and ${found ? "is" : "is not"} found.`;
  };

  return {
    name: "deleting",
    count: () => count,
    async act(client) {
      const open = things.slice(-WATCHED).filter(({ state }) => state.value() !== "erased");
      const thing = open[Math.floor(random() * open.length)];
      if (thing && random() < 0.7) return change(client, thing);
      return random() < 0.5 ? newConversation(client) : newDocument(client);
    },
    async missing(client) {
      const trash = await client.trash.list();
      const found: (string | undefined)[] = [];
      for (const thing of things.slice(-WATCHED)) {
        const state = await stateOf(client, thing, trash);
        found.push(thing.state.verify(`The ${thing.kind} about ${thing.word}`, state));
        found.push(await findsRightly(client, thing, state));
      }
      return sentences(found);
    },
  };
}
