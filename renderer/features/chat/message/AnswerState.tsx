// Failed or interrupted: in words, with what was kept and the one or two actions that help.
import type { Message } from "../../../../shared/contract/chats.ts";
import { go } from "../../../frame/route.ts";
import { useErrorText, useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { InlineError } from "../../../ui/InlineError.tsx";
import { answerAgain, canContinue, continueAnswer } from "../send.ts";

/** Nothing for an answer that ended well or that the person stopped. */
export function AnswerState({ message }: { message: Message }) {
  const t = useText();
  const say = useErrorText();
  const actions = (
    <span className="state-actions">
      {canContinue(message) && (
        <Button kind="outlined" onClick={() => void continueAnswer(message)}>
          {t("message.continue")}
        </Button>
      )}
      <Button kind="outlined" onClick={() => void answerAgain(message, null)}>
        {t("chat.answerAgain")}
      </Button>
    </span>
  );
  if (message.status === "failed" && message.error) {
    const getModel = (
      <Button kind="outlined" onClick={() => go({ place: "models" })}>
        {t("chat.getModel")}
      </Button>
    );
    return <InlineError {...say(message.error)} button={message.error.code === "model.none" ? getModel : actions} />;
  }
  if (message.status === "interrupted") {
    return (
      <InlineError
        tone="warn"
        message={t(message.text ? "chat.interrupted" : "message.interruptedEmpty")}
        button={actions}
      />
    );
  }
  return null;
}
