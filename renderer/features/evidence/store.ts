// View state of the document viewer: zoom, trimming, turning and colours. No server data.
import { useEffect, useState } from "react";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { QuarterTurns } from "./geometry.ts";

interface ViewerState {
  /** 1 fits the width. */
  zoom: number;
  /** Whole pages instead of pages trimmed to their content. */
  whole: boolean;
  /** Clockwise quarter turns by document. */
  turns: Record<string, QuarterTurns>;
  /** Documents whose pages keep their own colours in the dark. */
  original: Record<string, boolean>;
  /** The passage is shown as selectable text below the page. */
  asText: boolean;
}

/** How documents are looked at; colours, turning and trimming are remembered. */
export const useViewer = create<ViewerState>()(
  persist((): ViewerState => ({ zoom: 1, whole: false, turns: {}, original: {}, asText: false }), {
    name: "alcove:viewer",
    partialize: ({ whole, turns, original, asText }) => ({ whole, turns, original, asText }),
  }),
);

const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];

/** The next larger or smaller zoom of the ladder. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  return direction > 0
    ? (ZOOMS.find((step) => step > zoom + 0.01) ?? zoom)
    : (ZOOMS.findLast((step) => step < zoom - 0.01) ?? zoom);
}

/** Commands of the viewer, for buttons and keys alike. */
export const viewer = {
  zoomIn: () => useViewer.setState(({ zoom }) => ({ zoom: nextZoom(zoom, 1) })),
  zoomOut: () => useViewer.setState(({ zoom }) => ({ zoom: nextZoom(zoom, -1) })),
  fitWidth: () => useViewer.setState({ zoom: 1 }),
  toggleWhole: () => useViewer.setState(({ whole }) => ({ whole: !whole, zoom: 1 })),
  toggleText: () => useViewer.setState(({ asText }) => ({ asText: !asText })),
  turn: (documentId: string) =>
    useViewer.setState(({ turns }) => ({
      turns: { ...turns, [documentId]: (((turns[documentId] ?? 0) + 1) % 4) as QuarterTurns },
    })),
  toggleOriginal: (documentId: string) =>
    useViewer.setState(({ original }) => ({ original: { ...original, [documentId]: !original[documentId] } })),
};

const isDark = () => document.documentElement.dataset.theme === "dark";

/** Whether the window shows its dark theme now. */
export function useDark(): boolean {
  const [dark, setDark] = useState(isDark);
  useEffect(() => {
    const watcher = new MutationObserver(() => setDark(isDark()));
    watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    setDark(isDark());
    return () => watcher.disconnect();
  }, []);
  return dark;
}
