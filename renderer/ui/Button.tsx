// Buttons: at most one filled ("main") on a screen, the rest outlined or quiet.
import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import "./button.css";
import { Icon } from "./Icon.tsx";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: "main" | "outlined" | "quiet" | "danger";
  /** "large" is 36 px high, for the first run and dialogs of consequence. */
  size?: "normal" | "large";
  icon?: LucideIcon;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

/** A button with a verb on it. */
export function Button({ kind = "quiet", size = "normal", icon, className = "", children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button button-${kind} button-${size} ${className}`} {...rest}>
      {icon && <Icon of={icon} />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> {
  icon: LucideIcon;
  /** What it does; shown as tooltip and read aloud. */
  label: string;
  /** Key that does the same, shown in the tooltip. */
  shortcut?: string;
  kind?: "main" | "quiet";
  size?: 14 | 16;
  /** For toggles: whether it is on. */
  pressed?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A button that is only an icon, for what everyone knows: search, close, more, copy. */
export function IconButton({
  icon,
  label,
  shortcut,
  kind = "quiet",
  size = 16,
  pressed,
  className = "",
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      className={`button button-icon button-${kind} ${className}`}
      aria-label={label}
      aria-pressed={pressed}
      title={shortcut ? `${label} (${shortcut})` : label}
      {...rest}
    >
      <Icon of={icon} size={size} />
    </button>
  );
}
