// Links that leave the machine: only https and mailto, and only after a dialog that names the host.
import { type ReactNode, useState } from "react";
import { useText } from "../i18n/index.ts";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";

/** The address of a link that may be opened, and whom it reaches; null for everything else. */
export function outsideAddress(href: unknown): { href: string; host: string } | null {
  if (typeof href !== "string" || !URL.canParse(href)) return null;
  const url = new URL(href);
  if (url.protocol === "https:" && url.host) return { href: url.href, host: url.host };
  if (url.protocol === "mailto:") return { href: url.href, host: url.pathname };
  return null;
}

/** A link that asks before it opens; links of other kinds are only their text. */
export function OutsideLink({ href, children }: { href: unknown; children?: ReactNode }) {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const address = outsideAddress(href);
  if (!address) return <span className="dead-link">{children}</span>;
  const close = () => setAsking(false);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: not an anchor, so that no middle click, drag or browser menu opens it */}
      <button type="button" role="link" className="outside-link" title={address.href} onClick={() => setAsking(true)}>
        {children}
      </button>
      {asking && (
        <Dialog
          title={t("common.leaveTitle", { host: address.host })}
          onClose={close}
          actions={
            <>
              <Button kind="outlined" autoFocus onClick={close}>
                {t("common.stay")}
              </Button>
              <Button
                kind="main"
                onClick={() => {
                  close();
                  window.open(address.href, "_blank", "noopener,noreferrer");
                }}
              >
                {t("common.leave")}
              </Button>
            </>
          }
        >
          <p>{t("common.leaveText")}</p>
          <p className="selectable">{address.href}</p>
        </Dialog>
      )}
    </>
  );
}
