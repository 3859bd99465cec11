// The list of formats is complete, and content decides before a name does.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Format, SourceFile } from "../../electron/parsers/formats/format.ts";
import { FORMATS } from "../../electron/parsers/formats/index.ts";
import { detectFormat } from "../../electron/parsers/parse.ts";
import { FORMAT_EXTENSIONS } from "../../shared/domain/formats.ts";
import { docx } from "./tiny-docx.ts";
import { tinyPdf } from "./tiny-pdf.ts";

const folder = join(import.meta.dirname, "../../electron/parsers/formats");

test("every file of the formats folder is listed", async () => {
  const names = readdirSync(folder).filter((name) => name !== "index.ts" && name !== "format.ts");
  const found: Format[] = [];
  for (const name of names) {
    const exports: Record<string, Format> = await import(join(folder, name));
    found.push(...Object.values(exports).filter((value) => typeof value === "object" && "claim" in value));
  }
  expect(found).toHaveLength(names.length);
  expect(new Set(FORMATS)).toEqual(new Set(found));
  expect(new Set(FORMATS.map((format) => format.id)).size).toBe(FORMATS.length);
  // What folders are searched for and the window offers is what the formats read.
  expect(Object.fromEntries(FORMATS.map(({ id, extensions }) => [id, extensions]))).toEqual(FORMAT_EXTENSIONS);
});

const file = (bytes: Uint8Array | string, extension: string): SourceFile => ({
  bytes: typeof bytes === "string" ? Buffer.from(bytes) : bytes,
  fileName: `file.${extension}`,
  extension,
});

test("a wrong extension fools nobody", () => {
  const pdf = tinyPdf([{ content: "" }]);
  expect(detectFormat(file(pdf, "txt"))?.id).toBe("pdf");
  expect(detectFormat(file(Buffer.concat([Buffer.from("junk before\n"), pdf]), ""))?.id).toBe("pdf");
  expect(detectFormat(file("Just a sentence.", "pdf"))?.id).toBe("text");
  expect(detectFormat(file("# A heading", "md"))?.id).toBe("markdown");
  expect(detectFormat(file("a,b\n1,2\n", "csv"))?.id).toBe("text");
  expect(detectFormat(file("<!DOCTYPE html><p>A page.</p>", "txt"))?.id).toBe("html");
  expect(detectFormat(file("A <html> element begins a page.", "txt"))?.id).toBe("text");
  expect(detectFormat(file(docx("<w:p/>"), "zip"))?.id).toBe("docx");
});

test("binary data and markup that would be read as content are refused", () => {
  const program = Buffer.concat([Buffer.from("MZ\x90\x00\x03"), Buffer.alloc(2000, 7)]);
  expect(detectFormat(file(program, "txt"))).toBeNull();
  expect(detectFormat(file(Buffer.from("PK\x03\x04\x14\x00\x00\x00"), "md"))).toBeNull();
  const noise = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919 + (index >> 3) * 104729) & 255));
  expect(detectFormat(file(noise, "txt"))).toBeNull();
  expect(detectFormat(file("{\\rtf1 text}", "txt"))).toBeNull();
  expect(detectFormat(file("Subject: x\n\ntext", "eml"))).toBeNull();
});
