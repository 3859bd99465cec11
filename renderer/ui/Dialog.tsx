// Dialogs: only where undo cannot help, or where something leaves the machine. Esc is the safe way out.
import { type ReactNode, useEffect, useId, useRef } from "react";
import "./dialog.css";

export interface DialogProps {
  /** States the consequence, for example "Empty the trash? This cannot be undone." */
  title: string;
  onClose: () => void;
  /** Buttons with verbs, the safe one first; put `autoFocus` on the safe one. */
  actions?: ReactNode;
  /** 420 px, or "wide" for the palette and sheets of keys. */
  width?: "normal" | "wide";
  /** Without its visible title, for the palette. */
  bare?: boolean;
  children?: ReactNode;
}

/** A modal dialog on the browser's own <dialog>, so focus stays inside and returns to what opened it. */
export function Dialog({ title, onClose, actions, width = "normal", bare, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const opener = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes through onCancel; the click is on the backdrop
    <dialog
      ref={ref}
      className={`dialog dialog-${width} ${bare ? "dialog-bare" : ""}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <div className="dialog-body">
        <h2 id={id} className={bare ? "unseen" : "dialog-title"}>
          {title}
        </h2>
        {children}
        {actions && <div className="dialog-actions">{actions}</div>}
      </div>
    </dialog>
  );
}
