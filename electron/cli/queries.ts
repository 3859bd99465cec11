// Questions and queries from JSON Lines files: `{id, text}`, BEIR's `{_id, text}`, or `{id, question, …}`.
import { readFile } from "node:fs/promises";
import { AlcoveError } from "../../shared/domain/errors.ts";

export interface Query {
  id?: string;
  text: string;
}

/** The objects of a JSON Lines file. Errors: `file.not-found`, `invalid` with the line's number. */
export async function readJsonLines(path: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(path, "utf8").catch((error) => {
    throw new AlcoveError("file.not-found", { path }, { cause: error });
  });
  return text.split("\n").flatMap((line, i) => {
    if (!line.trim()) return [];
    try {
      return [JSON.parse(line) as Record<string, unknown>];
    } catch (error) {
      throw new AlcoveError("invalid", { detail: `line ${i + 1} of ${path} is not JSON` }, { cause: error });
    }
  });
}

/** The queries of a file. */
export async function readQueries(path: string): Promise<Query[]> {
  const lines = await readJsonLines(path);
  return lines.map((line) => {
    const id = line.id ?? line._id;
    const text = String(line.text ?? line.question ?? "");
    return { ...(id === undefined ? {} : { id: String(id) }), text };
  });
}
