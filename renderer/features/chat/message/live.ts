// An answer while it is written: the stored message with what its run has brought since it was read.
import type { Message } from "../../../../shared/contract/chats.ts";
import { isFinished, type RunView } from "../../../../shared/domain/runs.ts";

const ENDED = { succeeded: "done", failed: "failed", cancelled: "stopped", interrupted: "interrupted" } as const;

/** A message with what its run has brought since it was read. */
export function liveMessage(message: Message, view: RunView | null): Message {
  if (message.status !== "streaming" || !view || view.seq === 0) return message;
  return {
    ...message,
    text: view.text || message.text,
    citations: view.text ? view.citations : message.citations,
    error: view.error,
    status: isFinished(view.status) ? ENDED[view.status as keyof typeof ENDED] : "streaming",
  };
}
