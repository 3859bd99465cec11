// Unsent questions: shown from memory, and kept by the engine shortly after each change, so that a crash loses none.
// What is written in a temporary chat stays in memory.
import { client } from "../../client.ts";
import { useChat } from "./store.ts";

/** Name of the draft of a temporary chat that has no question yet. */
export const TEMPORARY_DRAFT = "temporary";
const KEEP_AFTER_MS = 400;

const waiting = new Map<string, ReturnType<typeof setTimeout>>();

const isPrivate = (name: string): boolean => name === TEMPORARY_DRAFT || name === useChat.getState().temporaryId;

function keep(name: string): void {
  clearTimeout(waiting.get(name));
  waiting.delete(name);
  if (isPrivate(name)) return;
  const text = useChat.getState().drafts[name] ?? "";
  void client.chats.setDraft({ conversationId: name || null, text }).catch(() => {});
}

/** The draft's name: the conversation's id, or one of the two new chats. */
export const draftName = (conversationId: string | null, temporary: boolean): string =>
  conversationId ?? (temporary ? TEMPORARY_DRAFT : "");

/** Changes unsent text; the engine keeps it a moment later. */
export function setDraft(name: string, text: string): void {
  useChat.setState(({ drafts }) => ({ drafts: { ...drafts, [name]: text } }));
  clearTimeout(waiting.get(name));
  if (!isPrivate(name)) waiting.set(name, setTimeout(keep, KEEP_AFTER_MS, name));
}

/** Empties a draft whose text was sent; the engine forgets it with the question. */
export function clearDraft(name: string): void {
  clearTimeout(waiting.get(name));
  waiting.delete(name);
  useChat.setState(({ drafts: { [name]: _, ...drafts } }) => ({ drafts }));
}

/** Puts text that could not be sent back, unless something else was written meanwhile. */
export function giveBackDraft(name: string, text: string): void {
  if (!useChat.getState().drafts[name]) setDraft(name, text);
}

/** What was typed on while a chat came into being goes with it. */
export function carryDraft(from: string, to: string): void {
  const text = useChat.getState().drafts[from];
  if (!text) return;
  setDraft(from, "");
  setDraft(to, text);
}

/** Lets the engine keep at once what is still waiting. */
export function keepDrafts(): void {
  for (const name of [...waiting.keys()]) keep(name);
}

let asked: Promise<void> | null = null;
/** Fetches what was kept; text that was typed since stays. Asked for once. */
export function fetchDrafts(): Promise<void> {
  asked ??= client.chats.drafts().then(
    (kept) => useChat.setState(({ drafts }) => ({ drafts: { ...kept, ...drafts } })),
    () => {
      asked = null;
    },
  );
  return asked;
}
