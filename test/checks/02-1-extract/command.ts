// `alcove extract` over many files, in one call for all that need no password. Called by check 02.1.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { alcove } from "../support/command-line.ts";

/** What the command line said about a file: its pages, or the code of its refusal. */
export interface Extracted {
  pages?: string[];
  error?: string;
  milliseconds: number;
}

/** Results by file name. Throws where the command line itself fails. */
export async function extractAll(files: { path: string; password?: string }[]): Promise<Map<string, Extracted>> {
  const workspace = mkdtempSync(join(tmpdir(), "alcove-extract-workspace-"));
  const results = new Map<string, Extracted>();
  const run = async (paths: string[], extra: string[]) => {
    let last = performance.now();
    const note = (object: Record<string, unknown>) => {
      const now = performance.now();
      const { file, pages, error } = object as { file?: string; pages?: string[]; error?: { code?: string } };
      if (file === undefined) return;
      results.set(file, {
        milliseconds: now - last,
        ...(pages ? { pages } : { error: error?.code ?? JSON.stringify(error) }),
      });
      last = now;
    };
    // Refused files give an exit code; what was said of each is what counts.
    await alcove(workspace, ["extract", ...extra, ...paths], note).catch((error: unknown) => {
      if (paths.some((path) => !results.has(basename(path)))) throw error;
    });
  };
  try {
    const plain = files.filter(({ password }) => !password).map(({ path }) => path);
    if (plain.length > 0) await run(plain, []);
    for (const { path, password } of files) if (password) await run([path], ["--password", password]);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
  return results;
}
