// Model files on their way into the workspace: being sent, then checked and copied as a run.

import { useEffect } from "react";
import { isFinished } from "../../../shared/domain/runs.ts";
import { useActiveRuns } from "../../data/queries.ts";
import { useRun } from "../../data/runs.ts";
import { useErrorText, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { RunRow } from "../../ui/RunRow.tsx";
import { ModelRunRow } from "./ModelRunRow.tsx";
import { forgetImport, type Import, useModelRuns } from "./store.ts";

/** Imports of this window, and those that other windows or the command line started. */
export function ImportRows() {
  const imports = useModelRuns((state) => state.imports);
  const active = useActiveRuns().data;
  const known = new Set(imports.map(({ runId }) => runId));
  const others = (active ?? []).filter(({ kind, id }) => kind === "model-import" && !known.has(id));
  return (
    <>
      {imports.map((entry) =>
        entry.runId === null ? (
          <Sending key={entry.id} entry={entry} />
        ) : (
          <Running key={entry.id} runId={entry.runId} name={entry.name} onEnd={() => forgetImport(entry.id)} />
        ),
      )}
      {others.map(({ id, title }) => (
        <Running key={id} runId={id} name={title} />
      ))}
    </>
  );
}

function Sending({ entry }: { entry: Import }) {
  const t = useText();
  if (entry.failed !== null)
    return (
      <div className="models-row">
        <InlineError
          message={t("models.importFailed", { name: entry.name })}
          action={entry.failed}
          button={
            <Button kind="outlined" onClick={entry.stop}>
              {t("common.close")}
            </Button>
          }
        />
      </div>
    );
  const percent = Math.round((entry.fraction ?? 0) * 100);
  return (
    <div className="models-row">
      <RunRow
        label={entry.name}
        fraction={entry.fraction}
        detail={t("models.copying", { n: percent })}
        onStop={entry.stop}
        words={{ pause: t("common.pause"), stop: t("common.stop") }}
      />
    </div>
  );
}

function Running({ runId, name, onEnd }: { runId: string; name: string; onEnd?: () => void }) {
  const t = useText();
  const say = useErrorText();
  const view = useRun(runId);
  const over = view !== null && isFinished(view.status);
  const error = over && view.status === "failed" ? view.error : null;
  const silent = over && error === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it ends
  useEffect(() => {
    if (silent) onEnd?.();
  }, [silent]);
  if (!view || silent) return null;
  if (!over)
    return (
      <div className="models-row">
        <ModelRunRow runId={runId} view={view} name={name} sizeBytes={null} />
      </div>
    );
  // The engine may know the file by its stored name only.
  const { message, action } = error
    ? say({ ...error, params: { ...error.params, ...(error.params.file ? { file: name } : {}) } })
    : { message: t("models.importFailed", { name }), action: "" };
  return (
    <div className="models-row">
      <InlineError
        message={message}
        action={action}
        button={
          onEnd ? (
            <Button kind="outlined" onClick={onEnd}>
              {t("common.close")}
            </Button>
          ) : undefined
        }
      />
    </div>
  );
}
