// The list of chats: by day, searched by title, renamed in place, removed with an undo.
import { Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Conversation } from "../../../shared/contract/chats.ts";
import { client } from "../../client.ts";
import { useConversations } from "../../data/queries.ts";
import { keyName, newChat } from "../../frame/keys.ts";
import { go } from "../../frame/route.ts";
import { type TextKey, useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/Button.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PaneHeader } from "../../ui/Pane.tsx";
import { List, ListGroup, Row } from "../../ui/Row.tsx";
import { showToast } from "../../ui/Toast.tsx";
import { byDay, type Day } from "./thread.ts";

const DAYS: Record<Day, TextKey> = { today: "chat.today", yesterday: "chat.yesterday", earlier: "chat.earlier" };

/** Moves a chat to the trash and offers to take that back. */
export function useRemoveConversation(): (conversation: Conversation) => void {
  const t = useText();
  return ({ id, title }) => {
    void client.chats.remove({ conversationIds: [id] });
    if (location.hash.includes(id)) go({ place: "chat" }, true);
    showToast(t("chat.removed", { title }), {
      label: t("common.undo"),
      run: () => void client.chats.restore({ conversationIds: [id] }).then(() => go({ place: "chat", id })),
    });
  };
}

/** Contents of the list pane. */
export function ConversationList({ currentId }: { currentId: string | null }) {
  const t = useText();
  const conversations = useConversations().data ?? [];
  const [query, setQuery] = useState("");
  const [renaming, setRenaming] = useState<string | null>(null);
  const wanted = query.trim().toLowerCase();
  const shown = conversations.filter((conversation) => conversation.title.toLowerCase().includes(wanted));
  return (
    <>
      <PaneHeader title={t("chat.chats")} level={2}>
        <IconButton icon={Plus} label={t("frame.newChat")} shortcut={keyName("Ctrl N")} onClick={newChat} />
      </PaneHeader>
      {conversations.length > 5 && (
        <div className="list-search">
          <SearchField
            label={t("chat.searchTitles")}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
      )}
      <div className="scroll chat-list">
        {conversations.length === 0 && <p className="meta list-empty">{t("chat.noChats")}</p>}
        {wanted && shown.length === 0 && <p className="meta list-empty">{t("chat.noneFound", { query })}</p>}
        {byDay(shown, Date.now()).map(([day, rows]) => (
          <section key={day}>
            <ListGroup>{t(DAYS[day])}</ListGroup>
            <List label={t(DAYS[day])}>
              {rows.map((conversation) =>
                renaming === conversation.id ? (
                  <Rename key={conversation.id} conversation={conversation} onDone={() => setRenaming(null)} />
                ) : (
                  <ConversationRow
                    key={conversation.id}
                    conversation={conversation}
                    selected={conversation.id === currentId}
                    onRename={() => setRenaming(conversation.id)}
                  />
                ),
              )}
            </List>
          </section>
        ))}
      </div>
    </>
  );
}

function ConversationRow({
  conversation,
  selected,
  onRename,
}: {
  conversation: Conversation;
  selected: boolean;
  onRename: () => void;
}) {
  const t = useText();
  const remove = useRemoveConversation();
  return (
    <Row
      selected={selected}
      title={conversation.title}
      onOpen={() => go({ place: "chat", id: conversation.id })}
      actions={
        <Menu
          label={t("common.more")}
          button={(props) => (
            <IconButton icon={Ellipsis} label={t("chat.moreOf", { title: conversation.title })} {...props} />
          )}
          items={[
            { label: t("common.rename"), icon: Pencil, onChoose: onRename },
            null,
            { label: t("common.delete"), icon: Trash2, danger: true, onChoose: () => remove(conversation) },
          ]}
        />
      }
    >
      {conversation.title}
    </Row>
  );
}

function Rename({ conversation, onDone }: { conversation: Conversation; onDone: () => void }) {
  const t = useText();
  const [title, setTitle] = useState(conversation.title);
  const save = () => {
    const name = title.trim();
    if (name && name !== conversation.title) void client.chats.rename({ conversationId: conversation.id, title: name });
    onDone();
  };
  return (
    <li className="rename">
      <input
        ref={(input) => input?.focus()}
        className="field-input"
        aria-label={t("chat.title")}
        value={title}
        maxLength={200}
        onChange={(event) => setTitle(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") save();
          else if (event.key === "Escape") onDone();
        }}
      />
    </li>
  );
}
