// What the parser tests need from outside: the folder of real documents and poppler. Imported by the tests beside it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseFile } from "../../electron/parsers/parse.ts";
import type { ParsedDocument, ParserMethods } from "../../shared/children/parser.ts";

const material = resolve(import.meta.dirname, "../..", process.env.ALCOVE_MATERIAL ?? "../shared/material");
const strict = process.env.ALCOVE_NO_SKIP === "1";

/** A file of the material folder. */
export const materialFile = (...parts: string[]): string => join(material, ...parts);

/** Options of a suite that needs real documents: skipped where their folder is absent, unless nothing may be. */
export const needsMaterial = { skip: !existsSync(material) && !strict };
if (needsMaterial.skip) console.warn(`Skipped: no folder ${material} with real documents; set ALCOVE_MATERIAL.`);

/** Whether poppler's pdftotext can be run; where nothing may be skipped its absence fails the test that asks. */
export const hasPoppler = strict || spawnSync("pdftotext", ["-v"]).error === undefined;

/** A row of the manifest of real documents. */
export interface ManifestRow {
  file: string;
  format: string;
  expect: string;
  password: string;
  snippets: { page: number; text: string }[];
}

/** The rows of the formats that can be read so far. */
export function manifest(): ManifestRow[] {
  const [head, ...lines] = readFileSync(materialFile("ingest", "manifest.tsv"), "utf8").trim().split("\n");
  const names = head!.split("\t");
  return lines
    .map((line) => Object.fromEntries(line.split("\t").map((value, index) => [names[index]!, value])))
    .filter((row) => ["pdf", "docx", "txt", "md", "html"].includes(row.format!))
    .map((row) => ({
      file: row.file!.replace(/^files\//, ""),
      format: row.format!,
      expect: row.expect!,
      password: row.password!,
      snippets: JSON.parse(row.snippets!),
    }));
}

/** Reads a file as the parser process would. */
export function parse(
  path: string,
  options: { password?: string; fileName?: string; signal?: AbortSignal; onPage?: (done: number) => void } = {},
): Promise<ParsedDocument> {
  const params: ParserMethods["parse"]["params"] = {
    path,
    fileName: options.fileName ?? path.split(/[\\/]/).at(-1)!,
    ...(options.password ? { password: options.password } : {}),
  };
  const signal = options.signal ?? new AbortController().signal;
  return parseFile(params, { signal, emit: ({ pagesDone }) => options.onPage?.(pagesDone) });
}

/** The text of each page. */
export const pageTexts = (parsed: ParsedDocument): string[] =>
  parsed.pages.map((page) => parsed.text.slice(page.start, page.end));

/** The text of each block, with its kind in front of headings, lists and the like. */
export const blockTexts = (parsed: ParsedDocument): string[] =>
  parsed.blocks.map((block) => parsed.text.slice(block.start, block.end));
