// The hostile files of the formats that can be read: what each row promises, as far as extraction can show it.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { materialFolder } from "../support/places.ts";
import { type Extracted, extractAll } from "./command.ts";
import { found, readTsv } from "./snippets.ts";

/** Longest time for a file, in milliseconds; the rows that name one ask for ten seconds. */
const LIMIT_MS = 10_000;
const READ = /\.(?:pdf|docx|html?|md|txt)$/i;

/** What is wrong with a row's outcome; null where it holds. */
function complaint(row: Record<string, string>, outcome: Extracted, host: string): string | null {
  const text = outcome.pages?.join("\n");
  const expect = row.expect ?? "";
  if (outcome.milliseconds > LIMIT_MS) return `took ${Math.round(outcome.milliseconds)} ms`;
  if (outcome.error !== undefined && !/^(?:document|file)\./.test(outcome.error)) return `ended with ${outcome.error}`;
  if (text !== undefined && host.length > 3 && text.includes(host)) return "gave the host's name";
  if (row.category === "empty") return outcome.error === "file.empty" ? null : "was not called empty";
  if (/^refuse|^error|^clear error(?! or text)/.test(expect))
    return text === undefined || / or text/.test(expect) ? null : "was not refused";
  const mayFail =
    /or (?:a clear |an )?(?:error|'unknown type'|refuse)|bounded time|if recoverable|must not appear|no connection attempt/.test(
      expect,
    );
  if (text === undefined) return mayFail ? null : `was refused: ${outcome.error}`;
  if (row.snippet && !found(text, row.snippet)) return "lacks its sentence";
  if (/hidden|display:none/.test(expect) && text.includes("PWNED")) return "gave hidden text";
  return null;
}

/** Unpacks the hostile set below `folder`, extracts the files, and gives the rows that did not hold. */
export async function hostileFindings(folder: string, host: string): Promise<{ files: number; broken: string[] }> {
  execFileSync("tar", ["xzf", materialFolder("hostile.tar.gz"), "-C", folder]);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = new Map(entries.map((entry) => [entry.name, join(entry.parentPath, entry.name)]));
  const rows = readTsv(materialFolder("hostile-manifest.tsv"))
    .map((row) => ({ ...row, file: row.file!.replace("\\n", "\n").replace("\\t", "\t") }) as Record<string, string>)
    .filter(({ file }) => paths.has(file!) && (READ.test(file!) || file === "noextension"));
  const results = await extractAll(rows.map(({ file }) => ({ path: paths.get(file!)! })));
  const broken = rows.flatMap((row) => {
    const outcome = results.get(basename(row.file!));
    const wrong = outcome ? complaint(row, outcome, host) : "was not extracted";
    return wrong === null ? [] : [`${JSON.stringify(row.file)} ${wrong}`];
  });
  const canaries = [folder, process.cwd(), "/tmp"].flatMap((place) =>
    existsSync(place) ? readdirSync(place).filter((name) => name.startsWith("CANARY-")) : [],
  );
  return { files: rows.length, broken: [...broken, ...canaries.map((name) => `${name} was written`)] };
}
