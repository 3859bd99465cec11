// What stands under an answer: a state in words, one line where something has to be said, and what can be done.
import { Columns2, Copy, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useText } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/Button.tsx";
import { NearestPassages } from "../NearestPassages.tsx";
import { answerAgain } from "../send.ts";
import { useChat } from "../store.ts";
import type { ThreadMessage } from "../thread.ts";
import { AnswerMenu } from "./AnswerMenu.tsx";
import { AnswerNote } from "./AnswerNote.tsx";
import { AnswerState } from "./AnswerState.tsx";
import { Details } from "./Details.tsx";
import { Rating } from "./Rating.tsx";
import { Siblings } from "./Siblings.tsx";

/** State, note and actions of an answer that ended. */
export function AfterAnswer({ message, siblings, unsupported }: ThreadMessage & { unsupported: number }) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    const plain = message.text.replaceAll(/\s*\[\d{1,3}\]/g, "");
    void navigator.clipboard.writeText(plain).then(() => setCopied(true));
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <>
      <AnswerState message={message} />
      {message.answerKind === "not-found" && <NearestPassages messageId={message.id} empty={!message.text} />}
      <div className="after">
        <AnswerNote message={message} unsupported={unsupported} />
        <span className="after-actions">
          <Siblings message={message} siblings={siblings} />
          {siblings.length > 1 && (
            <IconButton
              icon={Columns2}
              size={14}
              label={t("message.compare")}
              onClick={() => useChat.setState({ comparing: message.parentId, open: null })}
            />
          )}
          {message.text && (
            <IconButton icon={Copy} size={14} label={copied ? t("common.copied") : t("common.copy")} onClick={copy} />
          )}
          <IconButton
            icon={RotateCcw}
            size={14}
            label={t("chat.answerAgain")}
            onClick={() => void answerAgain(message, null)}
          />
          <Rating message={message} />
          {message.timings && <Details message={message} />}
          <AnswerMenu message={message} siblings={siblings} />
        </span>
      </div>
    </>
  );
}
