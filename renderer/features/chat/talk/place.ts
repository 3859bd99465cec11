// Going to one message of a conversation, from a search, a citation or a link.
import { create } from "zustand";

interface Place {
  /** Message to go to, until its conversation is shown. */
  messageId: string | null;
}
export const useTalkPlace = create<Place>(() => ({ messageId: null }));

/** Scrolls to a message as soon as a conversation shows it; its branch must be the chosen one. */
export const showMessage = (messageId: string): void => useTalkPlace.setState({ messageId });
