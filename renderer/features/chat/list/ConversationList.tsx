// The list of chats: pinned, in folders, by age, or the archive; searched by title; renamed in place.
import { Archive, ArrowLeft, FolderPlus, Plus, SquareDashed } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useArchived, useConversations, useFolders } from "../../../data/queries.ts";
import { keyName, newChat } from "../../../frame/keys.ts";
import { go } from "../../../frame/route.ts";
import { useText } from "../../../i18n/index.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { SearchField } from "../../../ui/Field.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { PaneHeader } from "../../../ui/Pane.tsx";
import { List, Row } from "../../../ui/Row.tsx";
import { MessageHits } from "../../search/MessageHits.tsx";
import { changeConversation } from "../chosen.ts";
import { NameField } from "../NameField.tsx";
import { useChat } from "../store.ts";
import { ConversationRow } from "./ConversationRow.tsx";
import { createFolder, useRemoveConversation } from "./commands.ts";
import { GroupSection } from "./GroupSection.tsx";
import { type Group, listGroups } from "./groups.ts";
import "./list.css";

/** What a chat becomes when it is dropped on a group; null where that says nothing. */
function changeByDrop({ kind, folder }: Group) {
  if (kind === "pinned") return { pinned: true };
  return folder ? { folderId: folder.id, pinned: false } : { folderId: null, pinned: false };
}

/** Contents of the list pane. */
export function ConversationList({ currentId }: { currentId: string | null }) {
  const t = useText();
  const [inArchive, setInArchive] = useState(false);
  const current = useConversations().data ?? [];
  const archived = useArchived(inArchive).data ?? [];
  const folders = useFolders().data ?? [];
  const [query, setQuery] = useState("");
  const [renaming, setRenaming] = useState<string | null>(null);
  const [newFolder, setNewFolder] = useState(false);
  const temporaryId = useChat((state) => state.temporaryId);
  const remove = useRemoveConversation();

  const conversations = inArchive ? archived : current;
  const wanted = query.trim().toLowerCase();
  const shown = conversations.filter((conversation) => conversation.title.toLowerCase().includes(wanted));
  // The archive knows neither pins nor folders.
  const groups = inArchive
    ? listGroups(
        shown.map((row) => ({ ...row, pinned: false })),
        [],
        Date.now(),
      )
    : listGroups(shown, wanted ? [] : folders, Date.now());

  const onKeyDown = (event: KeyboardEvent) => {
    const id = (event.target as HTMLElement).dataset.row;
    const conversation = conversations.find((row) => row.id === id);
    if (!conversation) return;
    if (event.key === "F2") setRenaming(conversation.id);
    else if (event.key === "Delete") remove(conversation);
    else return;
    event.preventDefault();
  };
  const drop = (group: Group) => (conversationId: string) => {
    const conversation = conversations.find((row) => row.id === conversationId);
    if (conversation) void changeConversation(conversation, changeByDrop(group));
  };
  const leaveArchive = () => {
    setInArchive(false);
    setQuery("");
  };
  return (
    <>
      {inArchive ? (
        <PaneHeader title={t("chats.archived")} level={2}>
          <IconButton icon={ArrowLeft} label={t("chats.backToChats")} onClick={leaveArchive} />
        </PaneHeader>
      ) : (
        <PaneHeader title={t("chat.chats")} level={2}>
          <IconButton icon={FolderPlus} label={t("chats.newFolder")} onClick={() => setNewFolder(true)} />
          <IconButton icon={Plus} label={t("frame.newChat")} shortcut={keyName("Ctrl N")} onClick={newChat} />
        </PaneHeader>
      )}
      {conversations.length > 5 && (
        <div className="list-search">
          <SearchField
            label={t("chat.searchTitles")}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the rows within */}
      <div className="scroll chat-list" onKeyDown={onKeyDown}>
        {temporaryId && !inArchive && (
          <div className="list-temporary">
            <List label={t("chat.temporary")}>
              <Row
                icon={SquareDashed}
                selected={currentId === temporaryId}
                onOpen={() => go({ place: "chat", id: temporaryId })}
              >
                {t("chat.temporary")}
              </Row>
            </List>
          </div>
        )}
        {newFolder && (
          <div className="rename">
            <NameField
              label={t("chats.newFolderName")}
              name=""
              onLeave={() => setNewFolder(false)}
              onSave={(name) => void createFolder(name).then(() => setNewFolder(false))}
            />
          </div>
        )}
        {conversations.length === 0 && (
          <p className="meta list-empty">{t(inArchive ? "chats.archiveEmpty" : "chat.noChats")}</p>
        )}
        {wanted && shown.length === 0 && <p className="meta list-empty">{t("chat.noneFound", { query })}</p>}
        {groups.map((group) => (
          <GroupSection
            key={group.folder?.id ?? group.kind}
            group={group}
            onDropChat={inArchive ? null : drop(group)}
            row={(conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                selected={conversation.id === currentId}
                renaming={renaming === conversation.id}
                onRename={setRenaming}
              />
            )}
          />
        ))}
        {!inArchive && <MessageHits query={query} />}
      </div>
      {!inArchive && (
        <div className="list-foot">
          <Button onClick={() => setInArchive(true)}>
            <Icon of={Archive} className="faint" />
            {t("chats.archived")}
          </Button>
        </div>
      )}
    </>
  );
}
