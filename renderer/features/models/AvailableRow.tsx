// A model that can be had: what it is good at, whether it fits, and its download in place.
import { Download } from "lucide-react";
import { useState } from "react";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { CatalogueEntry, Model } from "../../../shared/contract/models.ts";
import { isFinished, type RunError } from "../../../shared/domain/runs.ts";
import { useActiveRuns } from "../../data/queries.ts";
import { useRun } from "../../data/runs.ts";
import { useFormat } from "../../i18n/format.ts";
import { useErrorText, useLanguage, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { estimatedSpeed, fitOf, type Memory, needOf, roughly } from "./fit.ts";
import { ModelRunRow } from "./ModelRunRow.tsx";
import { NeedBar } from "./NeedBar.tsx";
import { download, forgetDownload, resumeDownload, useModelRuns } from "./store.ts";

export type Available = CatalogueEntry & { installed: boolean; host: string };

/** The run that downloads an entry: started here, or by another window. */
function useDownload(entry: Available): string | null {
  const started = useModelRuns((state) => state.downloads[entry.id]);
  const active = useActiveRuns().data;
  const other = active?.find(({ kind, title }) => kind === "model-download" && title === entry.name);
  return other?.id ?? started ?? null;
}

/** A row of the catalogue. */
export function AvailableRow({
  entry,
  memory,
  installed,
}: {
  entry: Available;
  memory: Memory;
  installed: readonly Model[];
}) {
  const t = useText();
  const format = useFormat();
  const language = useLanguage();
  const say = useErrorText();
  const runId = useDownload(entry);
  const view = useRun(runId);
  const running = view !== null && runId !== null && !isFinished(view.status);
  const need = needOf(entry);
  const fit = fitOf(need, memory);
  const speed = fit === "never" ? null : estimatedSpeed(entry.sizeBytes, installed, language);
  const facts = [
    fit === "never"
      ? t("models.tooLarge")
      : withoutStop(language === "zh-CN" ? entry.strengths.zh : entry.strengths.en),
    fit === "tight" ? t("models.tight") : null,
    entry.sizeBytes === null ? t("models.downloadUnknown") : format.bytes(entry.sizeBytes),
    entry.licence,
  ].filter((fact): fact is string => !!fact);
  const failed: RunError | null =
    view && (view.status === "failed" || view.status === "interrupted") ? view.error : null;
  const problem = failed && failed.code !== "cancelled" ? say(failed) : null;
  return (
    <div className="models-row">
      {running ? (
        <ModelRunRow runId={runId} view={view} name={entry.name} sizeBytes={entry.sizeBytes} />
      ) : (
        <div className="models-grid">
          <div className="models-name">
            <span className="strong clip">{entry.name}</span>
            <span className="meta models-facts" title={facts.join(t("models.comma"))}>
              {facts.join(t("models.comma"))}
            </span>
          </div>
          <NeedBar need={need} memory={memory} />
          <span className="models-figure models-speed faint num">
            {speed ? t("models.about", { what: format.duration(roughly(speed.readMs / 1000) * 1000) }) : ""}
          </span>
          <span className="models-figure models-speed faint num">
            {speed ? t("models.about", { what: t("models.words", { n: roughly(speed.wordsPerSecond) }) }) : ""}
          </span>
          <div className="models-actions">
            {fit === "never" ? (
              <span className="models-never">{t("models.willNotFit")}</span>
            ) : (
              <GetButton entry={entry} />
            )}
          </div>
        </div>
      )}
      {problem && runId ? (
        <InlineError
          message={problem.message}
          action={problem.action}
          button={
            <span className="line">
              <Button kind="outlined" onClick={() => void resumeDownload(entry.id, runId)}>
                {t("common.tryAgain")}
              </Button>
              <Button onClick={() => forgetDownload(entry.id)}>{t("common.close")}</Button>
            </span>
          }
        />
      ) : null}
    </div>
  );
}

/** A sentence that goes on with a comma. */
const withoutStop = (sentence: string) => sentence.replace(/[.。]$/u, "");

/** Asks for the one connection that a download needs, naming the host, then downloads. */
export function GetButton({ entry, kind = "outlined" }: { entry: Available; kind?: "main" | "outlined" }) {
  const t = useText();
  const format = useFormat();
  const say = useErrorText();
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const runId = useDownload(entry);
  const view = useRun(runId);
  if (runId && view && !isFinished(view.status)) return null;
  const start = () => {
    setRefused(null);
    download(entry.id).then(
      () => setAsking(false),
      (thrown: unknown) => {
        const { message, action } = say(errorOfCall(thrown));
        setRefused(`${message} ${action}`);
      },
    );
  };
  const size = entry.sizeBytes === null ? t("models.downloadUnknown") : format.bytes(entry.sizeBytes);
  return (
    <>
      <Button
        kind={kind}
        icon={Download}
        aria-label={t("models.getNamed", { name: entry.name })}
        onClick={() => setAsking(true)}
      >
        {t("models.get")}
      </Button>
      {asking ? (
        <Dialog
          title={t("models.consentTitle", { host: entry.host })}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button autoFocus onClick={() => setAsking(false)}>
                {t("models.stayOffline")}
              </Button>
              <Button kind="main" onClick={start}>
                {t("models.download")}
              </Button>
            </>
          }
        >
          <p>{t("models.consentWhat", { name: entry.name, size })}</p>
          <p className="soft">{t("models.consentHow", { host: entry.host })}</p>
          <dl className="models-consent">
            <dt>{t("models.file")}</dt>
            <dd className="selectable">
              {entry.repo}/{entry.file}
            </dd>
            <dt>{t("models.licence")}</dt>
            <dd>{entry.licence}</dd>
          </dl>
          {refused ? <InlineError message={refused} /> : null}
        </Dialog>
      ) : null}
    </>
  );
}
