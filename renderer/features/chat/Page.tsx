// The chat page: list of chats, the conversation, and beside it evidence, settings, or what made an answer.
import { useEffect, useMemo, useRef } from "react";
import type { Conversation, Message } from "../../../shared/contract/chats.ts";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { KnownConversation } from "../../data/conversation.ts";
import { useConversation, useSettings } from "../../data/queries.ts";
import { useRun } from "../../data/runs.ts";
import { newChat } from "../../frame/keys.ts";
import { useRoute } from "../../frame/route.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Empty, Loading } from "../../ui/Empty.tsx";
import { PaneHeader, Panes } from "../../ui/Pane.tsx";
import { Evidence } from "../evidence/Evidence.tsx";
import "./chat.css";
import { Compare } from "./compare/Compare.tsx";
import { ConversationHeader, NewChatHeader } from "./header/ConversationHeader.tsx";
import { Inspect } from "./inspect/Inspect.tsx";
import { useChatKeys } from "./keys.ts";
import { ConversationList } from "./list/ConversationList.tsx";
import { liveMessage } from "./message/live.ts";
import { StartPage } from "./StartPage.tsx";
import { followBranch } from "./send.ts";
import { SettingsPanel } from "./settings/SettingsPanel.tsx";
import { ShownProvider } from "./shown.ts";
import { openCitation, useChat } from "./store.ts";
import { Talk } from "./Talk.tsx";
import { showMessage } from "./talk/place.ts";
import { TemporaryNotice } from "./temporary/TemporaryNotice.tsx";
import { keepEntries, type ThreadMessage, threadOf } from "./thread.ts";

const NOTHING: readonly ThreadMessage[] = [];

/** The thread that is followed; entries that did not change stay the same, so that they are not drawn again. */
function useThread(known: KnownConversation | undefined): readonly ThreadMessage[] {
  const before = useRef(NOTHING);
  const messages = known?.messages;
  const currentId = known?.conversation.currentMessageId ?? null;
  return useMemo(() => {
    before.current = keepEntries(before.current, messages ? threadOf(messages, currentId) : NOTHING);
    return before.current;
  }, [messages, currentId]);
}

/** Brings the message that the address names into view, on whatever branch it is. */
function useNamedMessage(thread: readonly ThreadMessage[], messages: readonly Message[] | undefined): void {
  const { messageId } = useRoute();
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (!messageId) shown.current = null;
    const message = messages?.find(({ id }) => id === messageId);
    if (!message || shown.current === messageId) return;
    if (thread.some((entry) => entry.message.id === messageId)) {
      shown.current = message.id;
      showMessage(message.id);
    } else void followBranch(message);
  }, [messageId, messages, thread]);
}

/** Knows the temporary chat again after a reload, and forgets it when the engine has. */
function useTemporary(id: string | null, conversation: Conversation | undefined, gone: boolean): void {
  const temporary = conversation?.temporary ?? false;
  useEffect(() => {
    if (gone && useChat.getState().temporaryId === id) useChat.setState({ temporaryId: null });
    else if (!gone && temporary) useChat.setState({ temporaryId: id });
  }, [id, temporary, gone]);
}

/** The place "Chat" of the rail. */
export function ChatPage() {
  const t = useText();
  const { id } = useRoute();
  const { data, error } = useConversation(id);
  const gone = error !== null && (!data || errorOfCall(error).code === "not-found");
  const known = gone ? undefined : data;
  const open = useChat((state) => state.open);
  const side = useChat((state) => state.side);
  const thread = useThread(known);
  useChatKeys(thread, useSettings().data?.singleKeys ?? true);
  useNamedMessage(thread, known?.messages);
  useTemporary(id, known?.conversation, gone);

  // biome-ignore lint/correctness/useExhaustiveDependencies: all of this belongs to the conversation that is left
  useEffect(
    () => () =>
      useChat.setState(({ side: beside }) => ({
        open: null,
        editing: null,
        comparing: null,
        side: beside?.show === "inspect" ? null : beside,
      })),
    [id],
  );

  const cited = open && (known?.messages.find((message) => message.id === open.messageId) ?? null);
  const beside =
    cited && open ? (
      <OpenEvidence message={cited} n={open.n} />
    ) : side?.show === "inspect" ? (
      <Inspect key={side.messageId} messageId={side.messageId} />
    ) : side?.show === "settings" && !gone ? (
      <SettingsPanel key={id ?? ""} conversation={known?.conversation ?? null} />
    ) : undefined;
  const besideLabel = cited ? "evidence.title" : side?.show === "inspect" ? "inspect.title" : "chatSettings.title";
  return (
    <Panes
      page={cited ? "chat" : `chat-${side?.show}`}
      list={<ConversationList currentId={id} />}
      listLabel={t("chat.chats")}
      inspector={beside}
      inspectorLabel={t(besideLabel)}
      inspectorWidth={cited ? 576 : side?.show === "inspect" ? 416 : 340}
      resizeLabel={t("common.resize")}
    >
      {id === null ? <NewChat /> : known ? <Shown known={known} thread={thread} /> : <Missing gone={gone} />}
    </Panes>
  );
}

function NewChat() {
  const temporary = useChat((state) => state.newChat.temporary);
  return (
    <>
      <NewChatHeader />
      {temporary && <TemporaryNotice />}
      <StartPage />
    </>
  );
}

/** The conversation, or answers of it side by side. */
function Shown({ known, thread }: { known: KnownConversation; thread: readonly ThreadMessage[] }) {
  const { conversation, messages, queued } = known;
  const comparing = useChat((state) => state.comparing);
  const shown = useMemo(() => ({ thread, queued }), [thread, queued]);
  const question = comparing === null ? undefined : messages.find(({ id }) => id === comparing);
  const answers = question
    ? messages
        .filter((message) => message.parentId === question.id && message.role === "assistant")
        .toSorted((a, b) => a.createdAtMs - b.createdAtMs)
    : [];
  return (
    <ShownProvider value={shown}>
      {question && answers.length > 0 ? (
        <Compare question={question} answers={answers} />
      ) : (
        <>
          <ConversationHeader conversation={conversation} />
          {conversation.temporary && <TemporaryNotice />}
          <Talk conversation={conversation} thread={thread} />
        </>
      )}
    </ShownProvider>
  );
}

function Missing({ gone }: { gone: boolean }) {
  const t = useText();
  return (
    <>
      <PaneHeader title={gone ? t("chat.title") : ""} listToggleLabel={t("common.showList")} />
      {gone ? (
        <Empty
          title={t("chat.gone")}
          action={
            <Button kind="outlined" onClick={newChat}>
              {t("frame.newChat")}
            </Button>
          }
        />
      ) : (
        <Loading label={t("common.loading")} />
      )}
    </>
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
