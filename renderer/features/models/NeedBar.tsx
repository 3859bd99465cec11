// A model's need drawn on the ruler of this computer's memory, with a line at what is free now.
import { useFormat } from "../../i18n/format.ts";
import { useText } from "../../i18n/index.ts";
import { fitOf, type Memory, type Need } from "./fit.ts";

interface Props {
  need: Need | null;
  memory: Memory;
  /** Its memory is in use already, so what is free says nothing about it. */
  loaded?: boolean;
}

/** The ruler of one row; "about" where the size is a guess, in words where nothing is known. */
export function NeedBar({ need, memory, loaded = false }: Props) {
  const t = useText();
  const { memory: words } = useFormat();
  if (!need) return <span className="models-unknown">{t("models.sizeUnknown")}</span>;
  const fit = loaded ? "fits" : fitOf(need, memory);
  const size = words(need.bytes);
  const text = need.certain ? size : t("models.about", { what: size });
  return (
    <span className="models-need" data-fit={fit} data-certain={need.certain ? "" : undefined}>
      <span className="models-need-bar" aria-hidden="true">
        <b style={{ width: `${Math.min(100, (need.bytes / memory.totalBytes) * 100)}%` }} />
        {loaded ? null : <i style={{ left: `${(memory.freeBytes / memory.totalBytes) * 100}%` }} />}
      </span>
      <span className="num">{text}</span>
    </span>
  );
}
