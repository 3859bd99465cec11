// View state of the document viewer: zoom, trimming, turning, colours, the strip of pages, the search. No server data.
import { useEffect, useState } from "react";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { Fit, QuarterTurns } from "./geometry.ts";

/** A search within one document; there is at most one. */
export interface DocumentSearch {
  documentId: string;
  /** What is searched, as the field gave it after a pause in typing. */
  query: string;
  /** Index of the hit looked at; null until the hits of this query are known. */
  at: number | null;
  /** Counts requests to look at a hit, so that asking for the same one again scrolls back to it. */
  asked: number;
}

interface ViewerState {
  /** 1 fits pages as `fit` says. */
  zoom: number;
  fit: Fit;
  /** Whole pages instead of pages trimmed to their content. */
  whole: boolean;
  /** Clockwise quarter turns by document. */
  turns: Record<string, QuarterTurns>;
  /** Documents whose pages keep their own colours in the dark. */
  original: Record<string, boolean>;
  /** The passage is shown as selectable text below the page. */
  asText: boolean;
  /** Small pictures of the pages are shown beside them. */
  strip: boolean;
  search: DocumentSearch | null;
}

/** How documents are looked at; colours, turning and trimming are remembered. */
export const useViewer = create<ViewerState>()(
  persist(
    (): ViewerState => ({
      zoom: 1,
      fit: "reading",
      whole: false,
      turns: {},
      original: {},
      asText: false,
      strip: false,
      search: null,
    }),
    {
      name: "alcove:viewer",
      partialize: ({ whole, turns, original, asText, strip }) => ({ whole, turns, original, asText, strip }),
    },
  ),
);

const ZOOMS = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
const SMALLEST = ZOOMS[0]!;
const LARGEST = ZOOMS.at(-1)!;

/** The next larger or smaller zoom of the ladder. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  return direction > 0
    ? (ZOOMS.find((step) => step > zoom + 0.01) ?? zoom)
    : (ZOOMS.findLast((step) => step < zoom - 0.01) ?? zoom);
}

/** Pixels of a wheel that make a page e times as large; a notch of 100 px is about a fifth. */
const WHEEL_PX = 550;

/** The zoom after the wheel was turned by so many pixels with Ctrl held; up is larger. */
export function wheelZoom(zoom: number, deltaY: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, zoom * Math.exp(-deltaY / WHEEL_PX)));
}

/** Commands of the viewer, for buttons and keys alike. */
export const viewer = {
  zoomIn: () => useViewer.setState(({ zoom }) => ({ zoom: nextZoom(zoom, 1) })),
  zoomOut: () => useViewer.setState(({ zoom }) => ({ zoom: nextZoom(zoom, -1) })),
  zoomByWheel: (deltaY: number) => useViewer.setState(({ zoom }) => ({ zoom: wheelZoom(zoom, deltaY) })),
  fit: (fit: Fit) => useViewer.setState({ zoom: 1, fit }),
  toggleWhole: () => useViewer.setState(({ whole }) => ({ whole: !whole, zoom: 1 })),
  toggleText: () => useViewer.setState(({ asText }) => ({ asText: !asText })),
  toggleStrip: () => useViewer.setState(({ strip }) => ({ strip: !strip })),
  turn: (documentId: string, by: 1 | -1) =>
    useViewer.setState(({ turns }) => ({
      turns: { ...turns, [documentId]: (((turns[documentId] ?? 0) + by + 4) % 4) as QuarterTurns },
    })),
  toggleOriginal: (documentId: string) =>
    useViewer.setState(({ original }) => ({ original: { ...original, [documentId]: !original[documentId] } })),
  /** Opens the search of a document, or keeps the one that is open. */
  openSearch: (documentId: string) =>
    useViewer.setState(({ search }) =>
      search?.documentId === documentId ? {} : { search: { documentId, query: "", at: null, asked: 0 } },
    ),
  closeSearch: () => useViewer.setState({ search: null }),
  searchFor: (query: string) =>
    useViewer.setState(({ search }) =>
      search && search.query !== query ? { search: { ...search, query, at: null } } : {},
    ),
  lookAtHit: (at: number) =>
    useViewer.setState(({ search }) => (search ? { search: { ...search, at, asked: search.asked + 1 } } : {})),
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
