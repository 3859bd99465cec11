// The command palette: go, do, find, ask, in one field. Names match at once; what chats and documents say follows.
import { ArrowRight, FileText, type LucideIcon, MessageSquareText, MessagesSquare, Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { openChatHit, openPassage, useChatHits, usePassageHits } from "../features/search/hits.ts";
import { Marked } from "../features/search/Marked.tsx";
import { passageSnippet } from "../features/search/snippet.ts";
import { type TextKey, useText } from "../i18n/index.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Icon } from "../ui/Icon.tsx";
import { fuzzyMatch, type Match } from "./fuzzy.ts";
import { keyName, showOverlay } from "./keys.ts";
import { type Entry, useEntries } from "./palette-entries.ts";

interface Row {
  id: string;
  icon: LucideIcon;
  name: ReactNode;
  note?: string | undefined;
  /** Second line: where the words stand. */
  text?: ReactNode;
  run: () => void;
}
interface Group {
  name: TextKey;
  rows: Row[];
}

const NAMED_ROWS = 9;
const MESSAGE_ROWS = 5;
const PASSAGE_ROWS = 4;
/** Titles are among these hits too; those that are shown by their name already are left out. */
const CHAT_HITS = 20;

/** A name with its matched letters in bold. */
function Hits({ name, match }: { name: string; match: Match }): ReactNode {
  const marks: [number, number][] = [];
  for (const at of match.at) {
    const last = marks.at(-1);
    if (last?.[1] === at) last[1]++;
    else marks.push([at, at + 1]);
  }
  return <Marked text={name} marks={marks} />;
}

/** Names that match, the best of them, group by group. */
function useNamedGroups(query: string): Group[] {
  const entries = useEntries();
  return useMemo(() => {
    const best = entries
      .map((entry) => ({ entry, match: fuzzyMatch(entry.name, query) }))
      .filter((row): row is { entry: Entry; match: Match } => row.match !== null)
      .sort((a, b) => b.match.score - a.match.score)
      .slice(0, NAMED_ROWS);
    return (["places", "documents", "chats", "do"] as const).map((group) => ({
      name: `frame.palette-${group}` as const,
      rows: best
        .filter(({ entry }) => entry.group === group)
        .map(({ entry, match }) => ({ ...entry, name: <Hits name={entry.name} match={match} /> })),
    }));
  }, [entries, query]);
}

/** Messages, titles beyond the list of names, and passages. */
function useFoundGroups(query: string, named: readonly Group[]) {
  const t = useText();
  const chats = useChatHits(query, CHAT_HITS);
  const passages = usePassageHits(query, PASSAGE_ROWS);
  const known = new Set(named.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const titles = chats.hits
    .filter((hit) => hit.kind === "title" && !known.has(hit.conversationId))
    .slice(0, MESSAGE_ROWS)
    .map(
      (hit): Row => ({
        id: hit.conversationId,
        icon: MessagesSquare,
        name: <Marked text={hit.snippet} marks={hit.marks} />,
        note: hit.archived ? t("search.archived") : undefined,
        run: () => openChatHit(hit),
      }),
    );
  const messages = chats.hits
    .filter((hit) => hit.kind === "message")
    .slice(0, MESSAGE_ROWS)
    .map(
      (hit): Row => ({
        id: hit.messageId!,
        icon: MessageSquareText,
        name: hit.title,
        note: hit.archived ? t("search.archived") : t(hit.role === "user" ? "search.you" : "search.answer"),
        text: <Marked text={hit.snippet} marks={hit.marks} />,
        run: () => openChatHit(hit),
      }),
    );
  const inDocuments = passages.hits.map(
    (hit): Row => ({
      id: hit.chunkId,
      icon: FileText,
      name: hit.document,
      note: t("common.page", { n: hit.page }),
      text: <Marked {...passageSnippet(hit.text, query)} />,
      run: () => void openPassage(hit),
    }),
  );
  return { titles, messages, inDocuments, searching: chats.searching || passages.searching };
}

/** Dialog with one field; asking is always the last row. */
export function Palette({ onAsk }: { onAsk: (question: string) => void }) {
  const t = useText();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const [chosenId, setChosenId] = useState<string | null>(null);
  const named = useNamedGroups(query);
  const found = useFoundGroups(query, named);
  const question = query.trim();
  const [places, documents, chats, commands] = named as [Group, Group, Group, Group];
  const groups = [
    places,
    documents,
    { ...chats, rows: [...chats.rows, ...found.titles] },
    { name: "search.messages" as const, rows: found.messages },
    { name: "search.passages" as const, rows: found.inDocuments },
    commands,
  ].filter(({ rows }) => rows.length > 0);
  const rows = groups.flatMap((group) => group.rows);
  const askRow: Row = {
    id: "ask",
    icon: ArrowRight,
    name: t("frame.ask", { question }),
    note: keyName("Ctrl ↵"),
    run: () => onAsk(question),
  };
  const all = question ? [...rows, askRow] : rows;
  // What comes later must not move the choice to another row.
  const chosen = Math.max(
    0,
    all.findIndex((row) => row.id === chosenId),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the row that is chosen is kept in sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosenId]);
  const run = (row: Row | undefined) => {
    if (!row) return;
    showOverlay(null);
    row.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && all.length > 0) {
      event.preventDefault();
      setChosenId(all[(chosen + by + all.length) % all.length]!.id);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run((event.ctrlKey || event.metaKey) && question ? askRow : all[chosen]);
    }
  };
  const rowOf = (row: Row) => {
    const index = all.indexOf(row);
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which keeps the focus
      // biome-ignore lint/a11y/useFocusableInteractive: the field names the chosen row with aria-activedescendant
      <div
        key={row.id}
        id={`${id}-${index}`}
        role="option"
        className="palette-row"
        aria-selected={index === chosen}
        onPointerMove={() => setChosenId(row.id)}
        onClick={() => run(row)}
      >
        <Icon of={row.icon} />
        <span className="palette-words">
          <span className="clip">{row.name}</span>
          {row.text && <span className="clip palette-text">{row.text}</span>}
        </span>
        {row.note && <span className="palette-note num">{row.note}</span>}
      </div>
    );
  };
  const empty = question !== "" && rows.length === 0;
  return (
    <Dialog title={t("frame.palette")} width="wide" bare onClose={() => showOverlay(null)}>
      <div className="palette-field">
        <Icon of={Search} />
        <input
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={all.length > 0 ? `${id}-${chosen}` : undefined}
          aria-label={t("frame.palette")}
          placeholder={t("frame.palettePrompt")}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosenId(null);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <div
        id={`${id}-list`}
        ref={list}
        className="palette-list"
        role="listbox"
        aria-label={t("frame.palette")}
        aria-busy={found.searching}
      >
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group within a listbox
          <div key={group.name} role="group" aria-label={t(group.name)}>
            <p className="palette-group">{t(group.name)}</p>
            {group.rows.map(rowOf)}
          </div>
        ))}
        {question && rows.length > 0 && <hr aria-hidden />}
        {question && rowOf(askRow)}
      </div>
      <p className={empty || found.searching ? "palette-status" : "unseen"} role="status">
        {found.searching ? t("search.searching") : empty ? t("search.nothing", { query: question }) : ""}
      </p>
    </Dialog>
  );
}
