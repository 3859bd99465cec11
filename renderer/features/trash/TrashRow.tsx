// One deleted thing: its name, what it was, when it went, and the two ways out.
import { RotateCcw, Trash2 } from "lucide-react";
import type { TrashItem } from "../../../shared/contract/trash.ts";
import { useFormat } from "../../i18n/format.ts";
import { useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { FileName } from "../../ui/FileName.tsx";

interface TrashRowProps {
  item: TrashItem;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onRestore: () => void;
  onErase: () => void;
}

/** A row of the trash. */
export function TrashRow({ item, chosen, onChoose, onRestore, onErase }: TrashRowProps) {
  const t = useText();
  const format = useFormat();
  const { kind, name, within, count, sizeBytes, deletedAtMs } = item;
  const facts = [
    within && t("trash.from", { name: within }),
    count !== null && t(kind === "conversation" ? "trash.messages" : "common.documents", { n: count }),
    sizeBytes !== null && format.bytes(sizeBytes),
    t("trash.deleted", { when: format.when(deletedAtMs) }),
  ].filter((fact) => fact !== null && fact !== false && fact !== "");
  return (
    <li className={`trash-row ${chosen ? "trash-chosen" : ""}`}>
      <label className="trash-pick">
        <input
          type="checkbox"
          aria-label={t("trash.select", { name })}
          checked={chosen}
          onChange={(event) => onChoose(event.target.checked)}
        />
        <span className="trash-words">
          <span className="clip" title={name}>
            {kind === "document" ? <FileName name={name} /> : name}
          </span>
          <span className="meta num clip">{facts.join(" · ")}</span>
        </span>
      </label>
      <Button icon={RotateCcw} aria-label={t("trash.restoreOne", { name })} onClick={onRestore}>
        {t("trash.restore")}
      </Button>
      <IconButton icon={Trash2} label={t("trash.eraseOne", { name })} onClick={onErase} />
    </li>
  );
}
