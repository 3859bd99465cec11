// The one question before something goes for good: what goes, in words and numbers.
import { useState } from "react";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { TrashItem } from "../../../shared/contract/trash.ts";
import type { RunError } from "../../../shared/domain/runs.ts";
import { useErrorText, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { eraseItems } from "./commands.ts";
import { byKind } from "./groups.ts";

interface EraseDialogProps {
  items: readonly TrashItem[];
  /** Whether that is all there is. */
  everything: boolean;
  onClose: () => void;
}

/** Closes itself when all is gone. */
export function EraseDialog({ items, everything, onClose }: EraseDialogProps) {
  const t = useText();
  const say = useErrorText();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<RunError | null>(null);
  const [only] = items.length === 1 ? items : [];
  const erase = () => {
    setBusy(true);
    setFailed(null);
    eraseItems(items).then(onClose, (error) => {
      setFailed(errorOfCall(error));
      setBusy(false);
    });
  };
  const title = everything
    ? t("trash.emptyTitle")
    : only
      ? t("trash.eraseTitleOne", { name: only.name })
      : t("trash.eraseTitle", { n: items.length });
  const quoted = items.some(({ kind }) => kind === "document" || kind === "knowledge-base");
  return (
    <Dialog
      title={title}
      onClose={busy ? () => {} : onClose}
      actions={
        <>
          <Button kind="outlined" onClick={onClose} disabled={busy} autoFocus>
            {t(only ? "trash.keepOne" : "trash.keep")}
          </Button>
          <Button kind="danger" onClick={erase} disabled={busy}>
            {t(busy ? "trash.erasing" : everything ? "trash.emptyNow" : "trash.eraseNow")}
          </Button>
        </>
      }
    >
      <p>{t("trash.eraseText")}</p>
      <ul className="trash-goes">
        {byKind(items).map(({ kind, goes, items: some }) => (
          <li key={kind}>{t(goes, { n: some.length })}</li>
        ))}
      </ul>
      {quoted && <p>{t("trash.quotesStay")}</p>}
      {failed && <InlineError {...say(failed)} />}
    </Dialog>
  );
}
