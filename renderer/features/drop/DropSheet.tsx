// What should be done with files that were dropped, chosen or pasted: ask, summary, key points, full analysis, or keep
// them in the library. Keys 1 to 5; Enter takes what is focused, which is Ask at first; Esc closes.
import {
  BookMarked,
  FileText,
  Folder,
  ListChecks,
  MessageSquare,
  Microscope,
  TextQuote,
  TriangleAlert,
} from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { AnalysisKind } from "../../../shared/contract/chats.ts";
import { useConversation, useKnowledgeBases, useModels } from "../../data/queries.ts";
import { go, useRoute } from "../../frame/route.ts";
import { useFormat } from "../../i18n/format.ts";
import { type TextKey, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Labelled, Segmented, Select } from "../../ui/Field.tsx";
import { FileName } from "../../ui/FileName.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { useChat } from "../chat/store.ts";
import { LANGUAGE_NAMES } from "./analysis-items.ts";
import { addToLibrary, analyseFiles, askAbout, useChosenLanguage } from "./commands.ts";
import "./drop.css";
import { canBeRead, type FileKind, kindOf } from "./kinds.ts";
import { type AnalysisLanguage, useAnalysisLanguage } from "./store.ts";

/** Limits of the contract: files of one `chats.attach`, documents of one analysis. */
const MOST_ATTACHED = 1000;
const MOST_ANALYSED = 100;

type ActionId = "ask" | AnalysisKind | "library";
const ACTIONS = [
  { id: "ask", icon: MessageSquare, name: "drop.ask", help: "drop.askHelp" },
  { id: "summary", icon: TextQuote, name: "drop.summary", help: "drop.summaryHelp" },
  { id: "key-points", icon: ListChecks, name: "drop.keyPoints", help: "drop.keyPointsHelp" },
  { id: "full", icon: Microscope, name: "drop.full", help: "drop.fullHelp" },
  { id: "library", icon: BookMarked, name: "drop.library", help: "drop.libraryHelp" },
] as const satisfies { id: ActionId; name: TextKey; help: TextKey; icon: unknown }[];

const KIND_WORDS: Record<FileKind, TextKey> = {
  pdf: "drop.kindPdf",
  docx: "drop.kindDocx",
  html: "drop.kindHtml",
  markdown: "drop.kindMarkdown",
  text: "drop.kindText",
  folder: "drop.kindFolder",
  empty: "knowledge.fileEmpty",
  other: "drop.kindOther",
  model: "drop.kindModel",
  unreadable: "drop.kindUnreadable",
};

/** The conversation that is open, and whether files may go into it. */
function useOpenChat() {
  const route = useRoute();
  const id = route.place === "chat" ? route.id : null;
  const conversation = useConversation(id).data?.conversation ?? null;
  const newIsTemporary = useChat((state) => state.newChat.temporary);
  const temporary = conversation?.temporary ?? (route.place === "chat" && id === null && newIsTemporary);
  return { conversation: temporary ? null : conversation, temporary };
}

/** The sheet; `onClose` takes the files off the table. */
export function DropSheet({ files, onClose }: { files: readonly File[]; onClose(): void }) {
  const t = useText();
  const open = useOpenChat();
  const bases = useKnowledgeBases().data ?? [];
  const hasModel = useModels().data?.some((model) => model.kind === "chat") ?? true;
  const language = useChosenLanguage();
  const first = useRef<HTMLButtonElement>(null);
  // After the dialog has opened, which focuses what stands first in it.
  useEffect(() => first.current?.focus(), []);
  const [inNewChat, setInNewChat] = useState(false);
  const [chosenBase, setChosenBase] = useState<string | null>(null);
  const baseId = chosenBase ?? bases[0]?.id ?? null;
  const readable = files.filter((file) => canBeRead(kindOf(file)));
  const leftOut = files.length - readable.length;

  /** Why something cannot be done with these files; null where it can. */
  const obstacle = (id: ActionId): string | null => {
    if (id === "library") return null;
    if (readable.length > MOST_ATTACHED) return t("drop.tooManyHere", { n: MOST_ATTACHED });
    if (id === "ask") return null;
    if (!hasModel) return t("drop.needsModel");
    return readable.length > MOST_ANALYSED ? t("drop.tooMany", { n: MOST_ANALYSED }) : null;
  };
  const run = (id: ActionId) => {
    if (readable.length === 0 || obstacle(id)) return;
    onClose();
    const conversationId = inNewChat ? null : (open.conversation?.id ?? null);
    if (id === "library")
      void addToLibrary(
        readable,
        bases.find(({ id: each }) => each === baseId) ?? null,
        inNewChat ? null : open.conversation,
        t,
      );
    else if (id === "ask") void askAbout(readable, conversationId);
    else void analyseFiles(readable, conversationId, id, language);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
    const action = ACTIONS[Number(event.key) - 1];
    if (action) {
      event.preventDefault();
      run(action.id);
      return;
    }
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-action]:not(:disabled)")];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    buttons[(to + buttons.length) % buttons.length]?.focus();
  };

  return (
    <Dialog
      title={files.length === 1 ? t("drop.whatOne") : t("drop.whatMany", { n: files.length })}
      onClose={onClose}
      actions={
        <Button kind="outlined" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the whole sheet; each button can be pressed as well */}
      <div className="drop-sheet" onKeyDown={onKeyDown}>
        <FileList files={files} />
        {readable.length === 0 ? (
          <NothingToRead files={files} onClose={onClose} />
        ) : (
          <>
            {leftOut > 0 && <p className="meta">{t("drop.leftOut", { n: leftOut })}</p>}
            {open.temporary && (
              <InlineError tone="warn" message={t("drop.temporary")} action={t("drop.temporaryMore")} />
            )}
            {open.conversation && (
              <Segmented
                label={t("drop.where")}
                value={inNewChat ? "new" : "here"}
                options={[
                  { value: "here", label: t("drop.here") },
                  { value: "new", label: t("drop.newChat") },
                ]}
                onChoose={(value) => setInNewChat(value === "new")}
              />
            )}
            <ul className="drop-actions" aria-label={t("drop.actions")}>
              {ACTIONS.map(({ id, icon, name, help }, index) => {
                const problem = obstacle(id);
                return (
                  <li key={id}>
                    <button
                      type="button"
                      className="drop-action"
                      data-action={id}
                      ref={id === "ask" ? first : undefined}
                      disabled={problem !== null}
                      onClick={() => run(id)}
                    >
                      <Icon of={icon} />
                      <span className="grow">
                        <span className="strong">{t(name)}</span>
                        <span className="drop-action-help">{problem ?? t(help)}</span>
                      </span>
                      <kbd aria-hidden>{index + 1}</kbd>
                    </button>
                  </li>
                );
              })}
            </ul>
            <div className="drop-options">
              {hasModel ? (
                <Labelled label={t("drop.inLanguage")}>
                  {({ id }) => (
                    <Select
                      id={id}
                      label={t("drop.inLanguage")}
                      value={language}
                      options={LANGUAGES.map((value) => ({
                        value,
                        label: value === "document" ? t("drop.ofDocument") : LANGUAGE_NAMES[value],
                      }))}
                      onChoose={(chosen) => useAnalysisLanguage.setState({ language: chosen })}
                    />
                  )}
                </Labelled>
              ) : (
                <Button
                  kind="outlined"
                  onClick={() => {
                    onClose();
                    go({ place: "models" });
                  }}
                >
                  {t("drop.getModel")}
                </Button>
              )}
              {bases.length > 1 && (
                <Labelled label={t("drop.into")}>
                  {({ id }) => (
                    <Select
                      id={id}
                      label={t("drop.into")}
                      value={baseId ?? ""}
                      options={bases.map((base) => ({ value: base.id, label: base.name }))}
                      onChoose={setChosenBase}
                    />
                  )}
                </Labelled>
              )}
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

const LANGUAGES = ["document", "en", "zh"] as const satisfies AnalysisLanguage[];

function FileList({ files }: { files: readonly File[] }) {
  const t = useText();
  const format = useFormat();
  return (
    <ul className="drop-files" aria-label={t("drop.files")} tabIndex={files.length > 5 ? 0 : undefined}>
      {files.map((file, index) => {
        const kind = kindOf(file);
        const bad = !canBeRead(kind);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have the same name, and the list never changes
          <li key={index} className={bad ? "drop-file drop-file-bad" : "drop-file"}>
            <Icon of={bad ? TriangleAlert : kind === "folder" ? Folder : FileText} size={14} />
            <FileName name={file.name} />
            <span className="drop-file-kind">{t(KIND_WORDS[kind])}</span>
            <span className="drop-file-size num">{kind === "folder" ? "" : format.bytes(file.size)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Nothing of it can be read: says what can, and where a model belongs. */
function NothingToRead({ files, onClose }: { files: readonly File[]; onClose(): void }) {
  const t = useText();
  const models = files.every((file) => kindOf(file) === "model");
  if (!models) return <InlineError tone="warn" message={t("drop.noneReadable")} action={t("drop.noneReadableHelp")} />;
  return (
    <InlineError
      tone="warn"
      message={t("drop.modelHere")}
      button={
        <Button
          kind="outlined"
          onClick={() => {
            onClose();
            go({ place: "models" });
          }}
        >
          {t("drop.openModels")}
        </Button>
      }
    />
  );
}
