// Changing the text of a question or an answer where it stands.
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextArea } from "../../../ui/Field.tsx";

interface MessageEditorProps {
  label: string;
  help: string;
  /** The verb on the button that keeps it. */
  save: string;
  text: string;
  /** Enter keeps a question; in an answer it breaks the line, and Ctrl Enter keeps it. */
  sendsOnEnter?: boolean;
  onSave: (text: string) => void;
  onLeave: () => void;
}

/** A field with Cancel and the verb; Esc leaves the text as it was. */
export function MessageEditor({ label, help, save, text, sendsOnEnter, onSave, onLeave }: MessageEditorProps) {
  const t = useText();
  const [draft, setDraft] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  }, []);
  const keep = () => {
    const wanted = draft.trim();
    if (wanted && wanted !== text) onSave(wanted);
    else onLeave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onLeave();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey || (sendsOnEnter && !event.shiftKey))) {
      event.preventDefault();
      keep();
    }
  };
  return (
    <div className="message-editor">
      <TextArea
        ref={field}
        label={label}
        help={help}
        value={draft}
        maxLength={sendsOnEnter ? 100_000 : 1_000_000}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="message-editor-actions">
        <Button kind="outlined" onClick={onLeave}>
          {t("common.cancel")}
        </Button>
        <Button kind="main" disabled={draft.trim() === ""} onClick={keep}>
          {save}
        </Button>
      </div>
    </div>
  );
}
