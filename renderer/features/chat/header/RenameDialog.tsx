// Another name for a conversation; a name that a person gave is never replaced.
import { useState } from "react";
import type { Conversation } from "../../../../shared/contract/chats.ts";
import { client } from "../../../client.ts";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { attempt } from "../send.ts";

/** Dialog with one field; Enter keeps the name. */
export function RenameDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const t = useText();
  const [title, setTitle] = useState(conversation.title);
  const save = () => {
    const wanted = title.trim();
    if (!wanted) return;
    const { id: conversationId } = conversation;
    if (wanted !== conversation.title)
      void attempt(conversationId, () => client.chats.rename({ conversationId, title: wanted }));
    onClose();
  };
  return (
    <Dialog
      title={t("chat.renameTitle")}
      onClose={onClose}
      actions={
        <>
          <Button kind="outlined" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button kind="main" disabled={title.trim() === ""} onClick={save}>
            {t("common.rename")}
          </Button>
        </>
      }
    >
      <TextField
        label={t("chat.title")}
        value={title}
        maxLength={200}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTitle(event.target.value)}
        onEnter={save}
      />
    </Dialog>
  );
}
