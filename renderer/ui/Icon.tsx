// Lucide icons drawn with the same stroke at every size.
import type { LucideIcon } from "lucide-react";

const STROKES = { 12: 2.3, 14: 2, 16: 1.8, 20: 1.5 } as const;

/** An icon as decoration; the word or label beside it carries the meaning. */
export function Icon({ of: Drawing, size = 16, className }: IconProps) {
  return <Drawing size={size} strokeWidth={STROKES[size]} className={`icon ${className ?? ""}`} aria-hidden />;
}

export interface IconProps {
  of: LucideIcon;
  size?: keyof typeof STROKES;
  className?: string;
}
