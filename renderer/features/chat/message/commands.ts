// What can be done to one message: rewriting an answer, taking a turn out, copying. All but copying can be undone.
import type { Message } from "../../../../shared/contract/chats.ts";
import { client } from "../../../client.ts";
import { withMessages } from "../../../data/conversation.ts";
import type { Translate } from "../../../i18n/index.ts";
import { showToast } from "../../../ui/Toast.tsx";
import { attempt, changeKnown } from "../send.ts";
import { useChat } from "../store.ts";

/** Replaces the text of an answer and offers to take that back. */
export async function rewriteAnswer(message: Message, text: string, t: Translate): Promise<void> {
  const put = async (next: string) => {
    const after = await client.chats.editAnswer({ messageId: message.id, text: next });
    changeKnown(message.conversationId, (known) => withMessages(known, [after]));
  };
  await put(text);
  showToast(t("message.edited"), {
    label: t("common.undo"),
    run: () => void attempt(message.conversationId, () => put(message.text)),
  });
}

/** Takes a message and what follows it out of the conversation, and offers to take that back. */
export async function removeMessage(message: Message, t: Translate): Promise<void> {
  const { id: messageId, conversationId } = message;
  const done = await attempt(conversationId, () => client.chats.removeMessage({ messageId }));
  if (!done) return;
  useChat.setState({ open: null });
  showToast(t(message.role === "user" ? "message.questionRemoved" : "message.answerRemoved"), {
    label: t("common.undo"),
    run: () => void attempt(conversationId, () => client.chats.restoreMessage({ messageId })),
  });
}

/** Thumb up or down with a comment; null takes it back. Shown at once. */
export async function rate(message: Message, feedback: Message["feedback"], comment: string | null): Promise<void> {
  const { id: messageId, conversationId } = message;
  changeKnown(conversationId, (known) => withMessages(known, [{ ...message, feedback, feedbackComment: comment }]));
  await attempt(conversationId, () => client.chats.rate({ messageId, feedback, comment }));
}
