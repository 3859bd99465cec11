// Where questions are written: Enter asks, or queues while an answer is written; Shift Enter breaks the line; never while
// an input method composes.
import { ArrowUp, ListPlus, Square } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Conversation } from "../../../shared/contract/chats.ts";
import { isFinished } from "../../../shared/domain/runs.ts";
import { stopRun, useRun } from "../../data/runs.ts";
import { AddingRows } from "../../frame/AddingRows.tsx";
import { go } from "../../frame/route.ts";
import { useErrorText, useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { AttachButton } from "../drop/AttachButton.tsx";
import { AttachmentChips } from "../drop/AttachmentChips.tsx";
import { useFilesOfChats } from "../drop/store.ts";
import "./composer.css";
import { ContextMeter } from "./composer/ContextMeter.tsx";
import { KnowledgeChooser } from "./composer/KnowledgeChooser.tsx";
import { Queue } from "./composer/Queue.tsx";
import { draftName, fetchDrafts, keepDrafts, setDraft } from "./drafts.ts";
import { submit } from "./send.ts";
import { useShown } from "./shown.ts";
import { useChat } from "./store.ts";

interface ComposerProps {
  conversation: Conversation | null;
  /** Last message of the shown thread, which the question follows. */
  lastMessageId: string | null;
  /** Run of the answer that is being written. */
  runId: string | null;
  /** Whether there is a question that the Up key in an empty field can change. */
  lastQuestion: string | null;
}

/** Fetches kept drafts at the start, and lets the engine keep what is waiting before the page can go. */
function useKeptDrafts(): void {
  useEffect(() => {
    void fetchDrafts();
    const onHidden = () => document.hidden && keepDrafts();
    addEventListener("pagehide", keepDrafts);
    document.addEventListener("visibilitychange", onHidden);
    return () => {
      keepDrafts();
      removeEventListener("pagehide", keepDrafts);
      document.removeEventListener("visibilitychange", onHidden);
    };
  }, []);
}

/** Field, knowledge chooser, context, send or stop; above it what waits and what went wrong. */
export function Composer({ conversation, lastMessageId, runId, lastQuestion }: ComposerProps) {
  const t = useText();
  const field = useRef<HTMLTextAreaElement>(null);
  const id = conversation?.id ?? null;
  const newIsTemporary = useChat((state) => state.newChat.temporary);
  const temporary = conversation?.temporary ?? newIsTemporary;
  const name = draftName(id, newIsTemporary);
  const draft = useChat((state) => state.drafts[name] ?? "");
  const { thread } = useShown();
  // The run knows that it ended before the stored message is read again.
  const view = useRun(runId);
  const answering = runId !== null && !(view && isFinished(view.status));
  const canSend = draft.trim() !== "";
  useKeptDrafts();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation is another place to write
  useEffect(() => field.current?.focus({ preventScroll: true }), [id]);

  const send = () => {
    if (canSend) void submit(draft.trim(), conversation, lastMessageId, answering);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // 229 is what browsers report for a key that an input method has taken.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && draft === "" && lastQuestion !== null) {
      const question = thread.findLast(({ message }) => message.role === "user")?.message;
      if (!question || question.analysis !== null) return;
      event.preventDefault();
      useChat.setState({ editing: question.id });
    }
  };
  const label = t(temporary ? "chat.askTemporary" : "chat.ask");
  return (
    <div className={`composer-place ${temporary ? "composer-temporary" : ""}`}>
      <AddingRows without={useFilesOfChats()} />
      <Failed id={id} />
      {conversation && <Queue conversationId={conversation.id} answering={answering} />}
      <form
        className="composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <AttachmentChips conversation={conversation} />
        <textarea
          ref={field}
          data-composer
          rows={1}
          aria-label={label}
          placeholder={label}
          value={draft}
          maxLength={100_000}
          onChange={(event) => setDraft(name, event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={keepDrafts}
        />
        <div className="composer-tools">
          <KnowledgeChooser conversation={conversation} />
          {!temporary && <AttachButton />}
          <span className="composer-right">
            <ContextMeter thread={thread} />
            {answering && (
              <IconButton
                icon={Square}
                kind={canSend ? "quiet" : "main"}
                size={14}
                className="composer-send"
                label={t("chat.stop")}
                shortcut="Esc"
                onClick={() => stopRun(runId)}
              />
            )}
            {(!answering || canSend) && (
              <IconButton
                icon={answering ? ListPlus : ArrowUp}
                kind="main"
                className="composer-send"
                type="submit"
                label={t(answering ? "chat.sendLater" : "chat.send")}
                shortcut="Enter"
                disabled={!canSend}
              />
            )}
          </span>
        </div>
      </form>
    </div>
  );
}

/** Why the last thing that was asked for could not be done. */
function Failed({ id }: { id: string | null }) {
  const t = useText();
  const say = useErrorText();
  const failed = useChat((state) => state.failed[id ?? ""]);
  if (!failed) return null;
  const getModel = failed.code === "model.none" && (
    <Button kind="outlined" onClick={() => go({ place: "models" })}>
      {t("chat.getModel")}
    </Button>
  );
  return <InlineError {...say(failed)} button={getModel} />;
}
