// The one line under an answer: only if something is unsupported, quoted, cut or changed by the person.
import type { ReactNode } from "react";
import type { Message } from "../../../../shared/contract/chats.ts";
import { useModels } from "../../../data/queries.ts";
import { go } from "../../../frame/route.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/index.ts";
import { AnalysisStopped } from "../../drop/AnalysisProgress.tsx";
import { answerAgain, canContinue, continueAnswer } from "../send.ts";
import { supportedCount } from "../support.ts";

function Cut({ message, children }: { message: Message; children: ReactNode }) {
  const t = useText();
  return (
    <span className="after-note">
      {children}
      {canContinue(message) && (
        <button type="button" className="text-link" onClick={() => void continueAnswer(message)}>
          {t("message.continue")}
        </button>
      )}
    </span>
  );
}

function Quoted({ message }: { message: Message }) {
  const t = useText();
  const models = useModels().data?.filter((model) => model.kind === "chat");
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

/** Nothing where there is nothing to say. */
export function AnswerNote({ message, unsupported }: { message: Message; unsupported: number }) {
  const t = useText();
  const format = useFormat();
  if (message.editedAtMs !== null) {
    return <span className="after-note">{t("message.editedByYou", { when: format.when(message.editedAtMs) })}</span>;
  }
  if (message.status === "stopped") {
    const analysis = message.answerKind === "analysis";
    return <Cut message={message}>{analysis ? <AnalysisStopped message={message} /> : t("chat.stopped")}</Cut>;
  }
  if (message.status === "done" && message.stopReason === "length")
    return <Cut message={message}>{t("message.cutByLength")}</Cut>;
  if (message.answerKind === "quoted") return <Quoted message={message} />;
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
