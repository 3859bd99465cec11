// One turn: the question, the answer below it, and one line under the answer where something has to be said.
import { memo, useMemo } from "react";
import { useRun } from "../../data/runs.ts";
import { useText } from "../../i18n/index.ts";
import { AnalysisProgress, readsWhole } from "../drop/AnalysisProgress.tsx";
import { AfterAnswer } from "./message/AfterAnswer.tsx";
import { AnswerText } from "./message/AnswerText.tsx";
import { liveMessage } from "./message/live.ts";
import { MessageEditor } from "./message/MessageEditor.tsx";
import "./message/message.css";
import { rewriteAnswer } from "./message/commands.ts";
import { QuestionActions } from "./message/QuestionActions.tsx";
import { Siblings } from "./message/Siblings.tsx";
import { Waiting } from "./message/Waiting.tsx";
import { ask, attempt } from "./send.ts";
import { useChat } from "./store.ts";
import { langOf, unsupportedSentences } from "./support.ts";
import type { ThreadMessage } from "./thread.ts";

export { liveMessage } from "./message/live.ts";

/** A question, set in bold; changing it asks on a branch of its own. */
export const Question = memo(function Question({ message, siblings }: ThreadMessage) {
  const t = useText();
  const editing = useChat((state) => state.editing === message.id);
  const done = () => useChat.setState({ editing: null });
  return (
    <div className="asked">
      {editing ? (
        <MessageEditor
          label={t("message.editQuestion")}
          help={t("message.editQuestionHelp")}
          save={t("message.askChanged")}
          text={message.text}
          sendsOnEnter
          onLeave={done}
          onSave={(text) => {
            done();
            void ask(text, message.conversationId, message.parentId);
          }}
        />
      ) : (
        <>
          <div className="asked-line">
            <h2 className="ask selectable" lang={langOf(message.language)}>
              {message.text}
            </h2>
            <QuestionActions message={message} />
          </div>
          {siblings.length > 1 && (
            <p className="asked-branch">
              <Siblings message={message} siblings={siblings} />
            </p>
          )}
        </>
      )}
    </div>
  );
});

/** An answer, alive while it is written. */
export const Answer = memo(function Answer({ message: stored, siblings }: ThreadMessage) {
  const t = useText();
  const view = useRun(stored.status === "streaming" ? stored.runId : null);
  const message = useMemo(() => liveMessage(stored, view), [stored, view]);
  const editing = useChat((state) => state.editing === stored.id);
  const streaming = message.status === "streaming";
  const { text, citations, answerKind } = message;
  const unsupported = useMemo(
    () => (!streaming && answerKind === "model" && citations.length > 0 ? unsupportedSentences(text, citations) : []),
    [streaming, answerKind, text, citations],
  );
  const done = () => useChat.setState({ editing: null });
  return (
    <div className={`say ${streaming ? "say-streaming" : ""}`} data-message={message.id}>
      {streaming &&
        (message.runId && readsWhole(view) ? (
          <AnalysisProgress runId={message.runId} view={view} />
        ) : (
          <Waiting view={view} hasText={text !== ""} />
        ))}
      {editing ? (
        <MessageEditor
          label={t("message.editAnswer")}
          help={t("message.editAnswerHelp")}
          save={t("common.save")}
          text={text}
          onLeave={done}
          onSave={(next) => {
            done();
            void attempt(message.conversationId, () => rewriteAnswer(message, next, t));
          }}
        />
      ) : (
        text && <AnswerText message={message} unsupported={unsupported} />
      )}
      {!streaming && !editing && <AfterAnswer message={message} siblings={siblings} unsupported={unsupported.length} />}
    </div>
  );
});
