// A run wherever it shows: what, how far, how long in words, Pause and Stop.
import { useEffect, useState } from "react";
import { Button } from "./Button.tsx";
import "./run-row.css";

export interface RunRowProps {
  /** What runs, for example "Adding 6 documents". */
  label: string;
  /** 0 to 1; null when the length is unknown, which shows no bar. */
  fraction: number | null;
  /** How far and how long in words, for example "3 done, about 40 s left". */
  detail: string;
  /** Second line under the label, in meta size. */
  note?: string;
  onPause?: () => void;
  onStop?: () => void;
  words: { pause: string; stop: string };
}

/** One row for every kind of run; speaks at start, quarter marks and end. */
export function RunRow({ label, fraction, detail, note, onPause, onStop, words }: RunRowProps) {
  const quarter = fraction === null ? 0 : Math.floor(fraction * 4);
  const [spoken, setSpoken] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: speaks when a quarter is passed, not at every change of words
  useEffect(() => setSpoken(`${label}, ${detail}`), [quarter]);
  return (
    <div className="run-row">
      <span className="run-row-what clip" title={label}>
        {label}
        {note && <small className="meta clip">{note}</small>}
      </span>
      {fraction !== null && (
        <span
          className="progress"
          role="progressbar"
          tabIndex={-1}
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(fraction * 100)}
          aria-valuetext={detail}
        >
          <b style={{ width: `${Math.min(1, fraction) * 100}%` }} />
        </span>
      )}
      <span className="run-row-detail meta num">{detail}</span>
      <span className="unseen" role="status">
        {spoken}
      </span>
      {(onPause || onStop) && (
        <span className="run-row-actions">
          {onPause && <Button onClick={onPause}>{words.pause}</Button>}
          {onStop && <Button onClick={onStop}>{words.stop}</Button>}
        </span>
      )}
    </div>
  );
}
