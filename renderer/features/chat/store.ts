// View state of the chat: drafts, the open citation, chosen branches, what writes the answers. Nothing of the server.
import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { Message } from "../../../shared/contract/chats.ts";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { RunError } from "../../../shared/domain/runs.ts";
import { client } from "../../client.ts";
import { keys, queryClient } from "../../data/queries.ts";
import { go } from "../../frame/route.ts";

/** A citation of a message; `at` is the offset of one of its chips, null for the citation as such. */
export interface CitationAt {
  messageId: string;
  n: number;
  at: number | null;
}

interface ChatView {
  /** Unsent text by conversation; "" is the new chat. */
  drafts: Record<string, string>;
  /** Shown in the evidence pane. */
  open: CitationAt | null;
  /** Pointed at or focused. */
  lit: CitationAt | null;
  /** Which sibling is followed, by its parent's id. */
  chosen: Record<string, string>;
  /** Knowledge bases that the new chat asks; null for all. */
  newKnowledge: string[] | null;
  /** Why the last question could not be sent, by conversation. */
  failed: Record<string, RunError>;
  /** Conversation whose question is on its way; "" for the new chat. */
  sending: string | null;
}

export const useChat = create<ChatView>(() => ({
  drafts: {},
  open: null,
  lit: null,
  chosen: {},
  newKnowledge: null,
  failed: {},
  sending: null,
}));

interface ModelChoice {
  /** null: the default model; "none": passages are quoted. */
  modelId: string | null;
}
/** What writes the answers, kept between starts. */
export const useModelChoice = create<ModelChoice>()(
  persist<ModelChoice>(() => ({ modelId: null }), { name: "alcove:answers-by" }),
);

/** Keeps unsent text. */
export const setDraft = (conversationId: string | null, text: string): void =>
  useChat.setState(({ drafts }) => ({ drafts: { ...drafts, [conversationId ?? ""]: text } }));

/** Opens a citation in the evidence pane, or closes the pane. */
export const openCitation = (open: CitationAt | null): void => useChat.setState({ open });

const blank: Omit<Message, "id" | "conversationId" | "role" | "parentId"> = {
  text: "",
  language: null,
  status: "done",
  runId: null,
  citations: [],
  answerKind: null,
  model: null,
  usage: null,
  timings: null,
  error: null,
  createdAtMs: 0,
};

type Known = Awaited<ReturnType<typeof client.chats.get>>;

/** Sends a question; its turn stands in the conversation at once, the answer grows through its run. */
export async function ask(text: string, conversationId: string | null, lastMessageId: string | null): Promise<void> {
  const { newKnowledge } = useChat.getState();
  const { modelId } = useModelChoice.getState();
  useChat.setState(({ failed }) => {
    const { [conversationId ?? ""]: _, ...rest } = failed;
    return { sending: conversationId ?? "", failed: rest };
  });
  try {
    const all = conversationId ? [] : (newKnowledge ?? (await client.knowledge.list()).map((base) => base.id));
    const started = await client.chats.send({
      text,
      ...(conversationId ? { conversationId } : { knowledgeBaseIds: all }),
      ...(modelId && { modelId }),
    });
    setDraft(conversationId, "");
    const now = Date.now();
    const base = { ...blank, conversationId: started.conversationId, createdAtMs: now };
    const turn: Message[] = [
      { ...base, id: started.questionId, parentId: lastMessageId, role: "user", text },
      {
        ...base,
        id: started.answerId,
        parentId: started.questionId,
        role: "assistant",
        status: "streaming",
        runId: started.runId,
        createdAtMs: now + 1,
      },
    ];
    queryClient.setQueryData<Known>(keys.conversation(started.conversationId), (known) => ({
      conversation: known?.conversation ?? {
        id: started.conversationId,
        appId: "",
        title: text.slice(0, 80),
        knowledgeBaseIds: all,
        createdAtMs: now,
        updatedAtMs: now,
      },
      messages: [...(known?.messages ?? []).filter(({ id }) => !turn.some((message) => message.id === id)), ...turn],
    }));
    void queryClient.invalidateQueries({ queryKey: ["chats"] });
    go({ place: "chat", id: started.conversationId }, conversationId !== null);
  } catch (error) {
    useChat.setState(({ failed }) => ({ failed: { ...failed, [conversationId ?? ""]: errorOfCall(error) } }));
    setDraft(conversationId, text);
  } finally {
    useChat.setState({ sending: null });
  }
}

/** Answers the question of an answer again; the earlier answer stays as a sibling. */
export async function answerAgain(answer: Message, modelId: string | null): Promise<void> {
  const conversationId = answer.conversationId;
  try {
    const started = await client.chats.regenerate({ messageId: answer.id, ...(modelId && { modelId }) });
    useChat.setState(({ chosen }) => ({
      chosen: { ...chosen, [answer.parentId ?? ""]: started.answerId },
      open: null,
    }));
    await queryClient.invalidateQueries({ queryKey: keys.conversation(conversationId) });
  } catch (error) {
    useChat.setState(({ failed }) => ({ failed: { ...failed, [conversationId]: errorOfCall(error) } }));
  }
}

/** Asks in a new chat, from the palette. */
export function askAnywhere(question: string): void {
  void ask(question, null, null);
}
