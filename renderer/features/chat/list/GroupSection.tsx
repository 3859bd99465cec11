// A group of the list: pinned chats, a folder that folds, or chats of one age. Takes chats that are dropped on it.
import { ChevronRight, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { Conversation, Folder } from "../../../../shared/contract/chats.ts";
import { useFormat } from "../../../i18n/format.ts";
import { type TextKey, useText } from "../../../i18n/index.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { List, ListGroup } from "../../../ui/Row.tsx";
import { NameField } from "../NameField.tsx";
import { renameFolder, useRemoveFolder } from "./commands.ts";
import { useDropOfChat } from "./drag.ts";
import type { Group, GroupKind } from "./groups.ts";

const NAMES: Record<Exclude<GroupKind, "folder">, TextKey> = {
  pinned: "chats.pinned",
  today: "chat.today",
  yesterday: "chat.yesterday",
  week: "chats.week",
  month: "chats.month",
  earlier: "chat.earlier",
};
/** Rows of a group that are drawn before one asks for more. */
const ROWS = 100;

/** Folders that are folded; kept between starts. */
const useFolded = create<{ ids: string[] }>()(
  persist<{ ids: string[] }>(() => ({ ids: [] }), { name: "alcove:folded" }),
);

interface GroupSectionProps {
  group: Group;
  /** Called with the chat that was dropped here; null where nothing can be dropped. */
  onDropChat: ((conversationId: string) => void) | null;
  row: (conversation: Conversation) => ReactNode;
}

/** Heading and rows; of a long group first a hundred. */
export function GroupSection({ group, onDropChat, row }: GroupSectionProps) {
  const t = useText();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const folded = useFolded(({ ids }) => group.folder !== null && ids.includes(group.folder.id));
  const { over, listeners } = useDropOfChat(onDropChat);
  const name = group.kind === "folder" ? group.folder!.name : t(NAMES[group.kind]);
  const shown = all ? group.rows : group.rows.slice(0, ROWS);
  return (
    <section className={over ? "group-over" : undefined} {...listeners}>
      {group.folder ? (
        <FolderHeading folder={group.folder} folded={folded} count={group.rows.length} />
      ) : (
        <ListGroup>{name}</ListGroup>
      )}
      {!folded && (
        <>
          {group.folder && group.rows.length === 0 && <p className="meta folder-empty">{t("chats.folderEmpty")}</p>}
          <div className={group.folder ? "folder-rows" : undefined}>
            <List label={name}>{shown.map(row)}</List>
          </div>
          {shown.length < group.rows.length && (
            <Button className="group-more" onClick={() => setAll(true)}>
              {t("chats.showAll", { n: format.count(group.rows.length) })}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

function FolderHeading({ folder, folded, count }: { folder: Folder; folded: boolean; count: number }) {
  const t = useText();
  const remove = useRemoveFolder();
  const [renaming, setRenaming] = useState(false);
  if (renaming) {
    return (
      <div className="rename">
        <NameField
          label={t("chats.folderName")}
          name={folder.name}
          onLeave={() => setRenaming(false)}
          onSave={(name) => {
            setRenaming(false);
            void renameFolder(folder, name);
          }}
        />
      </div>
    );
  }
  const toggle = () =>
    useFolded.setState(({ ids }) => ({
      ids: folded ? ids.filter((id) => id !== folder.id) : [...ids, folder.id],
    }));
  return (
    <div className="row folder-heading">
      <button type="button" className="row-open" aria-expanded={!folded} title={folder.name} onClick={toggle}>
        <Icon of={ChevronRight} size={14} className={folded ? "" : "folder-open"} />
        <h3 className="clip grow">{folder.name}</h3>
        {folded && count > 0 && <span className="row-note num">{count}</span>}
      </button>
      <span className="row-actions">
        <Menu
          label={t("common.more")}
          button={(props) => (
            <IconButton icon={Ellipsis} label={t("chats.moreOfFolder", { name: folder.name })} {...props} />
          )}
          items={[
            { label: t("common.rename"), icon: Pencil, onChoose: () => setRenaming(true) },
            null,
            { label: t("chats.removeFolder"), icon: Trash2, danger: true, onChoose: () => remove(folder) },
          ]}
        />
      </span>
    </div>
  );
}
