// Menus and small popovers that grow from the button that opened them.
import { Check, type LucideIcon } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { Icon } from "./Icon.tsx";
import "./menu.css";

export interface MenuItem {
  label: string;
  icon?: LucideIcon;
  /** Second, quiet line or figure. */
  note?: string;
  shortcut?: string;
  /** For choices: whether it is the chosen one. */
  checked?: boolean;
  /** "many" keeps the menu open after a choice. */
  choice?: "one" | "many";
  danger?: boolean;
  disabled?: boolean;
  lang?: string | undefined;
  onChoose: () => void;
}

/** Props to spread on the button that opens. */
export interface OpenerProps {
  "aria-haspopup": "menu" | "dialog";
  "aria-expanded": boolean;
  "aria-controls": string;
  onClick: () => void;
}

interface FloatingProps {
  button: (props: OpenerProps) => ReactNode;
  label: string;
  role: "menu" | "dialog";
  children: (close: () => void) => ReactNode;
  onKeyDown?: (event: KeyboardEvent, panel: HTMLElement) => void;
}

/** A floating panel beside its button, closed by Esc, by a click elsewhere, and by losing focus. */
function Floating({ button, label, role, children, onKeyDown }: FloatingProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number }>();
  const close = () => {
    setOpen(false);
    anchor.current?.querySelector("button")?.focus();
  };

  useLayoutEffect(() => {
    const box = anchor.current?.getBoundingClientRect();
    const element = panel.current;
    if (!open || !box || !element) return;
    element.showPopover();
    const { offsetWidth: width, offsetHeight: height } = element;
    const below = box.bottom + 4 + height <= innerHeight || box.top < height + 8;
    const left = box.left + width <= innerWidth - 8 ? box.left : box.right - width;
    setPlace({
      left: Math.max(8, left),
      top: Math.max(8, below ? Math.min(box.bottom + 4, innerHeight - height - 8) : box.top - height - 4),
    });
    (element.querySelector<HTMLElement>("[aria-checked=true], [data-item]:not(:disabled)") ?? element).focus();
  }, [open]);

  useEffect(() => {
    if (!open) return;
    const away = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!panel.current?.contains(target) && !anchor.current?.contains(target)) setOpen(false);
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, [open]);

  return (
    <span ref={anchor} className="menu-anchor">
      {button({
        "aria-haspopup": role,
        "aria-expanded": open,
        "aria-controls": id,
        onClick: () => setOpen(!open),
      })}
      {open && (
        // biome-ignore lint/a11y: the role is "menu" or "dialog", both focusable and labelled; the checker reads no variables
        <div
          ref={panel}
          id={id}
          popover="manual"
          className="menu"
          role={role}
          aria-label={label}
          tabIndex={-1}
          style={place ?? { left: 0, top: 0 }}
          onBlur={(event) => {
            const to = event.relatedTarget;
            if (to && !panel.current?.contains(to) && !anchor.current?.contains(to)) setOpen(false);
          }}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape") {
              event.preventDefault();
              close();
            } else if (panel.current) onKeyDown?.(event, panel.current);
          }}
        >
          {children(close)}
        </div>
      )}
    </span>
  );
}

/** A menu of commands or choices; arrow keys, Home, End and first letters move. */
export function Menu({
  button,
  label,
  items,
}: {
  button: (props: OpenerProps) => ReactNode;
  label: string;
  /** null draws a hairline; what is dangerous comes last, after one. */
  items: readonly (MenuItem | null)[];
}) {
  const move = (event: KeyboardEvent, panel: HTMLElement) => {
    const all = [...panel.querySelectorAll<HTMLElement>("[data-item]:not(:disabled)")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    let to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined && event.key.length === 1) {
      const starts = (item: HTMLElement) => item.textContent.toLowerCase().startsWith(event.key.toLowerCase());
      const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(starts);
      if (next) to = all.indexOf(next);
    }
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length]?.focus();
  };
  return (
    <Floating button={button} label={label} role="menu" onKeyDown={move}>
      {(close) =>
        items.map((item, index) =>
          item === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: hairlines have no identity
            <hr key={index} />
          ) : (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: aria-checked is set only with a role that has it
            <button
              key={item.label}
              type="button"
              data-item
              className={`menu-item ${item.danger ? "menu-danger" : ""}`}
              role={item.choice === "many" ? "menuitemcheckbox" : item.choice ? "menuitemradio" : "menuitem"}
              aria-checked={item.choice ? !!item.checked : undefined}
              disabled={item.disabled}
              onClick={() => {
                if (item.choice !== "many") close();
                item.onChoose();
              }}
            >
              {item.choice ? (
                <span className="menu-check">{item.checked && <Icon of={Check} size={14} />}</span>
              ) : (
                item.icon && <Icon of={item.icon} />
              )}
              <span className="grow clip" lang={item.lang}>
                {item.label}
              </span>
              {item.note && <span className="menu-note num">{item.note}</span>}
              {item.shortcut && <span className="menu-note">{item.shortcut}</span>}
            </button>
          ),
        )
      }
    </Floating>
  );
}

/** A small panel with anything in it, opened by a button; a function as content is given what closes it. */
export function Popover({
  button,
  label,
  children,
}: {
  button: (props: OpenerProps) => ReactNode;
  label: string;
  children: ReactNode | ((close: () => void) => ReactNode);
}) {
  return (
    <Floating button={button} label={label} role="dialog">
      {(close) => <div className="popover-body">{typeof children === "function" ? children(close) : children}</div>}
    </Floating>
  );
}
