// Asking one question over the contract and waiting for the whole answer. Used by `ask` and `eval qa`.
import type { Message } from "../../shared/contract/chats.ts";
import type { Client } from "../../shared/contract/index.ts";
import type { Passage } from "../../shared/domain/citations.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { followRun, type Io, throwIfFailed } from "./command.ts";

export interface Answered {
  message: Message;
  passages: Passage[];
}

/** Asks in a conversation of its own, which is put into the trash afterwards. `onText` gets the answer as it is written. */
export async function askOnce(
  client: Client,
  question: { text: string; knowledgeBaseIds: string[]; modelId?: string | undefined; seed?: number | undefined },
  io: Io,
  onText?: (text: string) => void,
): Promise<Answered> {
  const { text, knowledgeBaseIds, modelId, seed } = question;
  const started = await client.chats.send({
    text,
    knowledgeBaseIds,
    ...(modelId === undefined ? {} : { modelId }),
    ...(seed === undefined ? {} : { seed }),
  });
  const view = await followRun(client, started.runId, io, (now, before) =>
    onText?.(now.text.slice(before.text.length)),
  );
  throwIfFailed(view);
  const { messages } = await client.chats.get({ conversationId: started.conversationId });
  await client.chats.remove({ conversationIds: [started.conversationId] });
  const message = messages.find((each) => each.id === started.answerId)!;
  return { message, passages: view.passages };
}

/** The model that `--model` names: "none", an id, a name or a file; undefined for the default. Errors: `not-found`. */
export async function modelNamed(client: Client, name: string | undefined): Promise<string | undefined> {
  if (name === undefined || name === "none") return name;
  const model = (await client.models.list()).find((each) => [each.id, each.name, each.file].includes(name));
  if (!model) throw new AlcoveError("not-found", { what: "model", id: name });
  return model.id;
}
