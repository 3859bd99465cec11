// The trash: what was deleted, by kind, to be restored or deleted for good, one by one or several together.
import { useQuery } from "@tanstack/react-query";
import { RotateCcw, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { TrashItem } from "../../../shared/contract/trash.ts";
import type { RunError } from "../../../shared/domain/runs.ts";
import { client } from "../../client.ts";
import { useErrorText, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Empty, Loading } from "../../ui/Empty.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { PaneHeader, Panes } from "../../ui/Pane.tsx";
import { restoreItems, TRASH_KEY } from "./commands.ts";
import { EraseDialog } from "./EraseDialog.tsx";
import { byKind, keyOf } from "./groups.ts";
import { TrashRow } from "./TrashRow.tsx";
import "./trash.css";

const NOTHING: readonly TrashItem[] = [];

/** The place "Trash" of the rail. */
export function TrashPage() {
  const t = useText();
  const say = useErrorText();
  // Whatever goes into the trash is announced as a change of its own domain, so it is read again whenever one looks.
  const trash = useQuery({ queryKey: TRASH_KEY, queryFn: () => client.trash.list(), staleTime: 0 });
  const items = trash.data ?? NOTHING;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [erasing, setErasing] = useState<readonly TrashItem[] | null>(null);
  const [failed, setFailed] = useState<RunError | null>(null);
  const groups = useMemo(() => byKind(items), [items]);
  const selected = items.filter((item) => chosen.has(keyOf(item)));

  const choose = (item: TrashItem, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(keyOf(item));
    else next.delete(keyOf(item));
    setChosen(next);
  };
  const restore = (some: readonly TrashItem[]) => {
    setFailed(null);
    restoreItems(some, t).catch((error) => setFailed(errorOfCall(error)));
  };
  return (
    <Panes page="trash" listLabel={t("trash.title")} inspectorLabel={t("trash.title")} resizeLabel={t("common.resize")}>
      <PaneHeader
        title={t("trash.title")}
        note={selected.length > 0 ? t("trash.selected", { n: selected.length }) : undefined}
      >
        {selected.length > 0 ? (
          <>
            <Button kind="outlined" icon={RotateCcw} onClick={() => restore(selected)}>
              {t("trash.restore")}
            </Button>
            <Button kind="outlined" icon={Trash2} onClick={() => setErasing(selected)}>
              {t("trash.erase")}
            </Button>
          </>
        ) : (
          items.length > 0 && (
            <Button kind="outlined" icon={Trash2} onClick={() => setErasing(items)}>
              {t("trash.emptyTrash")}
            </Button>
          )
        )}
      </PaneHeader>
      <div className="scroll trash">
        {failed && <InlineError {...say(failed)} />}
        {trash.isError ? (
          <InlineError
            message={t("trash.loadFailed")}
            button={
              <Button kind="outlined" onClick={() => void trash.refetch()}>
                {t("common.tryAgain")}
              </Button>
            }
          />
        ) : trash.isPending ? (
          <Loading label={t("common.loading")} rows={6} />
        ) : items.length === 0 ? (
          <Empty title={t("trash.empty")}>{t("trash.emptyText")}</Empty>
        ) : (
          <>
            <label className="trash-all">
              <input
                type="checkbox"
                checked={selected.length === items.length}
                ref={(box) => {
                  if (box) box.indeterminate = selected.length > 0 && selected.length < items.length;
                }}
                onChange={(event) => setChosen(new Set(event.target.checked ? items.map(keyOf) : []))}
              />
              {t("trash.selectAll")}
            </label>
            {groups.map(({ kind, name, items: some }) => (
              <section key={kind} aria-labelledby={`trash-${kind}`}>
                <h2 id={`trash-${kind}`} className="trash-kind">
                  {t(name)}
                </h2>
                <ul>
                  {some.map((item) => (
                    <TrashRow
                      key={item.id}
                      item={item}
                      chosen={chosen.has(keyOf(item))}
                      onChoose={(on) => choose(item, on)}
                      onRestore={() => restore([item])}
                      onErase={() => setErasing([item])}
                    />
                  ))}
                </ul>
              </section>
            ))}
          </>
        )}
      </div>
      {erasing && (
        <EraseDialog
          items={erasing}
          everything={erasing.length === items.length && erasing.length > 1}
          onClose={() => {
            setErasing(null);
            setChosen(new Set());
          }}
        />
      )}
    </Panes>
  );
}
