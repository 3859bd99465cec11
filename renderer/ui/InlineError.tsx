// An error where it happened: what happened, what to do, one button. Stays until it is solved.
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./Icon.tsx";
import "./notice.css";

export interface InlineErrorProps {
  /** What happened, one finished sentence. */
  message: string;
  /** What was kept and what to do. */
  action?: string;
  /** The one button that helps. */
  button?: ReactNode;
  /** "warn" for what needs the person but broke nothing. */
  tone?: "bad" | "warn";
}

/** A finished sentence with a wash, announced when it appears. */
export function InlineError({ message, action, button, tone = "bad" }: InlineErrorProps) {
  return (
    <div className={`notice notice-${tone}`} role="alert">
      <Icon of={CircleAlert} />
      <div className="grow">
        <p className="selectable">
          <span className="strong">{message}</span>
          {action && ` ${action}`}
        </p>
        {button && <div className="notice-button">{button}</div>}
      </div>
    </div>
  );
}
