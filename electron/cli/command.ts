// What a command is, and the pieces that commands share. Used by every file of commands/.
import type { Client } from "../../shared/contract/index.ts";
import { AlcoveError, type ErrorJson } from "../../shared/domain/errors.ts";
import { emptyRunView, isFinished, type RunView, reduceRun } from "../../shared/domain/runs.ts";

export const EXIT = { done: 0, failed: 1, usage: 2, notFound: 3, someFailed: 4, refused: 5, interrupted: 130 } as const;

/** Options that every command takes. */
export interface CommonOptions {
  workspace: string;
  json: boolean;
  quiet: boolean;
  yes: boolean;
}

/** A command's way to the outside: data goes to standard output, all else to standard error. */
export interface Io {
  options: CommonOptions;
  /** Prints an object as one JSON line with --json, else the text. */
  data(object: unknown, text: string): void;
  /** Prints text as it comes, without a line end; nothing with --json. */
  stream(text: string): void;
  note(text: string): void;
  /** Says what went wrong, also with --quiet. */
  failure(text: string): void;
  /** A line of progress: rewritten on a terminal, every few seconds elsewhere. */
  progress(text: string): void;
  /** Aborts on Ctrl-C. */
  signal: AbortSignal;
}

export interface Command {
  name: string;
  summary: string;
  usage: string;
  /** Works as typed, from a clone with the test material beside it or with files of one's own. */
  example: string;
  /** `args` is what follows the command's name, common options taken out. Returns the exit code. */
  run(args: string[], io: Io, connect: () => Promise<Client>): Promise<number>;
}

/** Thrown for a command line that cannot be understood; exit code 2. */
export class UsageError extends Error {}

/** What is printed of an error with --json. */
export const printedError = ({ code, message, action }: ErrorJson) => ({ code, message, action });

/** Exit code for an error of the table. */
export function exitCodeOf(error: ErrorJson): number {
  if (error.code === "not-found" || error.code === "knowledge.none" || error.code === "file.not-found")
    return EXIT.notFound;
  if (error.code === "network.air-gap" || error.code === "network.not-permitted") return EXIT.refused;
  if (error.code === "cancelled") return EXIT.interrupted;
  if (error.code === "invalid") return EXIT.usage;
  return EXIT.failed;
}

/**
 * Follows a run to its end; Ctrl-C stops the run and what it did is kept. `onView` sees every state. Errors: `interrupted`
 * when the engine went away before.
 */
export async function followRun(
  client: Client,
  runId: string,
  io: Io,
  onView?: (view: RunView, before: RunView) => void,
): Promise<RunView> {
  const stop = () => void client.runs.cancel({ runId });
  io.signal.addEventListener("abort", stop, { once: true });
  let view = emptyRunView;
  try {
    for await (const event of await client.runs.watch({ runId, after: 0 })) {
      const before = view;
      view = reduceRun(view, event);
      onView?.(view, before);
      if (isFinished(view.status)) break;
    }
  } finally {
    io.signal.removeEventListener("abort", stop);
  }
  if (!isFinished(view.status)) throw new AlcoveError("interrupted");
  return view;
}

/** The run's error, for a run that did not succeed. */
export function throwIfFailed(view: RunView): void {
  if (view.status === "cancelled") throw new AlcoveError("cancelled");
  if (view.status === "interrupted") throw new AlcoveError("interrupted");
  if (view.error) throw new AlcoveError(view.error.code as ErrorJson["code"], view.error.params);
}

/** The knowledge base of that name or id. Errors: `knowledge.none`. */
export async function knowledgeBaseNamed(client: Client, name: string) {
  const base = (await client.knowledge.list()).find((each) => each.name === name || each.id === name);
  if (!base) throw new AlcoveError("knowledge.none", { name });
  return base;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
