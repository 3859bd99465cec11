// A long PDF made of the material's own pages: the English documents of qa/, one of their sections a page.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lines, type TinyPage, tinyPdf } from "../../parsers/tiny-pdf.ts";
import { materialFolder } from "./places.ts";

const CHARACTERS_A_LINE = 92;

/** Text in the characters that the standard fonts have: typographic signs in their plain form, others without accents. */
function plain(text: string): string {
  return text
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, "-")
    .normalize("NFC")
    .replace(/[^\u0020-\u007e\u00a1-\u00ff\n]/g, (char) => char.normalize("NFD").replace(/[^\u0020-\u007e]/g, ""));
}

function wrapped(text: string): string[] {
  const all: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = all.at(-1);
    if (last !== undefined && last.length + word.length < CHARACTERS_A_LINE) all[all.length - 1] = `${last} ${word}`;
    else all.push(word);
  }
  return all;
}

/** Writes a PDF of `pages` pages to `path`. Throws where the material has fewer. */
export function writeLongDocument(path: string, pages: number): void {
  const folder = materialFolder("qa", "docs");
  const found: TinyPage[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith("_en.md")) continue;
    const [title = "", ...sections] = readFileSync(join(folder, name), "utf8").split(/^## .*$/m);
    const heading = plain(title.replace(/^# /, "").trim());
    for (const section of sections) {
      const number = found.length + 1;
      const body = lines(wrapped(plain(section.trim())), 60, 700, 11, 15);
      found.push({
        content: `${lines([heading], 60, 740, 16, 16, "F2")}\n${body}\n${lines([String(number)], 300, 40)}`,
      });
    }
  }
  if (found.length < pages) throw new Error(`The material has ${found.length} pages of this kind, not ${pages}.`);
  writeFileSync(path, tinyPdf(found.slice(0, pages), "Joined pages"));
}
