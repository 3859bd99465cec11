// The way out of a temporary chat: what is gone cannot be brought back, so leaving asks first.
import { useEffect } from "react";
import { client } from "../../../client.ts";
import { keys, queryClient } from "../../../data/queries.ts";
import { newChat } from "../../../frame/keys.ts";
import { go, parseRoute, type Route, routeHash } from "../../../frame/route.ts";
import { clearDraft } from "../drafts.ts";
import { setNewChat, useChat } from "../store.ts";

/** Starts a chat that is never written. */
export function newTemporaryChat(): void {
  setNewChat({ temporary: true });
  newChat();
}

/** Asks whether the temporary chat may end, to go somewhere else then. */
export const leaveTemporary = (route: Partial<Route> & { place: Route["place"] }): void =>
  useChat.setState({ leavingFor: { ...parseRoute(""), ...route } });

/** Stays where one is. */
export const stay = (): void => useChat.setState({ leavingFor: null });

/** Ends the temporary chat, forgets what the window knows of it, and goes where the person wanted to go. */
export async function endAndLeave(): Promise<void> {
  const { temporaryId: id, leavingFor } = useChat.getState();
  useChat.setState({ temporaryId: null, leavingFor: null, open: null, side: null, editing: null, comparing: null });
  if (leavingFor) go(leavingFor, true);
  if (!id) return;
  clearDraft(id);
  await client.chats.endTemporary({ conversationId: id }).catch(() => {});
  queryClient.removeQueries({ queryKey: keys.conversation(id) });
  queryClient.removeQueries({ queryKey: ["chats", "passages"] });
  queryClient.removeQueries({ queryKey: ["chats", "inspect"] });
}

/** Holds the window at the temporary chat when the address is about to leave it. */
export function useLeaveGuard(): void {
  useEffect(() => {
    const onHashChange = (event: HashChangeEvent) => {
      const { temporaryId } = useChat.getState();
      const from = parseRoute(new URL(event.oldURL || location.href).hash);
      const to = parseRoute(location.hash);
      if (temporaryId === null || from.id !== temporaryId || from.place !== "chat") return;
      if (to.place === "chat" && to.id === temporaryId) return;
      history.replaceState(null, "", routeHash(from));
      leaveTemporary(to);
    };
    // In the capture phase: whoever reads the address after this finds the chat still there.
    addEventListener("hashchange", onHashChange, true);
    return () => removeEventListener("hashchange", onHashChange, true);
  }, []);
}
