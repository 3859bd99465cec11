// The conversation on the page, for whatever lies within it: its thread and what waits to be asked.
import { createContext, useContext } from "react";
import type { QueuedQuestion } from "../../../shared/contract/chats.ts";
import type { ThreadMessage } from "./thread.ts";

export interface ShownConversation {
  thread: readonly ThreadMessage[];
  queued: readonly QueuedQuestion[];
}

const Shown = createContext<ShownConversation>({ thread: [], queued: [] });
/** Around the page of a conversation. */
export const ShownProvider = Shown.Provider;
/** What is on the page; empty for the new chat. */
export const useShown = (): ShownConversation => useContext(Shown);
