// What is being added right now: uploads and ingestion runs, each as one run row.
import { useActiveRuns } from "../data/queries.ts";
import { remainingMs, stopRun, useRun } from "../data/runs.ts";
import { useFormat } from "../i18n/format.ts";
import { useText } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { InlineError } from "../ui/InlineError.tsx";
import { RunRow } from "../ui/RunRow.tsx";
import { dismissUpload, useUploads } from "./add-documents.ts";

/** Rows of everything that is being added, but for runs that are shown elsewhere; nothing while nothing is. */
export function AddingRows({ without }: { without?: readonly string[] }) {
  const t = useText();
  const uploads = useUploads((state) => state.uploads);
  const runs = useActiveRuns().data?.filter((run) => run.kind === "ingest" && !without?.includes(run.id)) ?? [];
  const words = { pause: t("common.pause"), stop: t("common.stop") };
  return (
    <>
      {uploads.map((upload) =>
        upload.failed ? (
          <InlineError
            key={upload.id}
            message={t("frame.uploadFailed", { detail: upload.failed })}
            action={t("frame.uploadFailedAction")}
            button={
              <Button kind="outlined" onClick={() => dismissUpload(upload.id)}>
                {t("common.close")}
              </Button>
            }
          />
        ) : (
          <RunRow
            key={upload.id}
            label={t("frame.uploading", { n: upload.count })}
            fraction={upload.fraction}
            detail={t("frame.uploaded", { n: Math.round(upload.fraction * 100) })}
            onStop={upload.stop}
            words={words}
          />
        ),
      )}
      {runs.map((run) => (
        <IngestRow key={run.id} runId={run.id} />
      ))}
    </>
  );
}

/** One ingestion run: how many files are done, about how long it takes. */
export function IngestRow({ runId }: { runId: string }) {
  const t = useText();
  const format = useFormat();
  const view = useRun(runId);
  if (!view || (view.status !== "running" && view.status !== "queued")) return null;
  const total = view.progress?.total ?? (view.items.length || null);
  const done = view.progress?.done ?? view.items.filter((item) => item.status === "done").length;
  const leftMs = remainingMs(runId, done, total);
  const now = view.items.find((item) => item.status === "running");
  return (
    <RunRow
      label={t("frame.adding", { n: total ?? view.items.length })}
      fraction={total ? done / total : null}
      detail={
        leftMs !== null
          ? t("frame.doneAndLeft", { n: done, left: format.duration(leftMs) })
          : done > 0
            ? t("frame.done", { n: done })
            : (now?.name ?? t("frame.waiting"))
      }
      onStop={() => stopRun(runId)}
      words={{ pause: t("common.pause"), stop: t("common.stop") }}
    />
  );
}
