// Lists and their rows: type and space, no boxes. Up and Down move between the rows of a list.
import type { LucideIcon } from "lucide-react";
import type { DragEvent, KeyboardEvent, MouseEvent, ReactNode } from "react";
import { Icon } from "./Icon.tsx";
import "./row.css";

/** A list whose rows are reached with the arrow keys, Home and End. */
export function List({ label, children }: { label: string; children: ReactNode }) {
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    if (at < 0 || event.target instanceof HTMLInputElement) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus();
  };
  return (
    <ul aria-label={label} onKeyDown={onKeyDown}>
      {children}
    </ul>
  );
}

/** A small heading between rows, for example "Today". */
export function ListGroup({ children }: { children: ReactNode }) {
  return <h3 className="list-group">{children}</h3>;
}

export interface RowProps {
  icon?: LucideIcon;
  /** The name; long ones are cut at the end. */
  children: ReactNode;
  /** Quiet figure or word at the right. */
  note?: ReactNode;
  /** Colour of icon and note: "warn" needs the person, "running" works, "bad" failed. */
  tone?: "plain" | "warn" | "bad" | "running";
  selected?: boolean;
  onOpen: (event: MouseEvent) => void;
  /** Buttons that show on hover and focus, for example a menu. */
  actions?: ReactNode;
  /** Full name for the tooltip where it may be cut. */
  title?: string;
  lang?: string | undefined;
  /** Names what the row stands for, for keys of a whole list. */
  id?: string;
  /** Makes the row something that can be dragged. */
  onDragStart?: (event: DragEvent) => void;
}

/** One row of a list: icon, name, quiet note. */
export function Row(props: RowProps) {
  const { icon, children, note, tone = "plain", selected, onOpen, actions, title, lang, id, onDragStart } = props;
  return (
    <li className={`row row-${tone} ${selected ? "row-selected" : ""}`}>
      <button
        type="button"
        className="row-open"
        data-row={id ?? ""}
        draggable={onDragStart ? true : undefined}
        onDragStart={onDragStart}
        aria-current={selected ? "true" : undefined}
        onClick={onOpen}
        title={title}
      >
        {icon && <Icon of={icon} />}
        <span className="clip grow" lang={lang}>
          {children}
        </span>
        {note !== undefined && <span className="row-note num">{note}</span>}
      </button>
      {actions && <span className="row-actions">{actions}</span>}
    </li>
  );
}
