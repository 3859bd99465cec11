// The two places where conversations live: the workspace's database, and a database in memory for temporary ones.
import type { Conversation, Message } from "../../../shared/contract/chats.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { ChatStore } from "./store.ts";

export interface ChatStores {
  disk: ChatStore;
  memory: ChatStore;
  /** The store that has a conversation; the one on disk where none has. */
  of(conversationId: string): ChatStore;
  /** A conversation that is not in the trash, with its store. Errors: `not-found`. */
  conversation(id: string): { store: ChatStore; conversation: Conversation };
  /** A message of either, with its store. Errors: `not-found`, also when its conversation is in the trash. */
  message(id: string): { store: ChatStore; message: Message; conversation: Conversation };
}

export function chatStores(disk: ChatStore, memory: ChatStore): ChatStores {
  const of = (conversationId: string) => (memory.conversation(conversationId) ? memory : disk);
  return {
    disk,
    memory,
    of,
    conversation(id) {
      const store = of(id);
      const conversation = store.conversation(id);
      if (!conversation) throw new AlcoveError("not-found", { what: "conversation", id });
      return { store, conversation };
    },
    message(id) {
      for (const store of [memory, disk]) {
        const message = store.message(id);
        const conversation = message && store.conversation(message.conversationId);
        if (conversation) return { store, message, conversation };
      }
      throw new AlcoveError("not-found", { what: "message", id });
    },
  };
}
