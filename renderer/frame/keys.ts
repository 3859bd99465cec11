// Keys of the whole window, and how keys are written on this system.
import { useEffect } from "react";
import { create } from "zustand";
import { toggleList } from "../ui/Pane.tsx";
import { go, type Place } from "./route.ts";

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** "Ctrl K" as this system writes it. */
export const keyName = (keys: string): string =>
  isMac ? keys.replace("Ctrl ", "⌘").replace("Shift ", "⇧").replace("Alt ", "⌥") : keys;

/** Whether Ctrl, or Cmd on a Mac, is held without others that would mean something else. */
export const isCommand = (event: KeyboardEvent): boolean =>
  (isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) && !event.altKey;

/** Whether keys go into text there. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** What lies over the window at the moment. */
export const useOverlay = create<{ open: "palette" | "keys" | "ledger" | null }>(() => ({ open: null }));
/** Shows the palette, the sheet of keys or the ledger; null closes. */
export const showOverlay = (open: "palette" | "keys" | "ledger" | null): void => useOverlay.setState({ open });

/** Places of the rail in their order, for Ctrl 1 and so on. */
export const PLACES: readonly Place[] = ["chat", "library", "models"];

function nextPane(backwards: boolean): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")];
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  panes.at((at + (backwards ? -1 : 1)) % panes.length)?.focus();
}

/** Starts a chat with an empty question. */
export function newChat(): void {
  go({ place: "chat" });
  setTimeout(() => document.querySelector<HTMLElement>("[data-composer]")?.focus());
}

/** Listens for the window's keys; single letters only where `singleKeys` allows and nobody is typing. */
export function useWindowKeys(singleKeys: boolean): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
      const act = (action: () => void) => {
        event.preventDefault();
        action();
      };
      if (event.key === "F6") return act(() => nextPane(event.shiftKey));
      if (isCommand(event)) {
        const key = event.key.toLowerCase();
        if (key === "k" && !event.shiftKey) return act(() => showOverlay("palette"));
        if (key === "b" && !event.shiftKey) return act(toggleList);
        if (key === ",") return act(() => go({ place: "settings" }));
        if (key === "n" && !event.shiftKey) return act(newChat);
        const place = PLACES[Number(key) - 1];
        if (place) return act(() => go({ place }));
        return;
      }
      if (singleKeys && event.key === "?" && !isTyping(event.target)) act(() => showOverlay("keys"));
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [singleKeys]);
}
