// Asks for the password of a document and has it read once more. Opened from the row that needs it.
import { useState } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/Field.tsx";
import { readAgain } from "./commands.ts";

export function PasswordDialog({ document: shown, onClose }: { document: Document; onClose(): void }) {
  const t = useText();
  const [password, setPassword] = useState("");
  const wrong = shown.error?.code === "document.wrong-password";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keeps clicks in the dialog from selecting the row behind it
    // biome-ignore lint/a11y/noStaticElementInteractions: as above
    <div
      className="library-dialog"
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <Dialog
        title={t("knowledge.passwordTitle", { name: shown.name })}
        onClose={onClose}
        actions={
          <>
            <Button onClick={onClose}>{t("common.cancel")}</Button>
            <Button kind="main" disabled={password === ""} type="submit" form="document-password">
              {t("knowledge.passwordRead")}
            </Button>
          </>
        }
      >
        <form
          id="document-password"
          onSubmit={(event) => {
            event.preventDefault();
            if (password === "") return;
            void readAgain(shown, password);
            onClose();
          }}
        >
          <TextField
            label={t("knowledge.password")}
            type="password"
            autoComplete="off"
            autoFocus
            value={password}
            error={wrong && password === "" ? t("knowledge.passwordWrong") : undefined}
            help={t("knowledge.passwordHelp")}
            onChange={(event) => setPassword(event.target.value)}
          />
        </form>
      </Dialog>
    </div>
  );
}
