// One line of the table of documents: figures when ready, otherwise its state in words and the one action that helps.
// biome-ignore-all lint/a11y/useSemanticElements: a grid whose rows only partly exist cannot be a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row
import { type MouseEvent, memo, type ReactNode, useState } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { useFormat } from "../../i18n/format.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { FileName } from "../../ui/FileName.tsx";
import { readAgain, removeDocuments } from "./commands.ts";
import { actionOf, fractionOf, type Line, phaseOf } from "./order.ts";
import { PasswordDialog } from "./PasswordDialog.tsx";
import { useReason } from "./reason.ts";

interface Props {
  line: Line;
  /** Row of the grid, from 1 with the head. */
  index: number;
  selected: boolean;
  /** The one that the keys act on. */
  lead: boolean;
  icon: ReactNode;
  onPick(event: MouseEvent, line: Line): void;
  onOpen(line: Line): void;
}

export const DocumentRow = memo(function DocumentRow({ line, index, selected, lead, icon, onPick, onOpen }: Props) {
  const format = useFormat();
  const { document: shown } = line;
  const phase = phaseOf(line);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of its rows
    <div
      id={`line-${line.id}`}
      className="library-row"
      role="row"
      aria-rowindex={index}
      aria-selected={selected}
      tabIndex={-1}
      data-line=""
      data-lead={lead ? "" : undefined}
      data-phase={phase}
      onClick={(event) => onPick(event, line)}
      onDoubleClick={() => onOpen(line)}
    >
      <span className="library-cell-name" role="gridcell">
        {icon}
        <FileName name={line.name} />
      </span>
      {phase === "ready" && shown ? (
        <>
          <span className="library-cell-pages num" role="gridcell">
            {shown.format === "pdf" && shown.pages !== null ? format.count(shown.pages) : ""}
          </span>
          <span className="library-cell-passages num" role="gridcell">
            {format.count(shown.chunks)}
          </span>
          <span className="library-cell-size num" role="gridcell">
            {format.bytes(shown.sizeBytes)}
          </span>
          <span className="library-cell-added num" role="gridcell">
            {format.when(shown.createdAtMs)}
          </span>
        </>
      ) : (
        <span className="library-cell-state" role="gridcell">
          <State line={line} />
        </span>
      )}
    </div>
  );
});

function State({ line }: { line: Line }) {
  const t = useText();
  const reason = useReason();
  const { document: shown, item } = line;
  const phase = phaseOf(line);
  if (phase === "waiting") return <span className="faint">{t("knowledge.waiting")}</span>;
  if (phase === "running") {
    const fraction = fractionOf(item);
    const { done, total } = item ?? {};
    const words =
      item?.step === "embedding"
        ? t("knowledge.indexing")
        : total && done !== undefined && total > 1
          ? t("knowledge.readingPage", { n: Math.min(total, done + 1), total })
          : t("knowledge.reading");
    return (
      <>
        <span className="library-running">{words}</span>
        {fraction === null ? null : (
          <span
            className="progress library-progress"
            role="progressbar"
            tabIndex={-1}
            aria-label={line.name}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(fraction * 100)}
            aria-valuetext={words}
          >
            <b style={{ width: `${fraction * 100}%` }} />
          </span>
        )}
      </>
    );
  }
  if (!shown) return null;
  const { short, full } = reason(shown.error);
  return (
    <>
      <span className={phase === "needs-you" ? "library-warn clip" : "library-bad clip"} title={full}>
        {short}
      </span>
      <HelpButton document={shown} />
    </>
  );
}

/** The one action that helps a document that failed. */
export function HelpButton({ document: shown }: { document: Document }) {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const action = actionOf(shown);
  if (action === null) return null;
  const run = () => {
    if (action === "password") setAsking(true);
    else if (action === "retry") void readAgain(shown);
    else void removeDocuments([shown], t);
  };
  return (
    <>
      <Button
        kind="outlined"
        onClick={(event) => {
          event.stopPropagation();
          run();
        }}
      >
        {t(action === "password" ? "knowledge.enter" : action === "retry" ? "common.tryAgain" : "knowledge.remove")}
      </Button>
      {asking ? <PasswordDialog document={shown} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
