// A text with its matches in bold.
import type { ReactNode } from "react";
import type { MarkedText } from "./snippet.ts";

/** `marks` are offsets in `text`, in order and apart. */
export function Marked({ text, marks }: MarkedText) {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const [start, end] of marks) {
    parts.push(text.slice(from, start), <b key={start}>{text.slice(start, end)}</b>);
    from = end;
  }
  parts.push(text.slice(from));
  return parts;
}
