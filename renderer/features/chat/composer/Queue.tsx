// Questions that wait until the answer before them is there: changed, taken out, or asked now where they are held.
import { Pencil, X } from "lucide-react";
import { useState } from "react";
import type { QueuedQuestion } from "../../../../shared/contract/chats.ts";
import { useText } from "../../../i18n/index.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { changeQueued, resumeQueue } from "../send.ts";
import { useShown } from "../shown.ts";

/** The waiting questions in their order; nothing where none waits. `answering`: an answer is being written. */
export function Queue({ conversationId, answering }: { conversationId: string; answering: boolean }) {
  const t = useText();
  const { queued, thread } = useShown();
  if (queued.length === 0) return null;
  const last = thread.at(-1)?.message;
  // An answer that ended well asks the next question by itself, in a moment.
  const held = !answering && last?.status !== "streaming" && last?.status !== "done";
  return (
    <section className="queue" aria-label={t("chat.queue")}>
      <div className="queue-head">
        <h2 className="meta">{t(held ? "chat.queueHeld" : "chat.queueNext", { n: queued.length })}</h2>
        {!answering && (
          <Button className={held ? "" : "queue-late"} kind="outlined" onClick={() => void resumeQueue(conversationId)}>
            {t("chat.askNow")}
          </Button>
        )}
      </div>
      <ol>
        {queued.map((question) => (
          <Waiting key={question.id} question={question} conversationId={conversationId} />
        ))}
      </ol>
    </section>
  );
}

function Waiting({ question, conversationId }: { question: QueuedQuestion; conversationId: string }) {
  const t = useText();
  const [draft, setDraft] = useState<string | null>(null);
  const save = () => {
    const text = draft?.trim();
    setDraft(null);
    if (text && text !== question.text) void changeQueued(conversationId, question.id, text);
  };
  if (draft !== null) {
    return (
      <li className="queued">
        <textarea
          ref={(field) => {
            if (field && document.activeElement !== field) field.focus();
          }}
          className="field-input"
          rows={1}
          aria-label={t("chat.editQueued")}
          value={draft}
          maxLength={100_000}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Escape") {
              event.preventDefault();
              event.stopPropagation();
              setDraft(null);
            } else if (event.key === "Enter" && !event.shiftKey) {
              event.preventDefault();
              save();
            }
          }}
        />
      </li>
    );
  }
  return (
    <li className="queued">
      <span className="clip grow selectable" title={question.text}>
        {question.text}
      </span>
      <IconButton icon={Pencil} size={14} label={t("chat.editQueued")} onClick={() => setDraft(question.text)} />
      <IconButton
        icon={X}
        size={14}
        label={t("chat.removeQueued")}
        onClick={() => void changeQueued(conversationId, question.id, null)}
      />
    </li>
  );
}
