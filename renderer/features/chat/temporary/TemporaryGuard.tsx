// The question before a temporary chat is left. Mounted once by the window, because every place can be gone to.
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { useChat } from "../store.ts";
import { endAndLeave, stay, useLeaveGuard } from "./guard.ts";

/** A dialog only where the person is about to leave. */
export function TemporaryGuard() {
  const t = useText();
  const leaving = useChat((state) => state.leavingFor !== null);
  useLeaveGuard();
  if (!leaving) return null;
  return (
    <Dialog
      title={t("chat.leaveTemporary")}
      onClose={stay}
      actions={
        <>
          <Button kind="outlined" autoFocus onClick={stay}>
            {t("chat.stayTemporary")}
          </Button>
          <Button kind="danger" onClick={() => void endAndLeave()}>
            {t("chat.leaveAndForget")}
          </Button>
        </>
      }
    >
      <p>{t("chat.leaveTemporaryMore")}</p>
    </Dialog>
  );
}
