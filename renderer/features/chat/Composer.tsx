// Where questions are written: Enter sends, Shift Enter breaks the line, never while an input method composes.
import { ArrowUp, ChevronDown, Library, Paperclip, Square } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Conversation } from "../../../shared/contract/chats.ts";
import { client } from "../../client.ts";
import { useKnowledgeBases, useModels } from "../../data/queries.ts";
import { stopRun } from "../../data/runs.ts";
import { AddingRows } from "../../frame/AddingRows.tsx";
import { chooseFiles } from "../../frame/add-documents.ts";
import { addToTarget } from "../../frame/DropTarget.tsx";
import { go } from "../../frame/route.ts";
import { useErrorText, useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { Menu, type MenuItem } from "../../ui/Menu.tsx";
import "./composer.css";
import { ask, setDraft, useChat, useModelChoice } from "./store.ts";

interface ComposerProps {
  conversation: Conversation | null;
  /** Last message of the shown thread, which the question follows. */
  lastMessageId: string | null;
  /** Run of the answer that is being written. */
  runId: string | null;
  /** For the Up key in an empty field. */
  lastQuestion: string | null;
}

/** Field, knowledge and model choosers, send or stop. */
export function Composer({ conversation, lastMessageId, runId, lastQuestion }: ComposerProps) {
  const t = useText();
  const say = useErrorText();
  const field = useRef<HTMLTextAreaElement>(null);
  const id = conversation?.id ?? null;
  const draft = useChat((state) => state.drafts[id ?? ""] ?? "");
  const failed = useChat((state) => state.failed[id ?? ""]);
  const sending = useChat((state) => state.sending === (id ?? ""));
  const canSend = draft.trim() !== "" && runId === null && !sending;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation is another place to write
  useEffect(() => field.current?.focus({ preventScroll: true }), [id]);

  const send = () => {
    if (canSend) void ask(draft.trim(), id, lastMessageId);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // 229 is what browsers report for a key that an input method has taken.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && draft === "" && lastQuestion) {
      event.preventDefault();
      setDraft(id, lastQuestion);
    }
  };

  return (
    <div className="composer-place">
      <AddingRows />
      {failed && (
        <InlineError
          {...say(failed)}
          button={
            failed.code === "model.none" && (
              <Button kind="outlined" onClick={() => go({ place: "models" })}>
                {t("chat.getModel")}
              </Button>
            )
          }
        />
      )}
      <form
        className="composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          data-composer
          rows={1}
          aria-label={t("chat.ask")}
          placeholder={t("chat.ask")}
          value={draft}
          maxLength={100_000}
          onChange={(event) => setDraft(id, event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="composer-tools">
          <KnowledgeChooser conversation={conversation} />
          <IconButton
            icon={Paperclip}
            label={t("frame.addDocuments")}
            onClick={() => void chooseFiles().then(addToTarget)}
          />
          <span className="composer-right">
            <ModelChooser />
            {runId ? (
              <IconButton
                icon={Square}
                kind="main"
                size={14}
                className="composer-send"
                label={t("chat.stop")}
                shortcut="Esc"
                onClick={() => stopRun(runId)}
              />
            ) : (
              <IconButton
                icon={ArrowUp}
                kind="main"
                className="composer-send"
                type="submit"
                label={t("chat.send")}
                shortcut="Enter"
                disabled={!canSend}
              />
            )}
          </span>
        </div>
      </form>
    </div>
  );
}

function KnowledgeChooser({ conversation }: { conversation: Conversation | null }) {
  const t = useText();
  const bases = useKnowledgeBases().data ?? [];
  const newKnowledge = useChat((state) => state.newKnowledge);
  const all = bases.map((base) => base.id);
  const wanted = conversation?.knowledgeBaseIds ?? newKnowledge ?? all;
  const asked = bases.filter((base) => wanted.includes(base.id));
  const set = (ids: string[]) => {
    if (conversation) void client.chats.setKnowledge({ conversationId: conversation.id, knowledgeBaseIds: ids });
    else useChat.setState({ newKnowledge: ids });
  };
  const documents = asked.reduce((sum, base) => sum + base.documents, 0);
  const name =
    asked.length === 0
      ? t("chat.noKnowledge")
      : asked.length === 1
        ? asked[0]!.name
        : t("chat.knowledgeBases", { n: asked.length });
  const items: (MenuItem | null)[] = [
    ...bases.map(
      (base): MenuItem => ({
        label: base.name,
        note: t("common.documents", { n: base.documents }),
        choice: "many",
        checked: wanted.includes(base.id),
        onChoose: () =>
          set(
            wanted.includes(base.id)
              ? asked.map((other) => other.id).filter((other) => other !== base.id)
              : [...asked.map((other) => other.id), base.id],
          ),
      }),
    ),
    ...(bases.length > 0 ? [null] : []),
    { label: t("chat.manageKnowledge"), onChoose: () => go({ place: "library" }) },
  ];
  return (
    <Menu
      label={t("chat.askIn")}
      items={items}
      button={(props) => (
        <Button {...props} className="composer-knowledge" title={t("chat.askIn")}>
          <Icon of={Library} className="faint" />
          <span className="clip">{name}</span>
          {asked.length > 0 && (
            <span className="faint num composer-count">{t("common.documents", { n: documents })}</span>
          )}
        </Button>
      )}
    />
  );
}

function ModelChooser() {
  const t = useText();
  const { data } = useModels();
  const models = (data ?? []).filter((model) => model.kind === "chat");
  const choice = useModelChoice((state) => state.modelId);
  const byDefault = models.find((model) => model.isDefault) ?? models[0];
  const quotes = choice === "none" || models.length === 0;
  const current = quotes ? null : (models.find((model) => model.id === choice) ?? byDefault);
  const items: (MenuItem | null)[] = [
    ...models.map(
      (model): MenuItem => ({
        label: model.name,
        choice: "one",
        checked: model === current,
        onChoose: () => useModelChoice.setState({ modelId: model.isDefault ? null : model.id }),
      }),
    ),
    {
      label: t("chat.quoteOnly"),
      choice: "one",
      checked: quotes,
      onChoose: () => useModelChoice.setState({ modelId: "none" }),
    },
    null,
    { label: t("chat.getModel"), onChoose: () => go({ place: "models" }) },
  ];
  return (
    <Menu
      label={t("chat.answersBy")}
      items={items}
      button={(props) => (
        <Button {...props} className="soft composer-model" title={t("chat.answersBy")}>
          <span className="clip">{current?.name ?? t("chat.quoteOnly")}</span>
          <Icon of={ChevronDown} size={12} className="faint" />
        </Button>
      )}
    />
  );
}
