// All assistants: renaming and removing them. New ones come from the settings of a chat.
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import type { App } from "../../../../shared/contract/apps.ts";
import { errorOfCall } from "../../../../shared/contract/errors.ts";
import { ASSISTANT_APP_ID } from "../../../../shared/domain/app-config.ts";
import type { RunError } from "../../../../shared/domain/runs.ts";
import { client } from "../../../client.ts";
import { keys, queryClient, useApps } from "../../../data/queries.ts";
import { useErrorText, useText } from "../../../i18n/index.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { InlineError } from "../../../ui/InlineError.tsx";
import { showToast } from "../../../ui/Toast.tsx";
import { NameField } from "../NameField.tsx";

/** Dialog with a row for each assistant but the plain one, which is always there. */
export function Assistants({ onClose }: { onClose: () => void }) {
  const t = useText();
  const say = useErrorText();
  const apps = (useApps().data ?? []).filter((app) => app.mode === "chat" && app.id !== ASSISTANT_APP_ID);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [failed, setFailed] = useState<RunError | null>(null);
  const act = async (action: () => Promise<unknown>) => {
    try {
      setFailed(null);
      await action();
    } catch (error) {
      setFailed(errorOfCall(error));
    }
    await queryClient.invalidateQueries({ queryKey: keys.apps });
  };
  const remove = ({ id: appId, name }: App) =>
    act(async () => {
      await client.apps.remove({ appId });
      // The undo lies under the dialog.
      onClose();
      showToast(t("chat.assistantRemoved", { name }), {
        label: t("common.undo"),
        run: () => void act(() => client.apps.restore({ appId })),
      });
    });
  return (
    <Dialog
      title={t("chat.assistants")}
      onClose={onClose}
      actions={
        <Button kind="outlined" onClick={onClose}>
          {t("common.close")}
        </Button>
      }
    >
      {apps.length === 0 ? (
        <p>{t("chat.noAssistants")}</p>
      ) : (
        <ul className="assistants">
          {apps.map((app) => (
            <li key={app.id}>
              {renaming === app.id ? (
                <NameField
                  label={t("chat.assistantName")}
                  name={app.name}
                  onLeave={() => setRenaming(null)}
                  onSave={(name) => {
                    setRenaming(null);
                    void act(() => client.apps.update({ appId: app.id, name }));
                  }}
                />
              ) : (
                <>
                  <span className="grow clip">{app.name}</span>
                  <IconButton
                    icon={Pencil}
                    size={14}
                    label={t("chat.renameNamed", { name: app.name })}
                    onClick={() => setRenaming(app.id)}
                  />
                  <IconButton
                    icon={Trash2}
                    size={14}
                    label={t("chat.removeNamed", { name: app.name })}
                    onClick={() => void remove(app)}
                  />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {failed && <InlineError {...say(failed)} />}
    </Dialog>
  );
}
