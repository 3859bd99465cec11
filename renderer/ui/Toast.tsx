// The one toast: something was done and can be undone. One at a time, 8 s, waits while pointed at or focused.
import { useEffect, useState } from "react";
import { create } from "zustand";
import { Button } from "./Button.tsx";
import "./toast.css";

interface Toast {
  key: number;
  text: string;
  undo: { label: string; run: () => void };
}

const useToasts = create<{ toast: Toast | null }>(() => ({ toast: null }));
let keys = 0;

/** Says what was done and offers to undo it; replaces the toast before. */
export function showToast(text: string, undo: { label: string; run: () => void }): void {
  useToasts.setState({ toast: { key: ++keys, text, undo } });
}

/** Where toasts appear; mounted once by the window. */
export function ToastHost() {
  const toast = useToasts((state) => state.toast);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!toast || held) return;
    const timer = setTimeout(() => useToasts.setState({ toast: null }), 8000);
    return () => clearTimeout(timer);
  }, [toast, held]);
  return (
    <div className="toast-place" role="status">
      {toast && (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing only keeps the toast from leaving
        <div
          key={toast.key}
          className="toast"
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <span>{toast.text}</span>
          <Button
            className="toast-undo"
            onClick={() => {
              toast.undo.run();
              setHeld(false);
              useToasts.setState({ toast: null });
            }}
          >
            {toast.undo.label}
          </Button>
        </div>
      )}
    </div>
  );
}
