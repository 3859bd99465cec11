// Keys of the document viewer. Single letters act only outside text fields and where settings allow them.
import { useEffect, useRef } from "react";
import { useSettings } from "../../data/queries.ts";
import { isCommand, isTyping } from "../../frame/keys.ts";
import { openSearch } from "./SearchBar.tsx";
import { useViewer, viewer } from "./store.ts";

interface Actions {
  /** null while nothing is shown. */
  documentId: string | null;
  /** The viewer is all that is on the screen: its keys act wherever the focus is. */
  everywhere?: boolean;
  onPrevious?(): void;
  onNext?(): void;
  onCopy?(): void;
  onOpen?(): void;
  onClose(): void;
}

/** Makes the viewer's keys act while it is shown. */
export function useViewerKeys(actions: Actions): void {
  const singleKeys = useSettings().data?.singleKeys ?? true;
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const now = latest.current;
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const action = actionOf(event, now, singleKeys);
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [singleKeys]);
}

const searching = (documentId: string | null): boolean => {
  const { search } = useViewer.getState();
  return search !== null && search.documentId === documentId;
};

function actionOf(event: KeyboardEvent, now: Actions, singleKeys: boolean): (() => void) | undefined {
  if (isCommand(event) && event.shiftKey && event.key.toLowerCase() === "c") return now.onCopy;
  const { documentId } = now;
  const here = now.everywhere || (event.target instanceof Element && event.target.closest(".ev") !== null);
  if (isCommand(event) && documentId !== null) {
    if (event.key.toLowerCase() === "f" && !event.shiftKey) return here ? () => openSearch(documentId) : undefined;
    if (event.key === "0") return viewer.toggleWhole;
    if (event.key === "+" || event.key === "=") return viewer.zoomIn;
    if (event.key === "-") return viewer.zoomOut;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (isTyping(event.target)) return undefined;
  if (event.key === "Escape") return searching(documentId) && here ? viewer.closeSearch : now.onClose;
  if (!singleKeys) return undefined;
  if (event.key === "[") return now.onPrevious;
  if (event.key === "]") return now.onNext;
  if (event.key === "o" || event.key === "O") return now.onOpen;
  if (documentId === null || !here) return undefined;
  switch (event.key.toLowerCase()) {
    case "r":
      return () => viewer.turn(documentId, event.shiftKey ? -1 : 1);
    case "w":
      return () => viewer.fit("width");
    case "p":
      return () => viewer.fit("page");
    case "t":
      return viewer.toggleStrip;
  }
  return undefined;
}
