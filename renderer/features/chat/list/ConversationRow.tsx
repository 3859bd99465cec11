// One chat in the list, with its menu; its name is typed where it stands.
import { Archive, ArchiveRestore, Ellipsis, FolderInput, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Conversation } from "../../../../shared/contract/chats.ts";
import { go } from "../../../frame/route.ts";
import { useText } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/Button.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { Row } from "../../../ui/Row.tsx";
import { changeConversation } from "../chosen.ts";
import { NameField } from "../NameField.tsx";
import { renameConversation, useArchive, useRemoveConversation } from "./commands.ts";
import { startDrag } from "./drag.ts";
import { MoveDialog } from "./MoveDialog.tsx";

interface ConversationRowProps {
  conversation: Conversation;
  selected: boolean;
  renaming: boolean;
  onRename: (conversationId: string | null) => void;
}

/** A row that opens the chat, can be dragged to a folder, and offers the rest in its menu. */
export function ConversationRow({ conversation, selected, renaming, onRename }: ConversationRowProps) {
  const t = useText();
  const remove = useRemoveConversation();
  const archive = useArchive();
  const [moving, setMoving] = useState(false);
  const { id, title, pinned, archived } = conversation;
  if (renaming) {
    return (
      <li className="rename">
        <NameField
          label={t("chat.title")}
          name={title}
          onLeave={() => onRename(null)}
          onSave={(name) => {
            onRename(null);
            void renameConversation(conversation, name);
          }}
        />
      </li>
    );
  }
  return (
    <>
      <Row
        id={id}
        selected={selected}
        title={title}
        onOpen={() => go({ place: "chat", id })}
        {...(!archived && { onDragStart: (event) => startDrag(event, id) })}
        actions={
          <Menu
            label={t("common.more")}
            button={(props) => <IconButton icon={Ellipsis} label={t("chat.moreOf", { title })} {...props} />}
            items={[
              { label: t("common.rename"), icon: Pencil, shortcut: "F2", onChoose: () => onRename(id) },
              ...(archived
                ? []
                : [
                    {
                      label: t(pinned ? "chats.unpin" : "chats.pin"),
                      icon: pinned ? PinOff : Pin,
                      onChoose: () => void changeConversation(conversation, { pinned: !pinned }),
                    },
                    { label: t("chats.move"), icon: FolderInput, onChoose: () => setMoving(true) },
                  ]),
              {
                label: t(archived ? "chats.unarchive" : "chats.archive"),
                icon: archived ? ArchiveRestore : Archive,
                onChoose: () => archive(conversation),
              },
              null,
              { label: t("common.delete"), icon: Trash2, danger: true, onChoose: () => remove(conversation) },
            ]}
          />
        }
      >
        {title}
      </Row>
      {moving && <MoveDialog conversation={conversation} onClose={() => setMoving(false)} />}
    </>
  );
}
