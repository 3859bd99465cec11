// The line above a conversation: its name, what answers, and what can be done with all of it.
import {
  Archive,
  ArchiveRestore,
  Braces,
  Ellipsis,
  FileText,
  FileType,
  Pencil,
  Pin,
  PinOff,
  Plus,
  SlidersHorizontal,
  SquareDashed,
  Trash2,
} from "lucide-react";
import { useState } from "react";
import type { Conversation } from "../../../../shared/contract/chats.ts";
import { keyName, newChat } from "../../../frame/keys.ts";
import { useText } from "../../../i18n/index.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Menu, type MenuItem } from "../../../ui/Menu.tsx";
import { PaneHeader } from "../../../ui/Pane.tsx";
import { changeConversation } from "../chosen.ts";
import { exportConversation } from "../export.ts";
import { useArchive, useRemoveConversation } from "../list/commands.ts";
import { setNewChat, toggleSettings, useChat } from "../store.ts";
import { leaveTemporary } from "../temporary/guard.ts";
import { AssistantChooser } from "./AssistantChooser.tsx";
import "./header.css";
import { ModelChooser } from "./ModelChooser.tsx";
import { RenameDialog } from "./RenameDialog.tsx";

function SettingsButton() {
  const t = useText();
  const shown = useChat(({ side, open }) => side?.show === "settings" && open === null);
  return (
    <IconButton
      icon={SlidersHorizontal}
      label={t("chatSettings.title")}
      shortcut={keyName("Ctrl .")}
      pressed={shown}
      onClick={toggleSettings}
    />
  );
}

/** Header of the chat that is not there yet. */
export function NewChatHeader() {
  const t = useText();
  const temporary = useChat((state) => state.newChat.temporary);
  return (
    <PaneHeader
      className={`chat-header ${temporary ? "chat-header-temporary" : ""}`}
      title={t(temporary ? "chat.temporary" : "frame.newChat")}
      listToggleLabel={t("common.showList")}
    >
      <AssistantChooser conversation={null} />
      <ModelChooser conversation={null} />
      <IconButton
        icon={SquareDashed}
        label={t("chat.newTemporary")}
        pressed={temporary}
        onClick={() => setNewChat({ temporary: !temporary })}
      />
      <SettingsButton />
    </PaneHeader>
  );
}

/** Header of a conversation. */
export function ConversationHeader({ conversation }: { conversation: Conversation }) {
  const t = useText();
  const remove = useRemoveConversation();
  const archive = useArchive();
  const [renaming, setRenaming] = useState(false);
  const { temporary, pinned, archived } = conversation;
  const exports: MenuItem[] = (
    [
      ["markdown", FileText, "chat.exportMarkdown"],
      ["json", Braces, "chat.exportJson"],
      ["pdf", FileType, "chat.exportPdf"],
    ] as const
  ).map(([format, icon, name]) => ({
    label: t(name),
    icon,
    onChoose: () => void exportConversation(conversation, format),
  }));
  const items: (MenuItem | null)[] = temporary
    ? exports
    : [
        { label: t("common.rename"), icon: Pencil, onChoose: () => setRenaming(true) },
        {
          label: t(pinned ? "chats.unpin" : "chats.pin"),
          icon: pinned ? PinOff : Pin,
          onChoose: () => void changeConversation(conversation, { pinned: !pinned }),
        },
        {
          label: t(archived ? "chats.unarchive" : "chats.archive"),
          icon: archived ? ArchiveRestore : Archive,
          onChoose: () => archive(conversation),
        },
        null,
        ...exports,
        null,
        { label: t("common.delete"), icon: Trash2, danger: true, onChoose: () => remove(conversation) },
      ];
  return (
    <PaneHeader
      className={`chat-header ${temporary ? "chat-header-temporary" : ""}`}
      title={temporary ? t("chat.temporary") : conversation.title}
      listToggleLabel={t("common.showList")}
    >
      <AssistantChooser conversation={conversation} />
      <ModelChooser conversation={conversation} />
      {temporary ? (
        <Button kind="outlined" onClick={() => leaveTemporary({ place: "chat" })}>
          {t("chat.endTemporary")}
        </Button>
      ) : (
        <IconButton icon={Plus} label={t("frame.newChat")} shortcut={keyName("Ctrl N")} onClick={newChat} />
      )}
      <SettingsButton />
      <Menu
        label={t("common.more")}
        button={(props) => <IconButton icon={Ellipsis} label={t("common.more")} {...props} />}
        items={items}
      />
      {renaming && <RenameDialog conversation={conversation} onClose={() => setRenaming(false)} />}
    </PaneHeader>
  );
}
