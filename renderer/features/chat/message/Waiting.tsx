// What an answer is waiting for before its first word, and how far the reading of whole documents is.
import type { RunView } from "../../../../shared/domain/runs.ts";
import { useText } from "../../../i18n/index.ts";

/** One line with the ring; nothing once there is text, unless the run counts what it reads. */
export function Waiting({ view, hasText }: { view: RunView | null; hasText: boolean }) {
  const t = useText();
  const progress = view?.progress;
  const counts = progress && progress.total !== null && progress.done < progress.total;
  if (hasText && !counts) return null;
  const words = counts
    ? t("chat.readingPart", { n: Math.min(progress.done + 1, progress.total!), total: progress.total! })
    : view?.step === "searching"
      ? t("chat.searching")
      : view?.step === "reading"
        ? t("chat.reading")
        : t("chat.answering");
  return (
    <p className="waiting num">
      <span className="ring" aria-hidden />
      {words}
    </p>
  );
}
