// The turns in front of a question, along its own branch.
import type { ChatTurn } from "../../../shared/children/inference.ts";
import type { Message } from "../../../shared/contract/chats.ts";

/** Earlier questions and answers that are offered to a model at most; a longer history drowns what was asked. */
const MAX_TURNS = 12;
/** How far back they are counted, for who wants to know what was left out. */
const MAX_COUNTED = 1000;

/** Earlier turns on the way from the root to a message, oldest first, and how many more there are. */
export function historyOf(
  find: (id: string) => Message | undefined,
  message: Message,
): { turns: ChatTurn[]; further: number } {
  const turns: ChatTurn[] = [];
  let further = 0;
  for (let at = message.parentId; at && turns.length + further < MAX_COUNTED; ) {
    const earlier = find(at);
    if (!earlier) break;
    if (turns.length >= MAX_TURNS) further++;
    else if (earlier.text.trim()) turns.unshift({ role: earlier.role, content: earlier.text });
    at = earlier.parentId;
  }
  return { turns, further };
}
