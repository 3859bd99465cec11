// Fields: label above, one line of help or error below.
import { Search } from "lucide-react";
import {
  type InputHTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import "./field.css";
import { Icon } from "./Icon.tsx";

interface LabelledProps {
  label: string;
  /** One line below; hidden while there is an error. */
  help?: string | undefined;
  /** What would be right, for example "Use a number from 0 to 1". */
  error?: string | undefined;
}

/** Label, help and error around any control; `children` gets the ids to put on it. */
export function Labelled({
  label,
  help,
  error,
  children,
}: LabelledProps & { children: (ids: { id: string; describedBy: string | undefined }) => ReactNode }) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className={`field ${error ? "field-bad" : ""}`}>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, describedBy: note ? `${id}-note` : undefined })}
      {note && (
        <p id={`${id}-note`} className="field-note" role={error ? "alert" : undefined}>
          {note}
        </p>
      )}
    </div>
  );
}

interface TextFieldProps extends LabelledProps, InputHTMLAttributes<HTMLInputElement> {
  ref?: Ref<HTMLInputElement>;
  /** Enter, but not one that only ends a word of an input method. */
  onEnter?: () => void;
}

/** A one-line text field. */
export function TextField({ label, help, error, onEnter, ...rest }: TextFieldProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    // Closing a dialog moves the focus while the key is down; the button that gets it must not take it for a press.
    event.preventDefault();
    onEnter?.();
  };
  return (
    <Labelled label={label} help={help} error={error}>
      {({ id, describedBy }) => (
        <input
          {...rest}
          {...(onEnter && { onKeyDown })}
          id={id}
          className="field-input"
          aria-describedby={describedBy}
          aria-invalid={!!error}
        />
      )}
    </Labelled>
  );
}

/** A text field of several lines. */
export function TextArea({
  label,
  help,
  error,
  ...rest
}: LabelledProps & TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return (
    <Labelled label={label} help={help} error={error}>
      {({ id, describedBy }) => (
        <textarea
          {...rest}
          id={id}
          className="field-input field-area"
          aria-describedby={describedBy}
          aria-invalid={!!error}
        />
      )}
    </Labelled>
  );
}

/** A search field; its label is read aloud and shown as the placeholder. */
export function SearchField({
  label,
  ...rest
}: { label: string; ref?: Ref<HTMLInputElement> } & Omit<InputHTMLAttributes<HTMLInputElement>, "type">) {
  return (
    <div className="field-search">
      <Icon of={Search} size={14} />
      <input type="search" aria-label={label} placeholder={label} {...rest} />
    </div>
  );
}

/** The system's own choice list. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChoose,
  ...rest
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChoose: (value: Value) => void;
} & Omit<SelectHTMLAttributes<HTMLSelectElement>, "value" | "onChange">) {
  return (
    <select
      className="field-input field-select"
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value as Value)}
      {...rest}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** On or off, at once. */
export function Switch({
  label,
  on,
  onChange,
  disabled,
}: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
}) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={on}
      aria-label={label}
      disabled={disabled}
      onClick={() => onChange(!on)}
    />
  );
}

/** Two to four views of the same thing; arrow keys move. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChoose,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; lang?: string }[];
  onChoose: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="segmented">
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} lang={option.lang}>
          <input
            type="radio"
            className="unseen"
            name={name}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
