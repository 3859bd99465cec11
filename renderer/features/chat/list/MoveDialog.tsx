// Puts a chat into a folder: one that is there, a new one, or none.
import { Check, Folder as FolderIcon } from "lucide-react";
import { useState } from "react";
import type { Conversation } from "../../../../shared/contract/chats.ts";
import { useFolders } from "../../../data/queries.ts";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { List, Row } from "../../../ui/Row.tsx";
import { changeConversation } from "../chosen.ts";
import { createFolder } from "./commands.ts";

/** Dialog with the folders as rows and a field for a new one. */
export function MoveDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const t = useText();
  const folders = useFolders().data ?? [];
  const [name, setName] = useState("");
  const move = (folderId: string | null) => {
    void changeConversation(conversation, { folderId });
    onClose();
  };
  const create = async () => {
    const made = name.trim() ? await createFolder(name.trim()) : null;
    if (made) move(made.id);
  };
  const mark = (folderId: string | null) =>
    conversation.folderId === folderId ? <Icon of={Check} size={14} /> : undefined;
  return (
    <Dialog
      title={t("chats.moveTitle", { title: conversation.title })}
      onClose={onClose}
      actions={
        <>
          <Button kind="outlined" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button kind="main" disabled={name.trim() === ""} onClick={() => void create()}>
            {t("chats.moveToNew")}
          </Button>
        </>
      }
    >
      <div className="move-folders">
        <List label={t("chats.folders")}>
          <Row onOpen={() => move(null)} selected={conversation.folderId === null} note={mark(null)}>
            {t("chats.noFolder")}
          </Row>
          {folders.map((folder) => (
            <Row
              key={folder.id}
              icon={FolderIcon}
              selected={conversation.folderId === folder.id}
              note={mark(folder.id)}
              title={folder.name}
              onOpen={() => move(folder.id)}
            >
              {folder.name}
            </Row>
          ))}
        </List>
      </div>
      <TextField
        label={t("chats.newFolderName")}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.target.value)}
        onEnter={() => void create()}
      />
    </Dialog>
  );
}
