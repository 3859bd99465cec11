// A conversation as an interview: questions and answers one below the other, the composer under them.
import { useEffect, useMemo, useState } from "react";
import type { Conversation, Message } from "../../../shared/contract/chats.ts";
import { useRun } from "../../data/runs.ts";
import { useText } from "../../i18n/index.ts";
import { liveMessage } from "./Answer.tsx";
import { Composer } from "./Composer.tsx";
import { unsupportedSentences } from "./support.ts";
import { Turns } from "./talk/Turns.tsx";
import type { ThreadMessage } from "./thread.ts";

/** Tells screen readers when an answer begins and when it is there, never its text while it grows. */
function useAnnouncement(last: Message): string {
  const t = useText();
  const view = useRun(last.status === "streaming" ? last.runId : null);
  const [watched, setWatched] = useState<string | null>(null);
  const live = liveMessage(last, view);
  const streaming = live.status === "streaming";
  useEffect(() => {
    if (streaming) setWatched(last.id);
  }, [streaming, last.id]);
  if (live.role !== "assistant") return "";
  if (streaming) return t("chat.answering");
  if (watched !== live.id) return "";
  if (live.status !== "done") return t(live.status === "stopped" ? "chat.stopped" : "chat.notReady");
  const unsupported = live.answerKind === "model" ? unsupportedSentences(live.text, live.citations).length : 0;
  const ready = t("chat.ready", { n: live.citations.length });
  return live.citations.length > 0 && unsupported > 0
    ? `${ready}, ${t("chat.withoutSupport", { n: unsupported })}`
    : ready;
}

/** On its own, so that an answer that grows draws nothing else again. */
function Announcement({ last }: { last: Message }) {
  return useAnnouncement(last);
}

/** Thread and composer of a conversation. */
export function Talk({ conversation, thread }: { conversation: Conversation; thread: readonly ThreadMessage[] }) {
  const last = thread.at(-1)?.message;
  const lastQuestion = useMemo(
    () => thread.findLast(({ message }) => message.role === "user")?.message.text ?? null,
    [thread],
  );
  return (
    <>
      <Turns key={conversation.id} thread={thread} writing={last?.status === "streaming"} />
      <p className="unseen" role="status">
        {last && <Announcement last={last} />}
      </p>
      <Composer
        conversation={conversation}
        lastMessageId={last?.id ?? null}
        runId={last?.status === "streaming" ? last.runId : null}
        lastQuestion={lastQuestion}
      />
    </>
  );
}
