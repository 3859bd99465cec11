// A conversation in the cache: read once, then only what changed since, so that ten thousand messages are not read again.
import type { Conversation, Message, QueuedQuestion } from "../../shared/contract/chats.ts";
import type { client } from "../client.ts";

/** What `chats.get` answers. */
export type KnownConversation = Awaited<ReturnType<typeof client.chats.get>>;

/**
 * A conversation with later changes put in. Messages that did not change stay the same objects, and the list stays the
 * same array where none did, so that nothing is drawn again for them.
 */
export function mergeConversation(before: KnownConversation | undefined, later: KnownConversation): KnownConversation {
  if (!before) return later;
  const changed = new Map(later.messages.map((message) => [message.id, message]));
  const removed = new Set(later.removedIds);
  if (changed.size === 0 && removed.size === 0) return { ...later, messages: before.messages };
  const messages: Message[] = [];
  for (const message of before.messages) {
    if (removed.has(message.id) && !changed.has(message.id)) continue;
    messages.push(changed.get(message.id) ?? message);
    changed.delete(message.id);
  }
  return { ...later, messages: [...messages, ...changed.values()] };
}

/** Puts messages at the end, or in the place of those with the same id. */
export const withMessages = (known: KnownConversation, messages: Message[]): KnownConversation =>
  mergeConversation(known, { ...known, messages, removedIds: [] });

/** A conversation before the engine has told of it; `asOfMs` 0 lets the first reading bring everything. */
export const unreadConversation = (conversation: Conversation): KnownConversation => ({
  conversation,
  messages: [],
  removedIds: [],
  queued: [],
  asOfMs: 0,
});

/** Changes one waiting question, or takes it out with null. */
export function withQueued(
  known: KnownConversation,
  queuedId: string,
  change: Partial<QueuedQuestion> | null,
): KnownConversation {
  const queued = known.queued
    .filter((question) => change !== null || question.id !== queuedId)
    .map((question) => (question.id === queuedId ? { ...question, ...change } : question));
  return { ...known, queued };
}
