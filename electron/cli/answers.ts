// Asking over the contract, in knowledge bases or in files, and waiting for the whole answer. Used by `ask` and `eval qa`.
import type { Message } from "../../shared/contract/chats.ts";
import type { Client } from "../../shared/contract/index.ts";
import type { Passage } from "../../shared/domain/citations.ts";
import { AlcoveError, type ErrorJson } from "../../shared/domain/errors.ts";
import type { RunItem } from "../../shared/domain/runs.ts";
import { followRun, type Io, throwIfFailed } from "./command.ts";

export interface Answered {
  message: Message;
  passages: Passage[];
}

export interface Question {
  text: string;
  knowledgeBaseIds: string[];
  modelId?: string | undefined;
  seed?: number | undefined;
  /** A conversation that holds files to be asked about; without it one is made. */
  conversationId?: string | undefined;
}

/**
 * Asks without any history: in a conversation of its own, which is put into the trash afterwards, or as a new beginning
 * of the one that is named. `onText` gets the answer as it is written.
 */
export async function askOnce(
  client: Client,
  question: Question,
  io: Io,
  onText?: (text: string) => void,
): Promise<Answered> {
  const { text, knowledgeBaseIds, modelId, seed, conversationId } = question;
  const started = await client.chats.send({
    text,
    ...(conversationId === undefined ? { knowledgeBaseIds } : { conversationId, parentId: null }),
    ...(modelId === undefined ? {} : { modelId }),
    ...(seed === undefined ? {} : { seed }),
  });
  const view = await followRun(client, started.runId, io, (now, before) =>
    onText?.(now.text.slice(before.text.length)),
  );
  throwIfFailed(view);
  const { messages } = await client.chats.get({ conversationId: started.conversationId });
  if (conversationId === undefined) await client.chats.remove({ conversationIds: [started.conversationId] });
  const message = messages.find((each) => each.id === started.answerId)!;
  return { message, passages: view.passages };
}

/**
 * Reads files into a conversation, has `work` ask in it, and erases both for good, however `work` ends. Gives the files
 * that could not be read, which are told as they fail. Errors: that of the first file where none could be read.
 */
export async function withFiles(
  client: Client,
  paths: string[],
  knowledgeBaseIds: string[],
  io: Io,
  work: (conversationId: string) => Promise<void>,
): Promise<RunItem[]> {
  const files = paths.map((path) => ({ path }));
  const { conversationId, runId } = await client.chats.attach({ files, knowledgeBaseIds });
  try {
    const view = await followRun(client, runId, io, (now) => {
      if (now.progress) io.progress(`${now.progress.done} of ${now.progress.total} files read`);
    });
    throwIfFailed(view);
    const failed = view.items.filter((item) => item.status === "failed");
    const [first] = failed;
    if (first?.error && failed.length === view.items.length) {
      throw new AlcoveError(first.error.code as ErrorJson["code"], first.error.params);
    }
    if (view.items.length === 0) {
      throw new AlcoveError("invalid", { detail: `there is no file that can be read in ${paths.join(", ")}` });
    }
    for (const { error } of failed) if (error) io.failure(`${error.message} ${error.action}`.trim());
    await work(conversationId);
    return failed;
  } finally {
    await client.chats.remove({ conversationIds: [conversationId] });
    await client.trash.erase({ items: [{ kind: "conversation", id: conversationId }] });
  }
}

/** The model that `--model` names: "none", an id, a name or a file; undefined for the default. Errors: `not-found`. */
export async function modelNamed(client: Client, name: string | undefined): Promise<string | undefined> {
  if (name === undefined || name === "none") return name;
  const model = (await client.models.list()).find((each) => [each.id, each.name, each.file].includes(name));
  if (!model) throw new AlcoveError("not-found", { what: "model", id: name });
  return model.id;
}
