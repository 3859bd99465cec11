// The folder of real documents, questions and collections that lies beside a clone. Imported by tests that need it.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe } from "vitest";

const folder = resolve(import.meta.dirname, "../..", process.env.ALCOVE_MATERIAL ?? "../shared/material");

/** A file of the material folder. */
export const materialPath = (...parts: string[]): string => join(folder, ...parts);

/** A suite that needs the material; skipped with a message where it is absent, failing with ALCOVE_NO_SKIP=1. */
export function describeWithMaterial(name: string, suite: () => void): void {
  if (existsSync(folder) || process.env.ALCOVE_NO_SKIP === "1") describe(name, () => suite());
  else describe.skip(`${name} (skipped: no folder ${folder}; set ALCOVE_MATERIAL)`, () => suite());
}

/** A question with known answers and the page that answers it. */
export interface QaQuestion {
  id: string;
  question: string;
  answers: string[];
  doc: string;
  page: number;
}

/** The questions of one language. */
export function questions(language: "en" | "zh"): QaQuestion[] {
  const lines = readFileSync(materialPath("qa", `qa.${language}.jsonl`), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as QaQuestion);
}

/** Password of an encrypted file of the ingest manifest. */
export function passwordOf(file: string): string {
  const [head, ...lines] = readFileSync(materialPath("ingest", "manifest.tsv"), "utf8").trim().split("\n");
  const at = head!.split("\t").indexOf("password");
  const row = lines.find((line) => line.startsWith(`files/${file}\t`));
  if (!row) throw new Error(`${file} is not in the manifest.`);
  return row.split("\t")[at]!;
}
