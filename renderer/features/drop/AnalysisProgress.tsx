// How far the reading of whole documents is, where its answer will stand, and where it was when it was stopped.
import type { Message } from "../../../shared/contract/chats.ts";
import type { RunView } from "../../../shared/domain/runs.ts";
import { remainingMs, stopRun, useRun } from "../../data/runs.ts";
import { useFormat } from "../../i18n/format.ts";
import { useText } from "../../i18n/index.ts";
import { RunRow } from "../../ui/RunRow.tsx";

const STEPS = { "reading-parts": "drop.readingParts", combining: "drop.combining" } as const;
const stepOf = (view: RunView | null): keyof typeof STEPS | null =>
  view?.step && Object.hasOwn(STEPS, view.step) ? (view.step as keyof typeof STEPS) : null;

/** Whether a run is reading whole documents at the moment. */
export const readsWhole = (view: RunView | null): view is RunView => stepOf(view) !== null;

/** Parts that are read or brought together, the time that is left, and Stop; what was read is kept. */
export function AnalysisProgress({ runId, view }: { runId: string; view: RunView }) {
  const t = useText();
  const format = useFormat();
  const step = stepOf(view);
  if (!step) return null;
  const { done = 0, total = null } = view.progress ?? {};
  // Combining goes at another pace than reading.
  const leftMs = remainingMs(`${runId} ${step}`, done, total);
  const n = Math.min(total ?? 0, done + 1);
  const detail =
    total === null
      ? ""
      : leftMs === null
        ? t("drop.partOf", { n, total })
        : t("drop.partAndLeft", { n, total, left: format.duration(leftMs) });
  return (
    <RunRow
      label={t(STEPS[step])}
      fraction={total ? done / total : null}
      detail={detail}
      onStop={() => stopRun(runId)}
      words={{ pause: t("common.pause"), stop: t("common.stop") }}
    />
  );
}

/** How far an analysis had come when it was stopped. */
export function AnalysisStopped({ message }: { message: Message }) {
  const t = useText();
  const progress = useRun(message.runId)?.progress;
  return progress?.total ? t("drop.stoppedAt", { n: progress.done, total: progress.total }) : t("chat.stopped");
}
