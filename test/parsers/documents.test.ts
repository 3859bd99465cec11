// Real documents: what they say is found on the right page, what cannot be read is refused by the right name.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { passageBoxes } from "../../shared/domain/geometry.ts";
import { manifest, materialFile, needsMaterial, pageTexts, parse } from "./prerequisites.ts";

const normal = (text: string) =>
  text
    .normalize("NFKC")
    .replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]+/g, "")
    .toLowerCase();
const real = (name: string) => materialFile("ingest", "files", name);

describe("real documents", needsMaterial, () => {
  test("a document's own words are found on their page in 99 of 100 cases", async () => {
    const missed: string[] = [];
    let all = 0;
    for (const row of manifest()) {
      if (row.expect !== "text" && row.expect !== "needs_password") continue;
      const pages = await parse(real(row.file), row.password ? { password: row.password } : {}).then(pageTexts);
      for (const snippet of row.snippets) {
        all++;
        // The manifest counts a Word document as one page.
        const page = row.format === "docx" ? pages.join("\n") : (pages[snippet.page - 1] ?? "");
        if (!normal(page).includes(normal(snippet.text))) missed.push(`${row.file}: ${snippet.text}`);
      }
    }
    expect(all).toBeGreaterThan(100);
    // Markdown keeps its marks in the text, a formula stands in its sentence, and a menu is left out: these were taken
    // from a rendered page, from a reader that drops formulas, and from one that keeps menus.
    const known = /^docling__inline_and_formatting\.md|^docling__equations\.docx|AutoBuild - Automatically Building$/;
    expect(missed.filter((one) => !known.test(one))).toEqual([]);
  }, 120_000);

  test("a Chinese PDF with CID fonts that are not embedded yields its text", async () => {
    const japanese = await parse(real("pdfjs__noembed-sjis.pdf"));
    expect(japanese.text).toMatch(/[\u3040-\u30ff]{3}/);
    expect(japanese.language).toBe("ja");
    const chinese = await parse(materialFile("qa", "docs", "00_Super_Bowl_50_zh.pdf"));
    expect(chinese.language).toBe("zh");
    // Lines of a Chinese paragraph are joined without a space.
    expect(chinese.text).not.toMatch(/[\u4e00-\u9fff] [\u4e00-\u9fff]{2}[^\n]*[\u4e00-\u9fff] [\u4e00-\u9fff]/);
    expect(chinese.blocks.filter((block) => block.page === 1)).toHaveLength(1);
  });

  test("vertical Japanese is read column by column from the right, with boxes around its characters", async () => {
    const parsed = await parse(real("pdfminersix__jo.pdf"));
    expect(parsed.text.indexOf("わたくしといふ現象は")).toBeLessThan(parsed.text.indexOf("假定された有機交流電燈の"));
    const start = parsed.text.indexOf("序");
    const [box] = passageBoxes(parsed.pages[0]!.runs!, start, start + 1);
    // Measured on the rendered page: ink from 717 to 726 across and from 85 to 94 down.
    expect(box!.map(Math.round)).toEqual([717, 85, 726, 95]);
  });

  test("Arabic comes out in reading order", async () => {
    expect((await parse(real("pypdf__multilang.pdf"))).text).toContain("مرحبا بالعالم");
  });

  test("ligatures come out as letters, each with a place of its own", async () => {
    const parsed = await parse(real("pdfjs__copy_paste_ligatures.pdf"));
    expect(parsed.text).toContain("abcdeffffiflffifflſtst".replace("ſt", "st"));
    const run = parsed.pages[0]!.runs![0]!;
    expect(run.stops).toHaveLength(run.end - run.start + 1);
    expect(new Set(run.stops).size).toBe(run.stops!.length);
  });

  test("a garbled text layer is refused instead of searched", async () => {
    await expect(parse(real("pdfjs__arial_unicode_ab_cidfont.pdf"))).rejects.toMatchObject({
      code: "document.garbled",
    });
  });

  test("scans are refused as such", async () => {
    for (const name of ["docling__ocr_test.pdf", "docling__ocr_test_rotated_90.pdf", "tika__testOCR.pdf"]) {
      await expect(parse(real(name)), name).rejects.toMatchObject({ code: "document.no-text" });
    }
  });

  test("an encrypted file asks for its password, and says when it is wrong", async () => {
    const path = real("pypdf__r6-both-passwords.pdf");
    await expect(parse(path)).rejects.toMatchObject({ code: "document.encrypted" });
    await expect(parse(path, { password: "wrong" })).rejects.toMatchObject({ code: "document.wrong-password" });
    expect((await parse(path, { password: "foo" })).text.length).toBeGreaterThan(5);
    // An empty password just opens.
    expect((await parse(real("pypdf__r2-empty-password.pdf"))).text).toContain("encryption test");
  });

  test("a Word document's answers are on the page that the author began for them", async () => {
    for (const language of ["en", "zh"]) {
      const path = materialFile("qa", "docs", `00_Super_Bowl_50_${language}.docx`);
      const word = await parse(path);
      const pdf = await parse(path.replace(/docx$/, "pdf"));
      expect(word.pages).toHaveLength(pdf.pages.length);
      const start = (text: string) => normal(text).slice(0, 40);
      expect(pageTexts(word).map(start)).toEqual(pageTexts(pdf).map(start));
    }
  });

  test("damaged files are read as far as they go or refused, never endlessly", async () => {
    for (const row of manifest().filter((one) => one.expect === "error_graceful_or_text")) {
      const outcome = await parse(real(row.file)).then(
        () => "text",
        (error) => error.code,
      );
      expect(outcome, row.file).toMatch(/^text$|^document\./);
    }
  });
});

describe("hostile files", needsMaterial, () => {
  const folder = mkdtempSync(join(tmpdir(), "alcove-hostile-"));
  beforeAll(() => {
    execFileSync("tar", ["xzf", materialFile("hostile.tar.gz"), "-C", folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("each gives its sentence, or a clear refusal, within seconds and without side effects", async () => {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith("CANARY"))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(names.length).toBeGreaterThan(60);
    const outcomes = new Map<string, string>();
    for (const path of names) {
      const began = performance.now();
      const outcome = await parse(path).then(
        (parsed) => parsed.text,
        (error) => `refused: ${error.code}`,
      );
      expect(performance.now() - began, path).toBeLessThan(15_000);
      expect(outcome, path).not.toMatch(/refused: (?!document|file)/);
      outcomes.set(path.split("/").at(-1)!, outcome);
    }
    for (const name of [
      "ordinary.pdf js_openaction.pdf launch_action.pdf uri_submit.pdf embedded_exe.pdf count_lies.pdf",
      "deep_page_tree.pdf garbage_prefix.pdf huge_mediabox.pdf UPPER.PDF noextension pdf_named.docx",
      "html_named.txt invalid_utf8.txt utf16_no_bom.txt bidi_override.txt combining_flood.txt deep.md redos.md",
      "CON.txt -rf.txt double.ext.pdf.txt bomb_many_entries.docx zipslip.docx bad_crc.docx external_template.docx",
      "docx_named.pdf billion_laughs.html script.html deep.html unclosed.html lone_surrogates.html inject_hidden.html",
    ].flatMap((names) => names.split(" "))) {
      expect(outcomes.get(name), name).toContain("Maple ordinary sentence number one.");
    }
    expect(outcomes.get("gbk_short.txt")).toContain("付款期限为三十天");
    expect(outcomes.get("big5_short.txt")).toContain("付款期限為三十天");
    expect(outcomes.get("gb18030_rare.txt")).toContain("国标编码");
    expect(outcomes.get("exe_named.txt")).toBe("refused: document.unsupported");
    for (const name of "bomb_document billion_laughs deep_xml truncated xxe_file xxe_http".split(" ")) {
      expect(outcomes.get(`${name}.docx`), name).toBe("refused: document.damaged");
    }
    for (const name of "no_document_part zip_of_exe".split(" ")) {
      expect(outcomes.get(`${name}.docx`), name).toBe("refused: document.unsupported");
    }
    for (const name of "zero_bytes.docx zero_bytes.html".split(" "))
      expect(outcomes.get(name)).toBe("refused: file.empty");
    expect(outcomes.get("inject_hidden.html")).toContain("Revenue rose by 4 percent");
    expect(outcomes.get("inject_hidden.html")).not.toContain("PWNED");
    expect(outcomes.get("billion_laughs.html")).not.toContain("lol");
    expect(outcomes.get("script.html")).not.toContain("alert");
    expect(outcomes.get("page_tree_loop.pdf")).toBe("refused: document.damaged");
    expect(outcomes.get("zero_bytes.txt")).toBe("refused: file.empty");
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes("CANARY"))).toEqual([]);
  });
});
