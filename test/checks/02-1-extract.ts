// Check 02.1: what real documents say is found by `alcove extract`, on the right page, and hostile files do no harm.
// Scored by the material's own check_extract.py; every row's score is worked out here too, to say where words were missed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Extracted, extractAll } from "./02-1-extract/command.ts";
import { hostileFindings } from "./02-1-extract/hostile.ts";
import { found, foundWithin, readTsv, type Snippet } from "./02-1-extract/snippets.ts";
import { atLeast, atMost, type CheckOptions, type Figure, runCheck, shown, table } from "./support/figures.ts";
import { materialFolder } from "./support/places.ts";
import { sample } from "./support/sampling.ts";

const FORMATS = ["pdf", "docx", "txt", "md", "html"];
const AIM_PERCENT = 99;
const SHORT_ROWS = 20;
/** Pages of Word documents are checked on documents with one paragraph a page. */
const PAGED_DOCUMENTS = 25;

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

/** Runs the material's scorer; its lines for the formats of this check. */
function officialScore(results: Map<string, Extracted>, folder: string): string {
  const lines = join(folder, "results.jsonl");
  const objects = [...results].map(([file, { pages, error }]) =>
    pages ? { file, pages } : { file, error: error ?? "" },
  );
  writeFileSync(lines, objects.map((object) => JSON.stringify(object)).join("\n"));
  const script = materialFolder("check_extract.py");
  const output = execFileSync("python3", [script, materialFolder("ingest", "manifest.tsv"), lines], {
    encoding: "utf8",
  });
  return output
    .split("\n")
    .filter((line) => !line.includes("'not run'"))
    .join("\n");
}

/** For Word documents with one paragraph a page: how many answers stand on the page that the questions name. */
async function pagedAnswers(short: boolean): Promise<{ right: number; all: number }> {
  const questions = ["en", "zh"].flatMap((language) =>
    readFileSync(materialFolder("qa", `qa.${language}.jsonl`), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { doc: string; page: number; answers: string[] }),
  );
  const folder = materialFolder("qa", "docs");
  const documents = readdirSync(folder)
    .filter((name) => name.endsWith(".docx"))
    .slice(0, short ? 3 : PAGED_DOCUMENTS);
  const results = await extractAll(documents.map((name) => ({ path: join(folder, name) })));
  let right = 0;
  let all = 0;
  for (const { doc, page, answers } of questions) {
    const pages = results.get(`${basename(doc).replace(/\.\w+$/, "")}.docx`)?.pages;
    if (!pages) continue;
    all++;
    if (answers.some((answer) => found(pages[page - 1] ?? "", answer))) right++;
  }
  return { right, all };
}

async function measure({ short, seed }: CheckOptions): Promise<Figure[]> {
  const all = readTsv(materialFolder("ingest", "manifest.tsv")).filter(({ format }) => FORMATS.includes(format ?? ""));
  const rows = short ? sample(all, SHORT_ROWS, seed) : all;
  const folder = mkdtempSync(join(tmpdir(), "alcove-extract-"));
  try {
    const files = rows.map(({ file, password }) => ({
      path: materialFolder("ingest", file!),
      password: password ?? "",
    }));
    const results = await extractAll(files);
    const per = new Map<string, { snippets: number; found: number; close: number; paged: number; right: number }>();
    for (const row of rows.filter(({ expect }) => expect === "text")) {
      const pages = results.get(basename(row.file!))?.pages ?? [];
      const count = per.get(row.format!) ?? { snippets: 0, found: 0, close: 0, paged: 0, right: 0 };
      per.set(row.format!, count);
      for (const { page, text } of JSON.parse(row.snippets!) as Snippet[]) {
        count.snippets++;
        if (found(pages.join("\n"), text)) count.found++;
        if (pages.some((one) => foundWithin(one, text))) count.close++;
        else console.log(`  not found in ${basename(row.file!)}: ${text}`);
        // The manifest names pages of PDFs; every other format is one page to it.
        if (row.format === "pdf") count.paged++;
        if (row.format === "pdf" && found(pages[page - 1] ?? "", text)) count.right++;
      }
    }
    const sum = (key: "snippets" | "found" | "close" | "paged" | "right") =>
      [...per.values()].reduce((total, count) => total + count[key], 0);
    const lines = [...per].map(([format, count]) => [
      format,
      ...[count.snippets, count.found, count.close, count.right].map(String),
    ]);
    console.log(
      table([["format", "snippets", "found", "with a mark or formula inside", "right page (PDF)"], ...lines]),
    );
    console.log(officialScore(results, folder));
    const crashed = [...results].filter(([, { error }]) => /^child\.|^internal/.test(error ?? ""));
    for (const [file, { error }] of crashed) console.log(`  ${file}: ${error}`);
    const paged = await pagedAnswers(short);
    const hostile = await hostileFindings(folder, hostname());
    for (const line of hostile.broken) console.log(`  hostile: ${line}`);
    return [
      atLeast("snippets of text files found exactly", percent(sum("found"), sum("snippets")), AIM_PERCENT, "%"),
      shown(
        "found, or with Markdown's marks or a formula between its words",
        percent(sum("close"), sum("snippets")),
        "%",
      ),
      atLeast("PDF snippets on their page", percent(sum("right"), sum("paged")), AIM_PERCENT, "%"),
      atLeast(
        `answers on their page of Word documents (${paged.all})`,
        percent(paged.right, paged.all),
        AIM_PERCENT,
        "%",
      ),
      atMost("files that crashed or hung a parser", crashed.length, 0),
      shown("hostile files of these formats", hostile.files),
      atMost("hostile rows that did not hold", hostile.broken.length, 0),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await runCheck(measure);
