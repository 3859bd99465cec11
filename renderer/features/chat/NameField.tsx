// A name that is typed where it stands: Enter keeps it, Esc leaves it as it was. For folders, chats, presets, assistants.
import { useEffect, useRef, useState } from "react";

interface NameFieldProps {
  label: string;
  name: string;
  onSave: (name: string) => void;
  onLeave: () => void;
}

/** A field that takes the focus; leaving it keeps the name, an empty or unchanged one is left alone. */
export function NameField({ label, name, onSave, onLeave }: NameFieldProps) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const left = useRef(false);
  useEffect(() => {
    // A menu that was just closed gives the focus back to its button first.
    const timer = setTimeout(() => {
      field.current?.focus();
      field.current?.select();
    });
    return () => clearTimeout(timer);
  }, []);
  const leave = (keep: boolean) => {
    if (left.current) return;
    left.current = true;
    const wanted = text.trim();
    if (keep && wanted && wanted !== name) onSave(wanted);
    else onLeave();
  };
  return (
    <input
      ref={field}
      className="field-input name-field"
      aria-label={label}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => leave(true)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") {
          event.preventDefault();
          leave(true);
        } else if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          leave(false);
        }
      }}
    />
  );
}
