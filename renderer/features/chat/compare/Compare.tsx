// Answers to one question side by side, with what wrote them and how long it took; one of them is gone on with.
import { X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { Message } from "../../../../shared/contract/chats.ts";
import { useRun } from "../../../data/runs.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/index.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Select } from "../../../ui/Field.tsx";
import { PaneHeader } from "../../../ui/Pane.tsx";
import { AnswerState } from "../message/AnswerState.tsx";
import { AnswerText } from "../message/AnswerText.tsx";
import { writingRate } from "../message/Details.tsx";
import { liveMessage } from "../message/live.ts";
import { Waiting } from "../message/Waiting.tsx";
import { followBranch } from "../send.ts";
import { useChat } from "../store.ts";
import { langOf, supportedCount, unsupportedSentences } from "../support.ts";
import "./compare.css";

const close = (): void => useChat.setState({ comparing: null, open: null });

/** In place of the conversation; `answers` are oldest first, at least one. */
export function Compare({ question, answers }: { question: Message; answers: readonly Message[] }) {
  const t = useText();
  const [shown, setShown] = useState(() => [answers.at(-2) ?? answers[0]!, answers.at(-1)!].map(({ id }) => id));
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const busy = event.defaultPrevented || document.querySelector("dialog[open]") || useChat.getState().open;
      if (event.key === "Escape" && !busy) close();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <PaneHeader title={t("message.compare")} listToggleLabel={t("common.showList")}>
        <IconButton icon={X} label={t("message.endCompare")} shortcut="Esc" onClick={close} />
      </PaneHeader>
      <div className="scroll compare">
        <h2 className="ask selectable" lang={langOf(question.language)}>
          {question.text}
        </h2>
        <div className="compare-columns">
          {shown.map((id, side) => {
            const answer = answers.find((one) => one.id === id) ?? answers.at(-1)!;
            return (
              <Column
                // biome-ignore lint/suspicious/noArrayIndexKey: the left and the right column
                key={side}
                answer={answer}
                answers={answers}
                onChoose={(next) => setShown(shown.with(side, next))}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}

interface ColumnProps {
  answer: Message;
  answers: readonly Message[];
  onChoose: (id: string) => void;
}

function Column({ answer: stored, answers, onChoose }: ColumnProps) {
  const t = useText();
  const view = useRun(stored.status === "streaming" ? stored.runId : null);
  const answer = useMemo(() => liveMessage(stored, view), [stored, view]);
  const streaming = answer.status === "streaming";
  const unsupported = useMemo(
    () =>
      !streaming && answer.answerKind === "model" && answer.citations.length > 0
        ? unsupportedSentences(answer.text, answer.citations)
        : [],
    [streaming, answer],
  );
  const writerOf = (message: Message) =>
    message.model ?? t(message.answerKind === "quoted" ? "chat.quoteOnly" : "chat.noModel");
  const name = (message: Message, index: number) =>
    `${t("message.answers", { n: index + 1, total: answers.length })}, ${writerOf(message)}`;
  const at = answers.findIndex(({ id }) => id === answer.id);
  return (
    <section className="compare-column" aria-label={name(answer, at)}>
      <Select
        label={t("message.compareWhich")}
        value={answer.id}
        options={answers.map((one, index) => ({ value: one.id, label: name(one, index) }))}
        onChoose={onChoose}
      />
      <Figures message={answer} unsupported={unsupported.length} />
      <div className={`say ${streaming ? "say-streaming" : ""}`} data-message={answer.id}>
        {streaming && <Waiting view={view} hasText={answer.text !== ""} />}
        {answer.text && <AnswerText message={answer} unsupported={unsupported} />}
        {answer.answerKind === "not-found" && !answer.text && <p className="not-found">{t("chat.notFound")}</p>}
        {!streaming && <AnswerState message={answer} />}
      </div>
      <Button
        kind="outlined"
        className="compare-keep"
        onClick={() => {
          close();
          void followBranch(stored);
        }}
      >
        {t("message.continueWith")}
      </Button>
    </section>
  );
}

function Figures({ message, unsupported }: { message: Message; unsupported: number }) {
  const t = useText();
  const format = useFormat();
  const rate = writingRate(message);
  const parts = [
    message.timings && format.duration(message.timings.totalMs),
    message.usage && t("message.tokensWritten", { n: format.count(message.usage.completionTokens) }),
    rate !== null && t("chat.tokensPerSecond", { n: rate.toFixed(1) }),
    message.citations.length > 0 && t("message.supportedSentences", { n: supportedCount(message.citations) }),
    unsupported > 0 && t("chat.withoutSupport", { n: unsupported }),
  ].filter((part) => typeof part === "string");
  return <p className="meta num compare-figures">{parts.join(" · ")}</p>;
}
