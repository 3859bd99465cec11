// Sentences of the material's PDFs by how their pages are set, drawn so that none of the documents prevails.
// Called by test/checks/02-2-boxes.ts.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page } from "@playwright/test";
import type { Client } from "../../../shared/contract/index.ts";
import type { DrawnGlyph } from "../../helpers/drawn-glyphs.ts";
import { glyphsOfSentence } from "../../helpers/sentence-outlines.ts";
import { checkFolder, materialFolder } from "./places.ts";
import { sample, shuffled } from "./sampling.ts";

/** How the page of a sentence is set. */
export const KINDS = ["rotated", "multi-column", "right-to-left", "Chinese", "ordinary"] as const;
export type Kind = (typeof KINDS)[number];

/** Questions' documents beside the files of the manifest: so many Chinese and English ones. */
const QA_DOCUMENTS = { zh: 6, en: 3 };
/** Letters that a sentence has at least, and characters at most: a passage that an answer would cite. */
const LEAST_LETTERS = 8;
const MOST_CHARACTERS = 500;
/** A row of single signs, as in a chart of a font, is no sentence. */
const WORD = /\p{L}{3}/u;

interface ManifestRow {
  file: string;
  format: string;
  category: string;
  why: string;
  expect: string;
}

/** A passage of a stored document; offsets in its text. */
export interface Sentence {
  kind: Kind;
  documentId: string;
  name: string;
  path: string;
  page: number;
  start: number;
  end: number;
  text: string;
}

function manifest(): ManifestRow[] {
  const [head, ...lines] = readFileSync(materialFolder("ingest", "manifest.tsv"), "utf8").trim().split("\n");
  const names = head!.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""])) as unknown as ManifestRow;
  });
}

const share = (text: string, of: RegExp): number =>
  (text.match(of)?.length ?? 0) / Math.max(1, text.match(/\p{L}/gu)?.length ?? 0);
const rtlShare = (text: string) => share(text, /[\p{Script=Hebrew}\p{Script=Arabic}]/gu);
const hanShare = (text: string) => share(text, /\p{Script=Han}/gu);

const MARGIN = { top: "20mm", bottom: "20mm", left: "20mm", right: "20mm" };
/** Ways in which right-to-left text is printed. */
const LAYOUTS = {
  plain: "font: 12pt serif",
  columns: "font: 16pt sans-serif; columns: 2; column-gap: 8mm",
  turned: "font: 14pt serif; writing-mode: vertical-rl",
};

/**
 * The material has hardly a right-to-left PDF, but right-to-left texts: those are printed by Chromium, as a person
 * would from a web page. Gives the paths of the PDFs.
 */
async function printedTexts(page: Page, rows: ManifestRow[]): Promise<string[]> {
  const paths: string[] = [];
  for (const { file, why } of rows.filter(({ format }) => format === "txt")) {
    let text: string;
    try {
      text = new TextDecoder(why.split(/[\s,;]/)[0]).decode(readFileSync(materialFolder("ingest", ...file.split("/"))));
    } catch {
      continue;
    }
    if (rtlShare(text) < 0.5) continue;
    const paragraphs = text
      .split(/\n\s*\n/)
      .map((paragraph) => `<p>${paragraph.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`);
    for (const [name, style] of Object.entries(LAYOUTS)) {
      await page.setContent(
        `<!doctype html><meta charset="utf-8"><body dir="rtl" style="${style}">${paragraphs.join("")}`,
      );
      const path = join(checkFolder("02-2"), `${basename(file)}-${name}.pdf`);
      writeFileSync(path, await page.pdf({ format: "A4", margin: MARGIN }));
      paths.push(path);
    }
  }
  return paths;
}

/** The PDFs that are looked at, with the category that the manifest gives them. */
export async function chosenFiles(page: Page, seed: number): Promise<Map<string, string>> {
  const rows = manifest();
  const files = new Map<string, string>();
  for (const { file, format, category, expect } of rows) {
    // Nothing is drawn of an invisible text layer, so pdf.js has no place on the screen for it.
    if (format === "pdf" && expect === "text" && category !== "pdf/ocr-layer")
      files.set(materialFolder("ingest", ...file.split("/")), category);
  }
  const qa = materialFolder("qa", "docs");
  const names = readdirSync(qa)
    .filter((name) => name.endsWith(".pdf"))
    .sort();
  for (const [language, count] of Object.entries(QA_DOCUMENTS)) {
    const own = names.filter((name) => name.endsWith(`_${language}.pdf`));
    for (const name of sample(own, count, seed)) files.set(join(qa, name), `qa/${language}`);
  }
  for (const path of await printedTexts(page, rows)) files.set(path, "printed");
  return files;
}

function kindOf(text: string, category: string): Kind {
  if (rtlShare(text) > 0.5) return "right-to-left";
  if (category === "pdf/rotated") return "rotated";
  if (category === "pdf/multi-column") return "multi-column";
  return hanShare(text) > 0.5 ? "Chinese" : "ordinary";
}

/** So many words are a passage where there are too few sentences. */
const WORDS = 6;

/** The sentences of a paragraph; of right-to-left text, of which there is little, also passages of a few words. */
function* passagesOf(paragraph: string): Generator<{ segment: string; index: number }> {
  yield* new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(paragraph);
  if (rtlShare(paragraph) < 0.5) return;
  const words = [...paragraph.matchAll(/\S+/g)];
  for (let at = 0; at + WORDS <= words.length; at += WORDS / 2) {
    const last = words[at + WORDS - 1]!;
    const { index } = words[at]!;
    yield { segment: paragraph.slice(index, last.index + last[0].length), index };
  }
}

/** All sentences of the documents, as the product stores their text. */
export async function allSentences(client: Client, baseId: string, files: Map<string, string>): Promise<Sentence[]> {
  const found: Sentence[] = [];
  const paths = new Map([...files.keys()].map((path) => [basename(path), path]));
  for (const { id, name, status } of await client.documents.list({ knowledgeBaseId: baseId })) {
    const path = paths.get(name);
    if (status !== "ready" || !path) continue;
    for (const { number, start, end } of await client.documents.pages({ documentId: id })) {
      const { text } = await client.documents.text({ documentId: id, start, end });
      for (const block of text.matchAll(/[^\n]+/g)) {
        for (const { segment, index } of passagesOf(block[0])) {
          const trimmed = segment.trim();
          const lead = segment.indexOf(trimmed);
          const from = start + block.index + index + lead;
          const letters = trimmed.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
          if (letters < LEAST_LETTERS || trimmed.length > MOST_CHARACTERS || !WORD.test(trimmed)) continue;
          const kind = kindOf(trimmed, files.get(path)!);
          found.push({
            kind,
            documentId: id,
            name,
            path,
            page: number,
            start: from,
            end: from + trimmed.length,
            text: trimmed,
          });
        }
      }
    }
  }
  return found;
}

/** Draws sentences whose letters pdf.js draws once on their page; of each document in turn, so that none prevails. */
export async function drawSentences(
  all: Sentence[],
  count: number,
  seed: number,
  textOf: (sentence: Sentence) => Promise<DrawnGlyph[]>,
): Promise<{ drawn: Sentence[]; passedOver: number }> {
  let passedOver = 0;
  const next = (queues: Sentence[][]) => async (): Promise<Sentence | null> => {
    while (queues.length > 0) {
      const queue = queues.shift()!;
      const sentence = queue.pop();
      if (!sentence) continue;
      queues.push(queue);
      if (glyphsOfSentence(await textOf(sentence), sentence.text).times === 1) return sentence;
      passedOver++;
    }
    return null;
  };
  const drawn: Sentence[] = [];
  const takers = KINDS.map((kind) => {
    const own = shuffled(
      all.filter((sentence) => sentence.kind === kind),
      seed,
    );
    return next([...Map.groupBy(own, ({ documentId }) => documentId).values()]);
  });
  // What a kind has too few of is made up for by the others.
  let open = takers;
  while (drawn.length < count && open.length > 0) {
    const still: typeof takers = [];
    for (const take of open) {
      const sentence = drawn.length < count ? await take() : null;
      if (sentence) {
        drawn.push(sentence);
        still.push(take);
      }
    }
    open = still;
  }
  return { drawn, passedOver };
}
