// The niche of the first screen: takes the first documents, and holds them as sheets on its sill.
import { FilePlus2 } from "lucide-react";
import { useDocuments, useKnowledgeBases } from "../../data/queries.ts";
import { AddingRows } from "../../frame/AddingRows.tsx";
import { chooseFiles } from "../../frame/add-documents.ts";
import { addToTarget } from "../../frame/DropTarget.tsx";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";

const SHEETS = [
  { place: "middle", lines: [100, 94, -100, -64, 100, 86, 90] },
  { place: "left", lines: [100, 88, 100, 70, 100, 92] },
  { place: "right", lines: [92, 100, 80, 100, 100, 60] },
] as const;

/** Left half of the first screen. */
export function Niche() {
  const t = useText();
  const base = useKnowledgeBases().data?.[0];
  const documents = (useDocuments(base?.id ?? null).data ?? []).slice(0, SHEETS.length);
  const total = base?.documents ?? 0;
  return (
    <section className="wall" aria-label={t("onboarding.documents")}>
      <div className="niche">
        <div className="niche-drop">
          <Icon of={FilePlus2} size={20} />
          <p className="niche-title">{total > 0 ? t("onboarding.here", { n: total }) : t("onboarding.drop")}</p>
          <p>{t("onboarding.kinds")}</p>
          <Button kind="outlined" onClick={() => void chooseFiles().then(addToTarget)}>
            {t("onboarding.choose")}
          </Button>
        </div>
        <div className="sheets" aria-hidden>
          {SHEETS.map((sheet, index) => (
            <figure key={sheet.place} className={`sheet-${sheet.place}`}>
              {documents[index] ? <b>{documents[index].name}</b> : <i className="sheet-title" />}
              {sheet.lines.map((length, line) => (
                <i
                  // biome-ignore lint/suspicious/noArrayIndexKey: drawn lines have no identity
                  key={line}
                  className={length < 0 ? "marked" : ""}
                  style={{ width: `${Math.abs(length)}%` }}
                />
              ))}
            </figure>
          ))}
        </div>
      </div>
      <div className="sill" />
      <div className="wall-runs">
        <AddingRows />
      </div>
    </section>
  );
}
