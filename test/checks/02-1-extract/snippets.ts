// The manifests of the material, and when a snippet counts as found. Called by check 02.1.
import { readFileSync } from "node:fs";

export interface Snippet {
  page: number;
  text: string;
}

/** The rows of a table with a head, by its names. */
export function readTsv(path: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const names = head!.split("\t");
  return lines.map((line) => Object.fromEntries(line.split("\t").map((value, index) => [names[index]!, value])));
}

/** As check_extract.py compares: compatibility forms, case, white space and invisible characters do not count. */
const normal = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]+/g, "")
    .toLowerCase();

export const found = (text: string, snippet: string): boolean => normal(text).includes(normal(snippet));

/** Characters that may stand between two words of a snippet: a mark of Markdown, a number of a list, or a formula. */
const BETWEEN = 24;

/** Whether the words of a snippet come one after the other, with at most a mark or a formula between them. */
export function foundWithin(text: string, snippet: string): boolean {
  const words = snippet.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const gap = `[^\\n]{0,${BETWEEN}}?`;
  const parts = words.map((word) =>
    [...word.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "")]
      .map((one) => one.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      .join("[`*_\\\\\\s]*"),
  );
  return found(text, snippet) || new RegExp(parts.join(gap), "u").test(text.normalize("NFKC").toLowerCase());
}
