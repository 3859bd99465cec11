// Empty states: the arch, one sentence of what would be here, one button.
import type { ReactNode } from "react";
import "./empty.css";

/** A small niche, the app's only ornament. */
export function Arch({ size = 44 }: { size?: number }) {
  return <span className="arch" style={{ width: size, height: size * 1.28 }} aria-hidden />;
}

/** What would be here, and the one thing to do about it. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <Arch />
      <p className="strong">{title}</p>
      {children && <p className="empty-text">{children}</p>}
      {action && <div className="empty-action">{action}</div>}
    </div>
  );
}

/** Still blocks in the shape of what comes; shows itself only after 300 ms. */
export function Loading({ label, rows = 3 }: { label: string; rows?: number }) {
  return (
    <div className="loading" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity
        <span key={index} />
      ))}
    </div>
  );
}
