// The field of the search within a document, with the count of hits and the way from one to the next.
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/Button.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { type Found, nearestHit, stepHit } from "./find.ts";
import { useViewer, viewer } from "./store.ts";

interface Props {
  document: Document;
  found: Found;
  /** Page that is read: the search begins to look there. */
  page: number;
}

/** A search runs when nothing was typed for so long. */
const PAUSE_MS = 150;

export function SearchBar({ document: shown, found, page }: Props) {
  const t = useText();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(found.query);
  const { hits, at, state, total } = found;

  useEffect(() => {
    const timer = setTimeout(() => viewer.searchFor(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page counts only when hits arrive, not when it changes
  useEffect(() => {
    if (state === "done" && at === null && hits.length > 0) viewer.lookAtHit(nearestHit(hits, page));
  }, [state, at, hits]);
  useEffect(() => {
    const focus = () => {
      field.current?.focus();
      field.current?.select();
    };
    focus();
    window.addEventListener(FOCUS_SEARCH, focus);
    return () => window.removeEventListener(FOCUS_SEARCH, focus);
  }, []);

  const step = (by: 1 | -1) => {
    // Return may come before the pause is over: then it means "search now".
    if (typed.trim() !== found.query) viewer.searchFor(typed);
    else if (hits.length > 0) viewer.lookAtHit(stepHit(at, by, hits.length));
  };
  const close = () => {
    const body = field.current?.closest(".ev");
    viewer.closeSearch();
    body?.querySelector<HTMLElement>("[data-viewer-scroller]")?.focus();
  };
  const count =
    state === "failed"
      ? t("evidence.findFailed")
      : state !== "done"
        ? ""
        : total === 0
          ? t("evidence.findNone")
          : t("evidence.findCount", { at: (at ?? 0) + 1, total });
  return (
    <search className="ev-search" aria-label={t("evidence.find")}>
      <SearchField
        ref={field}
        label={t("evidence.find")}
        value={typed}
        maxLength={200}
        lang={shown.language ?? undefined}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
          else if (event.key === "Escape") close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span className="ev-search-count num" aria-live="polite" data-found={state === "done" ? total : undefined}>
        {count}
      </span>
      <IconButton
        icon={ChevronUp}
        label={t("evidence.findPrevious")}
        shortcut="Shift Enter"
        disabled={hits.length === 0}
        onClick={() => step(-1)}
      />
      <IconButton
        icon={ChevronDown}
        label={t("evidence.findNext")}
        shortcut="Enter"
        disabled={hits.length === 0}
        onClick={() => step(1)}
      />
      <IconButton icon={X} label={t("evidence.findClose")} shortcut="Esc" onClick={close} />
    </search>
  );
}

const FOCUS_SEARCH = "alcove:focus-document-search";

/** Shows the search of a document and puts the cursor into its field. */
export function openSearch(documentId: string): void {
  const open = useViewer.getState().search?.documentId === documentId;
  viewer.openSearch(documentId);
  if (open) window.dispatchEvent(new Event(FOCUS_SEARCH));
}
