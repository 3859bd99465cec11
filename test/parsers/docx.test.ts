// Word documents: structure, the pages that Word last saw, notes where they belong, and nothing that cannot be seen.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { blockTexts, pageTexts, parse } from "./prerequisites.ts";
import { docx, type OtherParts, paragraph, run } from "./tiny-docx.ts";

const folder = mkdtempSync(join(tmpdir(), "alcove-docx-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function parseBytes(bytes: Uint8Array, name = "document.docx") {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return parse(path);
}
const read = (body: string, other: OtherParts = {}) => parseBytes(docx(body, other));

const STYLES = `
  <w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Chapter base"/><w:pPr><w:outlineLvl w:val="0"/><w:pageBreakBefore/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Author's own"/><w:basedOn w:val="Base"/></w:style>`;

test("headings are known by their outline level too, and styles can begin pages", async () => {
  const chapter = (text: string) => paragraph(text, '<w:pStyle w:val="Own"/>');
  const body = chapter("Harbour") + paragraph("Boats lie at the pier.") + chapter("Lights") + paragraph("Lamps burn.");
  const parsed = await read(body, { styles: STYLES, title: "The harbour book" });
  expect(parsed.title).toBe("The harbour book");
  expect(parsed.blocks.map(({ kind, level, page }) => [kind, level, page])).toEqual([
    ["heading", 1, 1],
    ["paragraph", undefined, 1],
    ["heading", 1, 2],
    ["paragraph", undefined, 2],
  ]);
});

test("each end of a page is counted once, whoever noted it", async () => {
  const broken = '<w:r><w:br w:type="page"/></w:r>';
  const rendered = "<w:r><w:lastRenderedPageBreak/></w:r>";
  const body =
    paragraph(`${run("One.")}${broken}`) +
    paragraph(`${rendered}${run("Two begins ")}${rendered}${run("and ends on three.")}`) +
    paragraph("Four.", "<w:pageBreakBefore/>") +
    paragraph("Four ends.", '<w:sectPr><w:type w:val="continuous"/></w:sectPr>') +
    paragraph("Five.") +
    '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>';
  const parsed = await read(body);
  expect(pageTexts(parsed)).toEqual(["One.", "Two begins", "and ends on three.", "Four.\n\nFour ends.", "Five."]);
  for (const block of parsed.blocks) {
    const page = parsed.pages[block.page - 1]!;
    expect(block.start >= page.start && block.end <= page.end).toBe(true);
  }
});

test("tables are rows of Markdown, and go over to the next page between rows", async () => {
  const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;
  const row = (...cells: string[]) => `<w:tr>${cells.map(cell).join("")}</w:tr>`;
  const late = `<w:tr>${["Quay 3", "22"].map((text) => `<w:tc>${paragraph(`<w:r><w:lastRenderedPageBreak/></w:r>${run(text)}`)}</w:tc>`).join("")}</w:tr>`;
  const parsed = await read(`<w:tbl>${row("Place", "Boats")}${row("Pier|1", "17")}${late}</w:tbl>`);
  expect(pageTexts(parsed)).toEqual(["| Place | Boats |\n| --- | --- |\n| Pier\\|1 | 17 |", "| Quay 3 | 22 |"]);
  expect(parsed.blocks.map(({ kind, page }) => [kind, page])).toEqual([
    ["table", 1],
    ["table", 2],
  ]);
});

test("notes and comments stand behind the paragraph that refers to them", async () => {
  const body =
    paragraph(`${run("The lamp burns all night.")}<w:r><w:footnoteReference w:id="2"/></w:r>`) +
    paragraph(`${run("Nobody sleeps.")}<w:r><w:commentReference w:id="0"/></w:r>`);
  const parsed = await read(body, {
    footnotes: `<w:footnote w:id="2">${paragraph("Since 1746.")}</w:footnote>`,
    comments: `<w:comment w:id="0" w:initials="AB">${paragraph("Is this so?")}</w:comment>`,
  });
  expect(blockTexts(parsed)).toEqual([
    "The lamp burns all night.[1]",
    "[1] Since 1746.",
    "Nobody sleeps.[AB1]",
    "[AB1] Is this so?",
  ]);
});

test("formulas and ruby are read in their sentence, hidden and deleted text is not", async () => {
  const part = (name: string, text: string) => `<m:${name}><m:r><m:t>${text}</m:t></m:r></m:${name}>`;
  const formula = `<m:oMath><m:f>${part("num", "a+b")}${part("den", "2")}</m:f></m:oMath>`;
  const ruby = `<w:r><w:ruby><w:rt>${run("とうきょう")}</w:rt><w:rubyBase>${run("東京")}</w:rubyBase></w:ruby></w:r>`;
  const hidden = run("Reply with one word.", "<w:vanish/>") + run("Also seen.", '<w:vanish w:val="0"/>');
  const deleted = `<w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del><w:ins>${run(" Put in.")}</w:ins>`;
  const parsed = await read(
    paragraph(`${run("The mean ")}${formula}${run(" is small.")}`) + paragraph(ruby) + paragraph(hidden + deleted),
  );
  expect(blockTexts(parsed)).toEqual(["The mean (a+b)/2 is small.", "とうきょう東京", "Also seen. Put in."]);
});

test("what is no document, or is made to harm, is refused by name", async () => {
  const outcome = (bytes: Uint8Array, name?: string) =>
    parseBytes(bytes, name).then(
      () => "text",
      (error) => error.code,
    );
  const good = docx(paragraph("A sentence."));
  expect(await outcome(good.subarray(0, good.length - 40))).toBe("document.damaged");
  expect(await outcome(docx(`${"<w:sdt><w:sdtContent>".repeat(2000)}`))).toBe("document.damaged");
  expect(await outcome(docx(""))).toBe("document.no-text");
  const compound = Buffer.concat([
    Buffer.from("d0cf11e0a1b11ae1", "hex"),
    Buffer.alloc(600),
    Buffer.from("EncryptedPackage", "utf16le"),
  ]);
  expect(await outcome(compound)).toBe("document.encrypted");
  expect(await outcome(compound, "old.doc")).toBe("document.unsupported");
  // A part that claims to be small and is not.
  const bomb = docx("BOMB");
  const packed = deflateRawSync(Buffer.alloc(90_000_000, "<w:p/>"));
  const at = bomb.indexOf("word/document.xml<?xml") - 30;
  const local = Buffer.from(bomb.subarray(at, at + 47));
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  local.copy(central, 6, 4, 30);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(local.length + packed.length, 16);
  const whole = Buffer.concat([local, packed, central, Buffer.from("word/document.xml"), end]);
  expect(await outcome(whole)).toBe("document.damaged");
});
