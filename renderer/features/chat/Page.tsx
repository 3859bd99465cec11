// The chat page: list of chats, the conversation, and the evidence of the citation that is looked at.
import { Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Message } from "../../../shared/contract/chats.ts";
import { client } from "../../client.ts";
import { useConversation, useSettings } from "../../data/queries.ts";
import { stopRun, useRun } from "../../data/runs.ts";
import { useDropTarget } from "../../frame/DropTarget.tsx";
import { isCommand, isTyping, keyName, newChat } from "../../frame/keys.ts";
import { useRoute } from "../../frame/route.ts";
import { useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Empty, Loading } from "../../ui/Empty.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PaneHeader, Panes } from "../../ui/Pane.tsx";
import { Evidence } from "../evidence/Evidence.tsx";
import { liveMessage } from "./Answer.tsx";
import "./chat.css";
import { ConversationList, useRemoveConversation } from "./ConversationList.tsx";
import { StartPage } from "./StartPage.tsx";
import { openCitation, useChat } from "./store.ts";
import { Talk } from "./Talk.tsx";
import { type ThreadMessage, threadOf } from "./thread.ts";

const NOTHING: readonly ThreadMessage[] = [];

/** [ and ] go through the citations of the open answer, or of the last one that has any. Esc stops, then closes. */
function useChatKeys(thread: readonly ThreadMessage[], singleKeys: boolean): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
      const { open } = useChat.getState();
      if (event.key === "Escape" || (event.key === "." && isCommand(event))) {
        const last = thread.at(-1)?.message;
        if (event.key === "Escape" && last?.status === "streaming" && last.runId) stopRun(last.runId);
        else if (open) openCitation(null);
        else return;
        event.preventDefault();
        return;
      }
      const step = { "[": -1, "]": 1 }[event.key];
      if (!step || !singleKeys || isTyping(event.target) || isCommand(event) || event.altKey) return;
      const answers = thread.map(({ message }) => message).filter((message) => message.citations.length > 0);
      const answer = answers.find((message) => message.id === open?.messageId) ?? answers.at(-1);
      if (!answer) return;
      event.preventDefault();
      const { citations } = answer;
      const at = citations.findIndex((citation) => citation.n === open?.n);
      const next = open?.messageId === answer.id ? at + step : step > 0 ? 0 : citations.length - 1;
      const citation = citations[(next + citations.length) % citations.length]!;
      openCitation({ messageId: answer.id, n: citation.n, at: null });
      document
        .querySelector(`[data-message="${answer.id}"] [data-citation="${citation.n}"]`)
        ?.scrollIntoView({ block: "nearest" });
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [thread, singleKeys]);
}

/** The place "Chat" of the rail. */
export function ChatPage() {
  const t = useText();
  const { id } = useRoute();
  const { data, isError } = useConversation(id);
  const chosen = useChat((state) => state.chosen);
  const open = useChat((state) => state.open);
  const messages = data?.messages;
  const thread = useMemo(() => (messages ? threadOf(messages, chosen) : NOTHING), [messages, chosen]);
  useChatKeys(thread, useSettings().data?.singleKeys ?? true);

  const conversation = data?.conversation;
  const onAdded = useCallback(
    (knowledgeBaseId: string) => {
      if (!conversation || conversation.knowledgeBaseIds.includes(knowledgeBaseId)) return;
      const knowledgeBaseIds = [...conversation.knowledgeBaseIds, knowledgeBaseId];
      void client.chats.setKnowledge({ conversationId: conversation.id, knowledgeBaseIds });
    },
    [conversation],
  );
  useDropTarget(conversation?.knowledgeBaseIds[0] ?? null, onAdded);

  // biome-ignore lint/correctness/useExhaustiveDependencies: evidence belongs to the conversation that is left
  useEffect(() => () => openCitation(null), [id]);

  const shown = thread.find(({ message }) => message.id === open?.messageId)?.message;
  return (
    <Panes
      page="chat"
      list={<ConversationList currentId={id} />}
      listLabel={t("chat.chats")}
      inspector={shown && open && <OpenEvidence message={shown} n={open.n} />}
      inspectorLabel={t("evidence.title")}
      inspectorWidth={576}
      resizeLabel={t("common.resize")}
    >
      {id === null ? (
        <>
          <PaneHeader title={t("frame.newChat")} listToggleLabel={t("common.showList")} />
          <StartPage />
        </>
      ) : data ? (
        <>
          <ConversationHeader conversation={data.conversation} />
          <Talk conversation={data.conversation} thread={thread} />
        </>
      ) : isError ? (
        <>
          <PaneHeader title={t("chat.title")} listToggleLabel={t("common.showList")} />
          <Empty
            title={t("chat.gone")}
            action={
              <Button kind="outlined" onClick={newChat}>
                {t("frame.newChat")}
              </Button>
            }
          />
        </>
      ) : (
        <>
          <PaneHeader title="" listToggleLabel={t("common.showList")} />
          <Loading label={t("common.loading")} />
        </>
      )}
    </Panes>
  );
}

function OpenEvidence({ message: stored, n }: { message: Message; n: number }) {
  const view = useRun(stored.status === "streaming" ? stored.runId : null);
  const message = liveMessage(stored, view);
  return (
    <Evidence
      message={message}
      citations={message.citations}
      openN={n}
      onOpen={(next) => openCitation({ messageId: message.id, n: next, at: null })}
      onClose={() => {
        openCitation(null);
        document.querySelector<HTMLElement>(`[data-message="${message.id}"] [data-citation="${n}"]`)?.focus();
      }}
    />
  );
}

function ConversationHeader({ conversation }: { conversation: Parameters<typeof Talk>[0]["conversation"] }) {
  const t = useText();
  const remove = useRemoveConversation();
  const [renaming, setRenaming] = useState<string | null>(null);
  const save = () => {
    const title = renaming?.trim();
    if (title) void client.chats.rename({ conversationId: conversation.id, title });
    setRenaming(null);
  };
  return (
    <PaneHeader title={conversation.title} listToggleLabel={t("common.showList")}>
      <IconButton icon={Plus} label={t("frame.newChat")} shortcut={keyName("Ctrl N")} onClick={newChat} />
      <Menu
        label={t("common.more")}
        button={(props) => <IconButton icon={Ellipsis} label={t("common.more")} {...props} />}
        items={[
          { label: t("common.rename"), icon: Pencil, onChoose: () => setRenaming(conversation.title) },
          null,
          { label: t("common.delete"), icon: Trash2, danger: true, onChoose: () => remove(conversation) },
        ]}
      />
      {renaming !== null && (
        <Dialog
          title={t("chat.renameTitle")}
          onClose={() => setRenaming(null)}
          actions={
            <>
              <Button kind="outlined" onClick={() => setRenaming(null)}>
                {t("common.cancel")}
              </Button>
              <Button kind="main" onClick={save}>
                {t("common.rename")}
              </Button>
            </>
          }
        >
          <TextField
            label={t("chat.title")}
            value={renaming}
            maxLength={200}
            onChange={(event) => setRenaming(event.target.value)}
            onKeyDown={(event) => event.key === "Enter" && !event.nativeEvent.isComposing && save()}
          />
        </Dialog>
      )}
    </PaneHeader>
  );
}
