// File names that are too long lose their middle, because their end tells files apart. Used wherever files are listed.
import "./file-name.css";

const TAIL = 11;

/** A file's name, cut in the middle where it does not fit; the whole name is its tooltip. */
export function FileName({ name }: { name: string }) {
  const units = [...name];
  const cut = units.length > TAIL + 4 ? units.length - TAIL : units.length;
  return (
    <span className="file-name" title={name}>
      <span className="file-name-head">{units.slice(0, cut).join("")}</span>
      {cut < units.length ? <span className="file-name-tail">{units.slice(cut).join("")}</span> : null}
    </span>
  );
}
