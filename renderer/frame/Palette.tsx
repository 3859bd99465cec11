// The command palette: go, do, ask, in one field.
import { useQueries } from "@tanstack/react-query";
import {
  ArrowRight,
  Box,
  FileText,
  Library,
  type LucideIcon,
  MessagesSquare,
  Plus,
  Search,
  Settings2,
} from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from "react";
import { client } from "../client.ts";
import { keys, useConversations, useKnowledgeBases, useSetSettings } from "../data/queries.ts";
import { useText } from "../i18n/index.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Icon } from "../ui/Icon.tsx";
import { chooseFiles } from "./add-documents.ts";
import { addToTarget } from "./DropTarget.tsx";
import { fuzzyMatch, type Match } from "./fuzzy.ts";
import { keyName, newChat, showOverlay } from "./keys.ts";
import { go } from "./route.ts";

interface Entry {
  id: string;
  group: "places" | "documents" | "chats" | "do";
  name: string;
  icon: LucideIcon;
  note?: string;
  run: () => void;
}

const ROWS = 10;
const GROUPS = ["places", "documents", "chats", "do"] as const;

function useEntries(): Entry[] {
  const t = useText();
  const conversations = useConversations().data;
  const bases = useKnowledgeBases().data;
  const lists = useQueries({
    queries: (bases ?? []).map((base) => ({
      queryKey: keys.documents(base.id),
      queryFn: () => client.documents.list({ knowledgeBaseId: base.id }),
    })),
  });
  const setSettings = useSetSettings();
  return [
    { id: "go-chat", group: "places", name: t("frame.chat"), icon: MessagesSquare, run: () => go({ place: "chat" }) },
    { id: "go-library", group: "places", name: t("frame.library"), icon: Library, run: () => go({ place: "library" }) },
    { id: "go-models", group: "places", name: t("frame.models"), icon: Box, run: () => go({ place: "models" }) },
    {
      id: "go-settings",
      group: "places",
      name: t("frame.settings"),
      icon: Settings2,
      run: () => go({ place: "settings" }),
    },
    ...(bases ?? []).map(
      (base): Entry => ({
        id: base.id,
        group: "places",
        name: base.name,
        icon: Library,
        note: t("common.documents", { n: base.documents }),
        run: () => go({ place: "library", id: base.id }),
      }),
    ),
    ...lists.flatMap((list) =>
      (list.data ?? []).map(
        (file): Entry => ({
          id: file.id,
          group: "documents",
          name: file.name,
          icon: FileText,
          ...(file.pages !== null && { note: t("common.pages", { n: file.pages }) }),
          run: () => go({ place: "library", id: file.knowledgeBaseId, documentId: file.id }),
        }),
      ),
    ),
    ...(conversations ?? []).map(
      (chat): Entry => ({
        id: chat.id,
        group: "chats",
        name: chat.title,
        icon: MessagesSquare,
        run: () => go({ place: "chat", id: chat.id }),
      }),
    ),
    { id: "new-chat", group: "do", name: t("frame.newChat"), icon: Plus, note: keyName("Ctrl N"), run: newChat },
    {
      id: "add-documents",
      group: "do",
      name: t("frame.addDocuments"),
      icon: Plus,
      run: () => void chooseFiles().then(addToTarget),
    },
    {
      id: "light",
      group: "do",
      name: t("frame.themeLight"),
      icon: ArrowRight,
      run: () => setSettings.mutate({ theme: "light" }),
    },
    {
      id: "dark",
      group: "do",
      name: t("frame.themeDark"),
      icon: ArrowRight,
      run: () => setSettings.mutate({ theme: "dark" }),
    },
    {
      id: "ledger",
      group: "do",
      name: t("frame.ledger"),
      icon: ArrowRight,
      run: () => setTimeout(() => showOverlay("ledger")),
    },
    {
      id: "keys",
      group: "do",
      name: t("frame.keys"),
      icon: ArrowRight,
      note: "?",
      run: () => setTimeout(() => showOverlay("keys")),
    },
  ];
}

/** A name with its matched letters in bold. */
function Hits({ name, match }: { name: string; match: Match }): ReactNode {
  if (match.at.length === 0) return name;
  const hit = new Set(match.at);
  const runs: { text: string; bold: boolean }[] = [];
  for (const [index, letter] of [...name].entries()) {
    const bold = hit.has(index);
    const last = runs.at(-1);
    if (last && last.bold === bold) last.text += letter;
    else runs.push({ text: letter, bold });
  }
  return runs.map((run, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one name, in order
    run.bold ? <b key={index}>{run.text}</b> : run.text,
  );
}

/** Dialog with one field; ten rows, and asking is always the last. */
export function Palette({ onAsk }: { onAsk: (question: string) => void }) {
  const t = useText();
  const id = useId();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const entries = useEntries();
  const found = useMemo(() => {
    const best = entries
      .map((entry) => ({ entry, match: fuzzyMatch(entry.name, query) }))
      .filter((row): row is { entry: Entry; match: Match } => row.match !== null)
      .sort((a, b) => b.match.score - a.match.score)
      .slice(0, ROWS - 1);
    return GROUPS.flatMap((group) => best.filter((row) => row.entry.group === group));
  }, [entries, query]);
  const ask = query.trim();
  const count = found.length + (ask ? 1 : 0);
  const close = () => showOverlay(null);
  const run = (index: number) => {
    const row = found[index];
    close();
    if (row) row.entry.run();
    else if (ask) onAsk(ask);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && count > 0) {
      event.preventDefault();
      setChosen((chosen + by + count) % count);
    } else if (event.key === "Enter" && count > 0) {
      event.preventDefault();
      run(event.ctrlKey || event.metaKey ? found.length : chosen);
    }
  };
  const row = (index: number, icon: LucideIcon, name: ReactNode, note?: string) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the field names the chosen row with aria-activedescendant
    <div
      key={index}
      id={`${id}-${index}`}
      role="option"
      className="palette-row"
      aria-selected={index === chosen}
      onPointerMove={() => setChosen(index)}
      onClick={() => run(index)}
    >
      <Icon of={icon} />
      <span className="clip grow">{name}</span>
      {note && <span className="palette-note num">{note}</span>}
    </div>
  );
  return (
    <Dialog title={t("frame.palette")} width="wide" bare onClose={close}>
      <div className="palette-field">
        <Icon of={Search} />
        <input
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={count > 0 ? `${id}-${chosen}` : undefined}
          aria-label={t("frame.palette")}
          placeholder={t("frame.palettePrompt")}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <div id={`${id}-list`} className="palette-list" role="listbox" aria-label={t("frame.palette")}>
        {GROUPS.map((group) => {
          const rows = found.map((item, index) => ({ ...item, index })).filter((item) => item.entry.group === group);
          if (rows.length === 0) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: a group within a listbox
            <div key={group} role="group" aria-label={t(`frame.palette-${group}`)}>
              <p className="palette-group">{t(`frame.palette-${group}`)}</p>
              {rows.map(({ entry, match, index }) =>
                row(index, entry.icon, <Hits name={entry.name} match={match} />, entry.note),
              )}
            </div>
          );
        })}
        {ask && found.length > 0 && <hr />}
        {ask && row(found.length, ArrowRight, t("frame.ask", { question: ask }), keyName("Ctrl ↵"))}
      </div>
    </Dialog>
  );
}
