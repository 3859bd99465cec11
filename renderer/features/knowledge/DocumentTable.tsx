// The documents of a knowledge base as one table; only the rows in view exist. Middle of the library.
// biome-ignore-all lint/a11y/useSemanticElements: a grid whose rows only partly exist cannot be a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row
import { FileText, Lock, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import type { KnowledgeBase } from "../../../shared/contract/knowledge.ts";
import { isFinished, type RunItem, type RunView } from "../../../shared/domain/runs.ts";
import { useActiveRuns } from "../../data/queries.ts";
import { useRun } from "../../data/runs.ts";
import { isCommand } from "../../frame/keys.ts";
import { go, useRoute } from "../../frame/route.ts";
import { useText } from "../../i18n/index.ts";
import { Icon } from "../../ui/Icon.tsx";
import { removeDocuments } from "./commands.ts";
import { DocumentRow } from "./DocumentRow.tsx";
import {
  idsBetween,
  joinLines,
  type Line,
  nextSorting,
  phaseOf,
  type SortColumn,
  sortLines,
  withComing,
} from "./order.ts";
import { type Started, selectOthers, useLibrary } from "./store.ts";

interface Props {
  base: KnowledgeBase | null;
  documents: Document[];
  /** Shown instead of a table without rows. */
  empty: ReactNode;
}

/** Rows beyond the view that exist all the same, so that fast scrolling finds them. */
const SPARE_ROWS = 12;

const COLUMNS: { column: SortColumn; key: "name" | "pages" | "passages" | "size" | "added" }[] = [
  { column: "name", key: "name" },
  { column: "pages", key: "pages" },
  { column: "passages", key: "passages" },
  { column: "size", key: "size" },
  { column: "added", key: "added" },
];

/** Documents with their state in words; the keyboard selects, opens and removes. */
export function DocumentTable({ base, documents, empty }: Props) {
  const t = useText();
  const { documentId: lead } = useRoute();
  const others = useLibrary((state) => state.others);
  const sorting = useLibrary((state) => state.sorting);
  const started = useLibrary((state) => (base ? state.started[base.id] : undefined));
  const running = useRunningItems(documents, started);
  const lines = useMemo(() => sortLines(joinLines(documents, running), sorting), [documents, running, sorting]);

  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<string | null>(null);
  const [view, setView] = useState({ top: 0, height: 800, row: 36 });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const row = element.querySelector<HTMLElement>("[data-line]")?.offsetHeight || 36;
      setView({ top: element.scrollTop, height: element.clientHeight, row });
    };
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);

  const baseId = base?.id ?? null;
  const select = (line: Line, also: Iterable<string> = []) => {
    if (!line.document) return;
    selectOthers(also);
    go({ place: "library", id: baseId, documentId: line.document.id }, true);
  };
  const open = (line: Line) => {
    if (line.document?.status === "ready")
      go({ place: "library", id: baseId, documentId: line.document.id, passage: { start: 0, end: 0 } });
  };
  const onPick = (event: MouseEvent, line: Line) => {
    if (event.shiftKey && anchor.current) return select(line, idsBetween(lines, anchor.current, line.id));
    anchor.current = line.id;
    if (!event.ctrlKey && !event.metaKey) return select(line);
    const also = new Set(others);
    if (lead) also.add(lead);
    if (also.has(line.id)) {
      also.delete(line.id);
      const left = [...also].at(-1) ?? null;
      selectOthers(also);
      go({ place: "library", id: baseId, documentId: left }, true);
    } else select(line, also.add(line.id));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget && (event.target as HTMLElement).closest("button, input")) return;
    const at = lines.findIndex(({ id }) => id === lead);
    const page = Math.max(1, Math.floor(view.height / view.row) - 1);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      Home: 0,
      End: lines.length - 1,
      PageDown: at + page,
      PageUp: at - page,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const line = lines[Math.max(0, Math.min(lines.length - 1, to))];
      if (!line) return;
      if (event.shiftKey && anchor.current) select(line, idsBetween(lines, anchor.current, line.id));
      else {
        anchor.current = line.id;
        select(line);
      }
      const top = lines.indexOf(line) * view.row;
      const element = scroller.current!;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + view.row > element.scrollTop + element.clientHeight)
        element.scrollTop = top + view.row - element.clientHeight;
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      open(lines[at]!);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      const chosen = documents.filter(({ id }) => id === lead || others.has(id));
      if (chosen.length === 0) return;
      event.preventDefault();
      void removeDocuments(chosen, t);
    } else if (event.key === "Escape" && (lead || others.size > 0)) {
      event.preventDefault();
      selectOthers([]);
      go({ place: "library", id: baseId }, true);
    } else if (isCommand(event.nativeEvent) && event.key.toLowerCase() === "a") {
      event.preventDefault();
      const all = lines.filter((line) => line.document);
      const last = all.at(-1);
      if (last)
        select(
          last,
          all.map(({ id }) => id),
        );
    }
  };

  if (lines.length === 0) return <div className="library-empty">{empty}</div>;
  const first = Math.max(0, Math.floor(view.top / view.row) - SPARE_ROWS);
  const last = Math.min(lines.length, Math.ceil((view.top + view.height) / view.row) + SPARE_ROWS);
  return (
    <div
      className="library-table"
      role="grid"
      aria-label={base?.name ?? t("knowledge.title")}
      aria-rowcount={lines.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={lead && lines.some(({ id }) => id === lead) ? `line-${lead}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="library-head" role="row" aria-rowindex={1}>
        {COLUMNS.map(({ column, key }) => (
          <span
            key={key}
            role="columnheader"
            className={`library-cell-${key}`}
            aria-sort={sorting.column !== column ? "none" : sorting.descending ? "descending" : "ascending"}
          >
            <button
              type="button"
              tabIndex={-1}
              data-sorted={sorting.column === column ? (sorting.descending ? "down" : "up") : undefined}
              onClick={() => useLibrary.setState({ sorting: nextSorting(sorting, column) })}
            >
              {t(`knowledge.${key}`)}
            </button>
          </span>
        ))}
      </div>
      <div className="library-rows scroll" role="rowgroup" ref={scroller}>
        <div style={{ height: first * view.row }} aria-hidden="true" />
        {lines.slice(first, last).map((line, at) => (
          <DocumentRow
            key={line.id}
            line={line}
            index={first + at + 2}
            selected={line.id === lead || others.has(line.id)}
            lead={line.id === lead}
            onPick={onPick}
            onOpen={open}
            icon={<Icon of={ICONS[phaseOf(line)] ?? FileText} />}
          />
        ))}
        <div style={{ height: (lines.length - last) * view.row }} aria-hidden="true" />
      </div>
    </div>
  );
}

const ICONS: Partial<Record<ReturnType<typeof phaseOf>, typeof FileText>> = {
  "needs-you": Lock,
  failed: TriangleAlert,
};

/** Files of the ingestions that run now and belong to these documents or were started here. */
function useRunningItems(documents: Document[], started: Started[] | undefined): { id: string; items: RunItem[] }[] {
  const active = useActiveRuns().data;
  const ours = useMemo(() => {
    const known = new Set([...documents.map(({ runId }) => runId), ...(started ?? []).map(({ runId }) => runId)]);
    return (active ?? []).filter(({ kind, id }) => kind === "ingest" && known.has(id)).map(({ id }) => id);
  }, [active, documents, started]);
  // The engine ingests one run after the other: following the first three is enough to show what comes next.
  const [a = null, b = null, c = null] = ours;
  const [viewA, viewB, viewC] = [useRun(a), useRun(b), useRun(c)];
  return useMemo(() => {
    const itemsOf = (id: string | null, view: RunView | null) => {
      if (id === null || view === null || isFinished(view.status)) return [];
      const names = started?.find(({ runId }) => runId === id)?.names ?? [];
      // A folder counts as one name here and as its files there: then only what the run itself tells is shown.
      const sameFiles = view.progress?.total === names.length;
      return [{ id, items: sameFiles ? withComing(view.items, names) : view.items }];
    };
    return [...itemsOf(a, viewA), ...itemsOf(b, viewB), ...itemsOf(c, viewC)];
  }, [a, b, c, viewA, viewB, viewC, started]);
}
