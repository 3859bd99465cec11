// One number of a chat's settings: empty means the assistant's own, which stands in the field in grey.
import { RotateCcw } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { useText } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/Button.tsx";
import { type Parameter, parseNumber } from "./parameters.ts";

interface ParameterFieldProps {
  parameter: Parameter;
  value: number | null;
  /** The assistant's own; null where it leaves that to the model. */
  own: number | null;
  onSet: (value: number | null) => void;
}

/** A row with name, help, field and, where it is set, a reset. Kept on Enter and when the field is left. */
export function ParameterField({ parameter, value, own, onSet }: ParameterFieldProps) {
  const t = useText();
  const id = useId();
  const { name, min, max, step, whole } = parameter;
  const [text, setText] = useState(value === null ? "" : String(value));
  // Another chat, preset or window changed it.
  useEffect(() => setText(value === null ? "" : String(value)), [value]);
  const parsed = parseNumber(text, parameter);
  const bad = parsed === undefined;
  const keep = () => {
    if (parsed !== undefined && parsed !== value) onSet(parsed);
  };
  const unset = name === "seed" ? "chatSettings.random" : "chatSettings.ownOfModel";
  const placeholder = own === null ? t(unset) : t("chatSettings.ownValue", { value: own });
  const label = t(`chatSettings.${name}`);
  const help = bad
    ? t(whole ? "chatSettings.useWhole" : "chatSettings.useNumber", { min, max })
    : t(`chatSettings.${name}Help`);
  return (
    <div className={`parameter ${bad ? "field-bad" : ""}`}>
      <div className="parameter-line">
        <label htmlFor={id}>{label}</label>
        {value !== null && (
          <IconButton
            icon={RotateCcw}
            size={14}
            label={t("chatSettings.reset", { name: label })}
            onClick={() => onSet(null)}
          />
        )}
        <input
          id={id}
          className="field-input num"
          inputMode={whole ? "numeric" : "decimal"}
          value={text}
          placeholder={placeholder}
          aria-describedby={`${id}-help`}
          aria-invalid={bad}
          onChange={(event) => setText(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => {
            const by = { ArrowUp: step, ArrowDown: -step }[event.key];
            if (event.key === "Enter") keep();
            else if (by && !bad) {
              event.preventDefault();
              const from = parsed ?? own ?? min;
              setText(String(Number(Math.max(min, Math.min(max, from + by)).toFixed(4))));
            }
          }}
        />
      </div>
      <p id={`${id}-help`} className="field-note" role={bad ? "alert" : undefined}>
        {help}
      </p>
    </div>
  );
}
