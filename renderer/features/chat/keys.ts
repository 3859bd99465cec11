// Keys of the chat: [ and ] go through citations, Esc stops and closes, Ctrl . shows the settings, Ctrl Shift C quotes.
import { useEffect } from "react";
import { stopRun } from "../../data/runs.ts";
import { isCommand, isTyping } from "../../frame/keys.ts";
import { copyAsQuotation } from "./copy.ts";
import { openCitation, toggleSettings, useChat } from "./store.ts";
import { showMessage } from "./talk/place.ts";
import type { ThreadMessage } from "./thread.ts";

/** The answer that keys speak of: the one with the open citation, or the last that has any. */
function citedAnswer(thread: readonly ThreadMessage[]) {
  const { open } = useChat.getState();
  const answers = thread.map(({ message }) => message).filter((message) => message.citations.length > 0);
  return answers.find((message) => message.id === open?.messageId) ?? answers.at(-1);
}

function stepCitation(thread: readonly ThreadMessage[], step: number): boolean {
  const { open } = useChat.getState();
  const answer = citedAnswer(thread);
  if (!answer) return false;
  const { citations } = answer;
  const at = citations.findIndex((citation) => citation.n === open?.n);
  const next = open?.messageId === answer.id ? at + step : step > 0 ? 0 : citations.length - 1;
  const citation = citations[(next + citations.length) % citations.length]!;
  openCitation({ messageId: answer.id, n: citation.n, at: null });
  const chip = document.querySelector(`[data-message="${answer.id}"] [data-citation="${citation.n}"]`);
  // Of a long conversation only what is near is in the page.
  if (chip) chip.scrollIntoView({ block: "nearest" });
  else showMessage(answer.id);
  return true;
}

function stopOrClose(thread: readonly ThreadMessage[]): boolean {
  const { open, side } = useChat.getState();
  const last = thread.at(-1)?.message;
  if (last?.status === "streaming" && last.runId) stopRun(last.runId);
  else if (open) openCitation(null);
  else if (side) useChat.setState({ side: null });
  else return false;
  return true;
}

/** Listens while a chat is shown. `singleKeys`: whether [ and ] may act. */
export function useChatKeys(thread: readonly ThreadMessage[], singleKeys: boolean): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
      const key = event.key.toLowerCase();
      let done = false;
      if (key === "escape") done = stopOrClose(thread);
      else if (isCommand(event) && key === ".") {
        if (useChat.getState().open) openCitation(null);
        else toggleSettings();
        done = true;
      } else if (isCommand(event) && event.shiftKey && key === "c") {
        const answer = citedAnswer(thread) ?? thread.findLast(({ message }) => message.role === "assistant")?.message;
        if (answer) void copyAsQuotation(answer);
        done = answer !== undefined;
      } else if ((key === "[" || key === "]") && singleKeys && !isTyping(event.target)) {
        done = !isCommand(event) && !event.altKey && stepCitation(thread, key === "[" ? -1 : 1);
      }
      if (done) event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [thread, singleKeys]);
}
