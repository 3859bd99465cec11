// The ledger of connections: what left the machine, where to, why, on whose permission.
import { useLedger } from "../data/queries.ts";
import { useFormat } from "../i18n/format.ts";
import { useText } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Empty, Loading } from "../ui/Empty.tsx";
import { showOverlay } from "./keys.ts";

/** Dialog with all connections since installation. */
export function Ledger() {
  const t = useText();
  const format = useFormat();
  const ledger = useLedger().data;
  const close = () => showOverlay(null);
  return (
    <Dialog
      title={t("frame.ledger")}
      width="wide"
      onClose={close}
      actions={
        <Button kind="outlined" onClick={close} autoFocus>
          {t("common.close")}
        </Button>
      }
    >
      {!ledger ? (
        <Loading label={t("common.loading")} />
      ) : ledger.length === 0 ? (
        <Empty title={t("frame.noConnection")}>{t("frame.noConnectionMore")}</Empty>
      ) : (
        <div className="ledger">
          <table>
            <thead>
              <tr>
                <th>{t("frame.ledgerWhen")}</th>
                <th>{t("frame.ledgerHost")}</th>
                <th>{t("frame.ledgerWhy")}</th>
                <th>{t("frame.ledgerAllowed")}</th>
                <th className="ledger-figure">{t("frame.ledgerBytes")}</th>
              </tr>
            </thead>
            <tbody>
              {ledger.map((entry) => (
                <tr key={entry.id}>
                  <td className="num">{format.when(entry.atMs)}</td>
                  <td className="selectable">{entry.host}</td>
                  <td>{entry.purpose}</td>
                  <td>{entry.allowed ? entry.reason : t("frame.ledgerRefused", { reason: entry.reason })}</td>
                  <td className="ledger-figure num">
                    {t("frame.ledgerSentReceived", {
                      sent: format.bytes(entry.sentBytes),
                      received: format.bytes(entry.receivedBytes),
                    })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Dialog>
  );
}
