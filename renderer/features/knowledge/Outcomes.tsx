// What came of adding files that have no row of their own: files that were here already, and files that could not be
// taken in at all. Above the table until it is closed.
import { X } from "lucide-react";
import { isFinished } from "../../../shared/domain/runs.ts";
import { useRun } from "../../data/runs.ts";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/Button.tsx";
import { useReason } from "./reason.ts";
import { forgetStarted, useLibrary } from "./store.ts";

export function Outcomes({ knowledgeBaseId }: { knowledgeBaseId: string }) {
  const started = useLibrary((state) => state.started[knowledgeBaseId]);
  return started?.map(({ runId }) => (
    <Outcome key={runId} runId={runId} onClose={() => forgetStarted(knowledgeBaseId, runId)} />
  ));
}

function Outcome({ runId, onClose }: { runId: string; onClose(): void }) {
  const t = useText();
  const reason = useReason();
  const view = useRun(runId);
  if (!view || !isFinished(view.status)) return null;
  const here = view.items.filter((item) => item.status === "skipped");
  const refused = view.items.filter((item) => item.status === "failed" && !item.result?.documentId);
  const failed = view.status === "failed" && view.error ? reason(view.error).full : null;
  if (here.length === 0 && refused.length === 0 && !failed) return null;
  return (
    <div className="library-outcome" role="status">
      <div className="grow">
        {failed ? <p className="library-bad">{failed}</p> : null}
        {refused.map((item) => (
          <p key={item.id}>
            <span className="library-bad">{reason(item.error ?? null).full}</span>
          </p>
        ))}
        {here.length === 1 ? <p>{t("knowledge.oneWasHere", { name: here[0]!.name })}</p> : null}
        {here.length > 1 ? <p>{t("knowledge.wereHere", { n: here.length })}</p> : null}
      </div>
      <IconButton icon={X} label={t("common.close")} onClick={onClose} />
    </div>
  );
}
