// Runs the command line as a person would: a process of its own, from the repository's root.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** What a command printed and how it ended. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Standard output as JSON Lines. */
  lines: Record<string, unknown>[];
}

/** A command that is running. */
export interface Running {
  child: ChildProcess;
  /** Resolves with what it has printed so far as soon as that holds `words`; fails when it ends without. */
  printed(words: string): Promise<string>;
  ended: Promise<Ran>;
}

/** Starts `alcove` with these words. `input` is what it finds on standard input. */
export function startCli(words: string[], options: { input?: string } = {}): Running {
  const child = spawn(process.execPath, [join(root, "electron/cli/main.ts"), ...words], {
    cwd: root,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.end(options.input ?? "");
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr, lines: jsonLines(stdout) }));
  });
  const printed = (wanted: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => stdout.includes(wanted) && resolve(stdout);
      child.stdout.on("data", look);
      child.once("close", () => reject(new Error(`It never printed ${wanted}: ${stdout}${stderr}`)));
      look();
    });
  return { child, printed, ended };
}

function jsonLines(text: string): Record<string, unknown>[] {
  return text.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
}

/** Runs `alcove` with these words to its end. */
export const cli = (...words: string[]): Promise<Ran> => startCli(words).ended;
