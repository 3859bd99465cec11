// The thread that is shown out of a conversation's tree of messages: the branch of the message that is followed.
import type { Message } from "../../../shared/contract/chats.ts";

export interface ThreadMessage {
  message: Message;
  /** Answers to the same question, or questions at the same place, oldest first, this one among them. */
  siblings: Message[];
}

const byAge = (a: Message, b: Message): number => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1);

/**
 * Messages from the first to the last of a branch: the ancestors of `currentId`, and of its descendants the newest.
 * Without it, or where it is gone, the newest at every fork.
 */
export function threadOf(messages: readonly Message[], currentId: string | null): ThreadMessage[] {
  const byId = new Map<string, Message>();
  // Nearly every message has one child, and a list for each would be most of the work in a long conversation.
  const child = new Map<string | null, Message>();
  const more = new Map<string | null, Message[]>();
  for (const message of messages) {
    const { id, parentId } = message;
    byId.set(id, message);
    const first = child.get(parentId);
    if (!first) child.set(parentId, message);
    else if (!more.get(parentId)?.push(message)) more.set(parentId, [first, message]);
  }
  const followed = new Set<string>();
  for (let at = currentId; at !== null && !followed.has(at); at = byId.get(at)?.parentId ?? null) followed.add(at);
  const thread: ThreadMessage[] = [];
  const seen = new Set<string>();
  for (let parent: string | null = null; ; ) {
    const fork: Message[] | undefined = more.get(parent)?.toSorted(byAge);
    const message: Message | undefined = fork
      ? (fork.find(({ id }) => followed.has(id)) ?? fork.at(-1))
      : child.get(parent);
    if (!message || seen.has(message.id)) return thread;
    seen.add(message.id);
    thread.push({ message, siblings: fork?.filter(({ role }) => role === message.role) ?? [message] });
    parent = message.id;
  }
}

/** A thread with the entries of an earlier one where nothing about them changed, so that they are not drawn again. */
export function keepEntries(before: readonly ThreadMessage[], now: readonly ThreadMessage[]): readonly ThreadMessage[] {
  const same = (a: ThreadMessage | undefined, b: ThreadMessage): boolean =>
    a?.message === b.message &&
    a.siblings.length === b.siblings.length &&
    a.siblings.every((sibling, index) => sibling === b.siblings[index]);
  const kept = now.map((entry, index) => (same(before[index], entry) ? before[index]! : entry));
  return kept.length === before.length && kept.every((entry, index) => entry === before[index]) ? before : kept;
}

/** The topic in a file's name, without number, language and ending: "Steam engine" of "11_Steam_engine_en.pdf". */
export function topicOf(fileName: string): string | null {
  const words = fileName
    .replace(/\.[^.]{1,5}$/, "")
    .replaceAll(/[_\s]+/g, " ")
    .replace(/^[\d\s.-]+/, "")
    .replace(/ (?:en|zh|de|fr|es|cn)$/i, "")
    .trim();
  return /^(?=.*\p{L}{2}).{2,60}$/u.test(words) ? words : null;
}
