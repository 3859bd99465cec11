// The structured log: JSON Lines in the workspace, a copy to whoever watches. No document text, no questions, no secrets.
import { appendFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";

export type LogLevel = "debug" | "info" | "warn" | "error";
export interface LogLine {
  atMs: number;
  level: LogLevel;
  part: string;
  message: string;
}
export interface Log {
  debug(part: string, message: string): void;
  info(part: string, message: string): void;
  warn(part: string, message: string): void;
  error(part: string, message: string, error?: unknown): void;
  watch(listener: (line: LogLine) => void): () => void;
  /** Writes out what is buffered. */
  flush(): Promise<void>;
}

const LEVELS: LogLevel[] = ["debug", "info", "warn", "error"];
const ROTATE_BYTES = 5 * 1024 * 1024;

/** A log into `folder/alcove.log`, rotated once at 5 MiB. Lines below `level` are dropped. */
export function createLog(folder: string, level: LogLevel = "info"): Log {
  const file = join(folder, "alcove.log");
  const listeners = new Set<(line: LogLine) => void>();
  let buffer: string[] = [];
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    while (buffer.length > 0) {
      const text = buffer.join("");
      buffer = [];
      const size = await stat(file).then(
        (stats) => stats.size,
        () => 0,
      );
      if (size > ROTATE_BYTES) await rename(file, `${file}.1`).catch(() => {});
      // A full or vanished disk must not stop the engine; the watchers still see the line.
      await appendFile(file, text, { mode: 0o600 }).catch(() => {});
    }
    writing = undefined;
  };
  const add = (lineLevel: LogLevel, part: string, message: string) => {
    if (LEVELS.indexOf(lineLevel) < LEVELS.indexOf(level)) return;
    const line: LogLine = { atMs: Date.now(), level: lineLevel, part, message };
    buffer.push(`${JSON.stringify(line)}\n`);
    writing ??= Promise.resolve().then(write);
    for (const listener of listeners) listener(line);
  };
  return {
    debug: (part, message) => add("debug", part, message),
    info: (part, message) => add("info", part, message),
    warn: (part, message) => add("warn", part, message),
    error: (part, message, error) => {
      const detail = error instanceof Error ? (error.stack ?? error.message) : error === undefined ? "" : String(error);
      add("error", part, detail ? `${message}\n${detail}` : message);
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush: async () => {
      while (writing) await writing;
    },
  };
}
