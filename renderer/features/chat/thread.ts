// The thread that is shown out of a conversation's tree of messages: at each fork the chosen sibling, or the newest.
import type { Message } from "../../../shared/contract/chats.ts";

export interface ThreadMessage {
  message: Message;
  /** Answers to the same question, oldest first, this one among them. */
  siblings: Message[];
}

/** Messages from the first to the last of the chosen branch. `chosen` maps a parent's id to the child to follow. */
export function threadOf(messages: readonly Message[], chosen: Readonly<Record<string, string>>): ThreadMessage[] {
  const children = Map.groupBy(messages, (message) => message.parentId ?? "");
  const thread: ThreadMessage[] = [];
  const seen = new Set<string>();
  for (let parent = ""; ; ) {
    const siblings = (children.get(parent) ?? []).toSorted((a, b) => a.createdAtMs - b.createdAtMs);
    const message = siblings.find((sibling) => sibling.id === chosen[parent]) ?? siblings.at(-1);
    if (!message || seen.has(message.id)) return thread;
    seen.add(message.id);
    thread.push({ message, siblings: siblings.filter((sibling) => sibling.role === message.role) });
    parent = message.id;
  }
}

export type Day = "today" | "yesterday" | "earlier";

/** Conversations by day, newest first, for the groups of the list. */
export function byDay<Item extends { updatedAtMs: number }>(items: readonly Item[], nowMs: number): [Day, Item[]][] {
  const midnight = new Date(nowMs).setHours(0, 0, 0, 0);
  const dayOf = (item: Item): Day =>
    item.updatedAtMs >= midnight ? "today" : item.updatedAtMs >= midnight - 86_400_000 ? "yesterday" : "earlier";
  const groups = Map.groupBy(
    items.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs),
    dayOf,
  );
  return (["today", "yesterday", "earlier"] as const)
    .map((day): [Day, Item[]] => [day, groups.get(day) ?? []])
    .filter(([, rows]) => rows.length > 0);
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
