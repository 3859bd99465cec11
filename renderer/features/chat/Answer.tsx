// One turn: the question, the answer below it, and one line under the answer where something has to be said.
import { ChevronLeft, ChevronRight, Copy, RotateCcw, Timer } from "lucide-react";
import { memo, useMemo, useState } from "react";
import type { Message } from "../../../shared/contract/chats.ts";
import { isFinished, type RunView } from "../../../shared/domain/runs.ts";
import { useModels, useSystemInfo } from "../../data/queries.ts";
import { useRun } from "../../data/runs.ts";
import { go } from "../../frame/route.ts";
import { useFormat } from "../../i18n/format.ts";
import { useErrorText, useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { Markdown } from "../../ui/Markdown.tsx";
import { Popover } from "../../ui/Menu.tsx";
import { CitationChip, Citations, ClaimRange } from "./Citations.tsx";
import { NearestPassages } from "./NearestPassages.tsx";
import { answerAgain, useChat } from "./store.ts";
import { langOf, rangesOf, supportedCount, unsupportedSentences } from "./support.ts";
import type { ThreadMessage } from "./thread.ts";

/** A message with what its run has brought since it was read. */
export function liveMessage(message: Message, view: RunView | null): Message {
  if (message.status !== "streaming" || !view || view.seq === 0) return message;
  const ended = { succeeded: "done", failed: "failed", cancelled: "stopped", interrupted: "interrupted" } as const;
  return {
    ...message,
    text: view.text || message.text,
    citations: view.citations,
    error: view.error,
    status: isFinished(view.status) ? ended[view.status as keyof typeof ended] : "streaming",
  };
}

/** The words for what an answer is waiting for before its first word. */
function useWaitingWords(view: RunView | null): string {
  const t = useText();
  switch (view?.step) {
    case "searching":
      return t("chat.searching");
    case "reading":
      return t("chat.reading");
    default:
      return t("chat.answering");
  }
}

/** A question, set in bold. */
export const Question = memo(function Question({ message }: { message: Message }) {
  return (
    <h2 className="ask selectable" lang={langOf(message.language)}>
      {message.text}
    </h2>
  );
});

/** An answer, alive while it is written. */
export const Answer = memo(function Answer({ message: stored, siblings }: ThreadMessage) {
  const view = useRun(stored.status === "streaming" ? stored.runId : null);
  const message = useMemo(() => liveMessage(stored, view), [stored, view]);
  const waiting = useWaitingWords(view);
  const streaming = message.status === "streaming";
  const { text, citations, answerKind } = message;
  const unsupported = useMemo(
    () => (!streaming && answerKind === "model" && citations.length > 0 ? unsupportedSentences(text, citations) : []),
    [streaming, answerKind, text, citations],
  );
  const ranges = useMemo(() => rangesOf(citations, unsupported), [citations, unsupported]);
  const numbers = useMemo(() => new Set(citations.map((citation) => citation.n)), [citations]);
  return (
    <div className={`say ${streaming ? "say-streaming" : ""}`} data-message={message.id}>
      {streaming && !text && (
        <p className="waiting">
          <span className="ring" aria-hidden />
          {waiting}
        </p>
      )}
      {text && (
        <Citations message={message}>
          <Markdown
            text={text}
            streaming={streaming}
            lang={langOf(message.language)}
            citations={numbers}
            ranges={ranges}
            Chip={CitationChip}
            Range={ClaimRange}
          />
        </Citations>
      )}
      {!streaming && <AfterAnswer message={message} siblings={siblings} unsupported={unsupported.length} />}
    </div>
  );
});

function AfterAnswer({ message, siblings, unsupported }: ThreadMessage & { unsupported: number }) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const plain = message.text.replaceAll(/\s*\[\d{1,3}\]/g, "");
  return (
    <>
      <State message={message} />
      {message.answerKind === "not-found" && <NearestPassages messageId={message.id} empty={!message.text} />}
      <div className="after">
        <Note message={message} unsupported={unsupported} />
        <span className="after-actions">
          <Siblings message={message} siblings={siblings} />
          {message.text && (
            <IconButton
              icon={Copy}
              size={14}
              label={copied ? t("common.copied") : t("common.copy")}
              onClick={() => {
                void navigator.clipboard.writeText(plain).then(() => setCopied(true));
                setTimeout(() => setCopied(false), 2000);
              }}
            />
          )}
          <IconButton
            icon={RotateCcw}
            size={14}
            label={t("chat.answerAgain")}
            onClick={() => void answerAgain(message, null)}
          />
          {message.timings && <Details message={message} />}
        </span>
      </div>
    </>
  );
}

/** Failed, interrupted, stopped: in words, with the one action that helps. */
function State({ message }: { message: Message }) {
  const t = useText();
  const say = useErrorText();
  const again = (
    <Button kind="outlined" onClick={() => void answerAgain(message, null)}>
      {t("chat.answerAgain")}
    </Button>
  );
  if (message.status === "failed" && message.error) {
    const needsModel = message.error.code === "model.none";
    const getModel = (
      <Button kind="outlined" onClick={() => go({ place: "models" })}>
        {t("chat.getModel")}
      </Button>
    );
    return <InlineError {...say(message.error)} button={needsModel ? getModel : again} />;
  }
  if (message.status === "interrupted") {
    return <InlineError tone="warn" message={t("chat.interrupted")} button={again} />;
  }
  return null;
}

/** The one line under an answer: only if something is unsupported, quoted or cut. */
function Note({ message, unsupported }: { message: Message; unsupported: number }) {
  const t = useText();
  const models = useModels().data?.filter((model) => model.kind === "chat");
  if (message.status === "stopped") return <span>{t("chat.stopped")}</span>;
  if (message.answerKind === "quoted") {
    const model = models?.find((candidate) => candidate.isDefault) ?? models?.[0];
    return (
      <span className="after-note">
        {t("chat.quoted")}
        {models &&
          (model ? (
            <button type="button" className="text-link" onClick={() => void answerAgain(message, model.id)}>
              {t("chat.answerWith", { model: model.name })}
            </button>
          ) : (
            <button type="button" className="text-link" onClick={() => go({ place: "models" })}>
              {t("chat.getModel")}
            </button>
          ))}
      </span>
    );
  }
  if (unsupported > 0) {
    return (
      <span className="after-note">
        {t("chat.supported", { n: supportedCount(message.citations) })}
        <span className="unsupported">{t("chat.unsupported", { n: unsupported })}</span>
      </span>
    );
  }
  if (message.answerKind === "model" && message.status === "done" && message.citations.length === 0 && message.text) {
    return message.timings?.retrievalMs === 0 ? (
      <span>{t("chat.withoutDocuments")}</span>
    ) : (
      <span className="unsupported">{t("chat.nothingSupported")}</span>
    );
  }
  return null;
}

function Siblings({ message, siblings }: ThreadMessage) {
  const t = useText();
  const at = siblings.findIndex((sibling) => sibling.id === message.id);
  if (siblings.length < 2 || at < 0) return null;
  const show = (index: number) =>
    useChat.setState(({ chosen }) => ({
      open: null,
      chosen: { ...chosen, [message.parentId ?? ""]: siblings[index]!.id },
    }));
  return (
    <span className="siblings num">
      <IconButton
        icon={ChevronLeft}
        size={14}
        label={t("chat.earlierAnswer")}
        disabled={at === 0}
        onClick={() => show(at - 1)}
      />
      {t("chat.answerOf", { n: at + 1, total: siblings.length })}
      <IconButton
        icon={ChevronRight}
        size={14}
        label={t("chat.laterAnswer")}
        disabled={at === siblings.length - 1}
        onClick={() => show(at + 1)}
      />
    </span>
  );
}

/** Figures of one answer, behind the clock. */
function Details({ message }: { message: Message }) {
  const t = useText();
  const format = useFormat();
  const cores = useSystemInfo().data?.cores;
  const { timings, usage } = message;
  if (!timings) return null;
  const writingMs = timings.totalMs - timings.firstTokenMs;
  const rate = usage && writingMs > 0 ? usage.completionTokens / (writingMs / 1000) : null;
  const rows: [string, string][] = [
    [t("chat.detailModel"), message.model ?? t(message.answerKind === "quoted" ? "chat.quotedOnly" : "chat.noModel")],
    [t("chat.detailSources"), format.count(message.citations.length)],
    [t("chat.detailSearch"), format.duration(timings.retrievalMs)],
  ];
  if (message.model) rows.push([t("chat.detailFirst"), format.duration(timings.firstTokenMs)]);
  rows.push([t("chat.detailTotal"), format.duration(timings.totalMs)]);
  if (message.model && rate !== null)
    rows.push([t("chat.detailRate"), t("chat.tokensPerSecond", { n: rate.toFixed(1) })]);
  if (message.model && usage) {
    rows.push([
      t("chat.detailTokens"),
      t("chat.tokens", { read: format.count(usage.promptTokens), written: format.count(usage.completionTokens) }),
    ]);
  }
  if (message.model && cores) rows.push([t("chat.detailCores"), format.count(cores)]);
  return (
    <Popover
      label={t("chat.details")}
      button={(props) => <IconButton icon={Timer} size={14} label={t("chat.details")} {...props} />}
    >
      <dl className="details num">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}
