// Walking the branches: which of several questions or answers at one place is shown.
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useText } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/Button.tsx";
import { followBranch } from "../send.ts";
import type { ThreadMessage } from "../thread.ts";

/** ‹ 2 / 3 ›; nothing where there is only one. */
export function Siblings({ message, siblings }: ThreadMessage) {
  const t = useText();
  const at = siblings.findIndex((sibling) => sibling.id === message.id);
  if (siblings.length < 2 || at < 0) return null;
  const asks = message.role === "user";
  const name = t(asks ? "message.questions" : "message.answers", { n: at + 1, total: siblings.length });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups two buttons and a figure
    <span className="siblings num" role="group" aria-label={name}>
      <IconButton
        icon={ChevronLeft}
        size={14}
        label={t(asks ? "message.earlierQuestion" : "chat.earlierAnswer")}
        disabled={at === 0}
        onClick={() => void followBranch(siblings[at - 1]!)}
      />
      {t("chat.answerOf", { n: at + 1, total: siblings.length })}
      <IconButton
        icon={ChevronRight}
        size={14}
        label={t(asks ? "message.laterQuestion" : "chat.laterAnswer")}
        disabled={at === siblings.length - 1}
        onClick={() => void followBranch(siblings[at + 1]!)}
      />
    </span>
  );
}
