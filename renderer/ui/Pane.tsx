// The columns of a page: list, main, inspector. Every pane starts with a 48 px header, so one line runs across.
import { PanelLeft } from "lucide-react";
import {
  createContext,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { IconButton } from "./Button.tsx";
import "./pane.css";

interface PaneLayout {
  listOpen: boolean;
  inspectorWidth: Record<string, number>;
}
/** Whether list panes are shown, and how wide each inspector was drawn; kept between starts. */
export const usePaneLayout = create<PaneLayout>()(
  persist<PaneLayout>(() => ({ listOpen: true, inspectorWidth: {} }), { name: "alcove:panes" }),
);

/** Shows or folds the list pane (Ctrl B). */
export function toggleList(): void {
  usePaneLayout.setState((state) => ({ listOpen: !state.listOpen }));
}

const ListShown = createContext({ shown: true, has: false, toggle: toggleList });

function useWindowWidth(): number {
  const [width, setWidth] = useState(innerWidth);
  useEffect(() => {
    const onResize = () => setWidth(innerWidth);
    addEventListener("resize", onResize);
    return () => removeEventListener("resize", onResize);
  }, []);
  return width;
}

export interface PanesProps {
  /** Names this page for the remembered inspector width. */
  page: string;
  list?: ReactNode;
  listLabel: string;
  inspector?: ReactNode;
  inspectorLabel: string;
  /** Width of the inspector before anyone drags it: 576 for evidence, 304 to 416 for others. */
  inspectorWidth?: number;
  /** Words of the draggable edge. */
  resizeLabel: string;
  /** Closes the inspector where it lies over main as a sheet. */
  onCloseInspector?: () => void;
  children: ReactNode;
}

/**
 * Lays out a page. The list folds when an inspector opens below 1400 px; below 1100 px the inspector becomes a sheet
 * over main.
 */
export function Panes(props: PanesProps) {
  const { page, list, listLabel, inspector, inspectorLabel, inspectorWidth = 360, resizeLabel, children } = props;
  const windowWidth = useWindowWidth();
  const wanted = usePaneLayout((state) => state.listOpen);
  const stored = usePaneLayout((state) => state.inspectorWidth[page]);
  const sheet = windowWidth < 1100;
  const room = windowWidth >= 1400 || (windowWidth >= 760 && !inspector);
  // Where there is no room the list lies over main, and only when asked for.
  const [over, setOver] = useState(false);
  const listShown = !!list && (room ? wanted : over);
  // biome-ignore lint/correctness/useExhaustiveDependencies: folding it is a new start for the overlay
  useEffect(() => setOver(false), [room, wanted]);
  const width = Math.max(304, Math.min(stored ?? inspectorWidth, Math.max(304, windowWidth - 64 - 420)));
  return (
    <ListShown.Provider value={{ shown: listShown, has: !!list, toggle: room ? toggleList : () => setOver(!over) }}>
      <div className="panes">
        {listShown && (
          <nav
            className={`pane pane-list ${room ? "" : "pane-over"}`}
            aria-label={listLabel}
            data-pane
            tabIndex={-1}
            onClick={room ? undefined : () => setOver(false)}
            onKeyDown={(event) => event.key === "Escape" && !room && setOver(false)}
          >
            {list}
          </nav>
        )}
        <main className="pane pane-main" data-pane tabIndex={-1}>
          {children}
        </main>
        {inspector && (
          <aside
            className={`pane pane-inspector ${sheet ? "pane-sheet" : ""}`}
            aria-label={inspectorLabel}
            data-pane
            tabIndex={-1}
            style={sheet ? undefined : { width }}
          >
            {!sheet && <Edge page={page} width={width} usual={inspectorWidth} label={resizeLabel} />}
            {inspector}
          </aside>
        )}
      </div>
    </ListShown.Provider>
  );
}

function Edge({ page, width, usual, label }: { page: string; width: number; usual: number; label: string }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const set = (value: number) =>
    usePaneLayout.setState((state) => ({
      inspectorWidth: { ...state.inspectorWidth, [page]: Math.max(304, Math.min(960, value)) },
    }));
  const onPointerMove = (event: PointerEvent) => {
    if (start.current) set(start.current.width + start.current.x - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
    if (by) set(width + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be a draggable window splitter
    <div
      className="pane-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(width)}
      aria-valuemin={304}
      aria-valuemax={960}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = null;
      }}
      onDoubleClick={() => set(usual)}
      onKeyDown={onKeyDown}
    />
  );
}

/** Header of a pane: its heading, then actions at the right. Also where a frameless window is dragged. */
export function PaneHeader({
  title,
  level = 1,
  note,
  children,
  lang,
  listToggleLabel,
  className = "",
}: {
  title: ReactNode;
  level?: 1 | 2;
  /** Quiet words beside the title. */
  note?: ReactNode;
  /** Buttons at the right. */
  children?: ReactNode;
  lang?: string | undefined;
  /** In the header of main: label of the button that shows a folded list. */
  listToggleLabel?: string;
  className?: string;
}) {
  const list = useContext(ListShown);
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <header className={`pane-header ${className}`}>
      {listToggleLabel && list.has && !list.shown && (
        <IconButton icon={PanelLeft} label={listToggleLabel} shortcut="Ctrl B" onClick={list.toggle} />
      )}
      <Heading className="clip" lang={lang}>
        {title}
      </Heading>
      {note !== undefined && <span className="meta num clip">{note}</span>}
      <span className="pane-header-actions">{children}</span>
    </header>
  );
}
