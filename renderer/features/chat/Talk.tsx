// A conversation as an interview: questions and answers one below the other, the composer under them.
import { ArrowDown } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Conversation, Message } from "../../../shared/contract/chats.ts";
import { useRun } from "../../data/runs.ts";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/Button.tsx";
import { Answer, liveMessage, Question } from "./Answer.tsx";
import { Composer } from "./Composer.tsx";
import { unsupportedSentences } from "./support.ts";
import type { ThreadMessage } from "./thread.ts";

/** How near to the end one must be for the page to follow what is written, in pixels. */
const NEAR = 80;

/** Keeps the end in sight while one reads there; says whether one is away from it. */
function useFollowEnd(key: string) {
  const ref = useRef<HTMLDivElement>(null);
  const stick = useRef(true);
  const [away, setAway] = useState(false);
  const toEnd = () => ref.current?.scrollTo({ top: ref.current.scrollHeight });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation, or one more turn, is read from its end
  useLayoutEffect(() => {
    stick.current = true;
    toEnd();
  }, [key]);
  useEffect(() => {
    const page = ref.current;
    const content = page?.firstElementChild;
    if (!page || !content) return;
    const observer = new ResizeObserver(() => {
      if (stick.current) page.scrollTo({ top: page.scrollHeight });
    });
    observer.observe(content);
    observer.observe(page);
    return () => observer.disconnect();
  }, []);
  const onScroll = () => {
    const page = ref.current;
    if (!page) return;
    stick.current = page.scrollHeight - page.scrollTop - page.clientHeight < NEAR;
    setAway(!stick.current);
  };
  return { ref, away, onScroll, toEnd };
}

/** Tells screen readers when an answer begins and when it is there, never its text while it grows. */
function useAnnouncement(last: Message | undefined): string {
  const t = useText();
  const view = useRun(last?.status === "streaming" ? last.runId : null);
  const [watched, setWatched] = useState<string | null>(null);
  const live = last && liveMessage(last, view);
  const streaming = live?.status === "streaming";
  useEffect(() => {
    if (streaming && last) setWatched(last.id);
  }, [streaming, last]);
  if (live?.role !== "assistant") return "";
  if (streaming) return t("chat.answering");
  if (watched !== live.id) return "";
  if (live.status !== "done") return t(live.status === "stopped" ? "chat.stopped" : "chat.notReady");
  const unsupported = live.answerKind === "model" ? unsupportedSentences(live.text, live.citations).length : 0;
  const ready = t("chat.ready", { n: live.citations.length });
  return live.citations.length > 0 && unsupported > 0
    ? `${ready}, ${t("chat.withoutSupport", { n: unsupported })}`
    : ready;
}

/** Thread and composer of a conversation. */
export function Talk({ conversation, thread }: { conversation: Conversation; thread: readonly ThreadMessage[] }) {
  const t = useText();
  const last = thread.at(-1)?.message;
  const { ref, away, onScroll, toEnd } = useFollowEnd(`${conversation.id} ${last?.id}`);
  const announcement = useAnnouncement(last);
  const lastQuestion = useMemo(
    () => thread.findLast(({ message }) => message.role === "user")?.message.text ?? null,
    [thread],
  );
  return (
    <>
      <div className="scroll talk-scroll" ref={ref} onScroll={onScroll}>
        <div className="talk">
          {thread.map(({ message, siblings }) =>
            message.role === "user" ? (
              <Question key={message.id} message={message} />
            ) : (
              <Answer key={message.id} message={message} siblings={siblings} />
            ),
          )}
        </div>
      </div>
      {away && <IconButton icon={ArrowDown} label={t("chat.toEnd")} className="to-end" onClick={toEnd} />}
      <p className="unseen" role="status">
        {announcement}
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
