// A download or an import of a model, in place: how much is here, how fast, how long it takes, Stop.
import type { RunView } from "../../../shared/domain/runs.ts";
import { remainingMs, stopRun } from "../../data/runs.ts";
import { useFormat } from "../../i18n/format.ts";
import { useText } from "../../i18n/index.ts";
import { RunRow } from "../../ui/RunRow.tsx";

interface Props {
  runId: string;
  view: RunView;
  name: string;
  /** null while nobody knows it. */
  sizeBytes: number | null;
}

/** Bytes so far of all bytes, and about how long is left; counts upwards where the size is unknown. */
export function ModelRunRow({ runId, view, name, sizeBytes }: Props) {
  const t = useText();
  const format = useFormat();
  const total = view.progress?.total ?? sizeBytes;
  const done = view.progress?.unit === "bytes" ? view.progress.done : 0;
  const leftMs = remainingMs(runId, done, total);
  const checking = view.step === "checking" && done > 0;
  const amount =
    total === null
      ? t("models.soFar", { size: format.bytes(done) })
      : t("models.doneOf", { done: format.bytes(done), total: format.bytes(total) });
  const detail = checking
    ? t("models.checking")
    : done === 0
      ? t(view.step === "connecting" ? "models.connecting" : "models.starting")
      : leftMs === null
        ? amount
        : t("models.doneAndLeft", { amount, left: format.duration(leftMs) });
  return (
    <RunRow
      label={name}
      fraction={total === null ? null : Math.min(1, done / total)}
      detail={detail}
      onStop={() => stopRun(runId)}
      words={{ pause: t("common.pause"), stop: t("common.stop") }}
    />
  );
}
