// Round trips through the encodings that people have: paragraphs of the Universal Declaration of Human Rights in 29 languages.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeText } from "../../electron/parsers/text/decode.ts";
import { encode } from "./encode.ts";

const TEXTS: Record<string, string[]> = JSON.parse(
  readFileSync(join(import.meta.dirname, "human-rights.json"), "utf8"),
);
const ENCODINGS: Record<string, string[]> = {
  "windows-1252": ["de", "fr", "es", "it", "pt", "sv", "da", "is"],
  "iso-8859-15": ["de", "fr", "es", "sv"],
  "windows-1250": ["pl", "cs", "sk", "hu", "sl", "de"],
  "iso-8859-2": ["pl", "cs", "sk", "hu", "sl"],
  "windows-1251": ["ru", "uk", "bg"],
  "iso-8859-5": ["ru", "uk", "bg"],
  "koi8-r": ["ru"],
  "koi8-u": ["uk"],
  "windows-1253": ["el"],
  "iso-8859-7": ["el"],
  "windows-1254": ["tr"],
  "windows-1255": ["he"],
  "windows-1256": ["ar"],
  "windows-1257": ["lt", "lv", "et"],
  "windows-874": ["th"],
  gb18030: ["zh-Hans"],
  big5: ["zh-Hant"],
  shift_jis: ["ja"],
  "euc-jp": ["ja"],
  "euc-kr": ["ko"],
};
const swapped = (text: string) => Buffer.from(text, "utf16le").swap16();

/** What came out of each case that did not come out as it went in. */
function misread(cases: { name: string; bytes: Uint8Array; text: string }[]): string[] {
  return cases.flatMap(({ name, bytes, text }) => {
    const decoded = decodeText(bytes, name);
    return decoded.text === text ? [] : [`${name} as ${decoded.encoding}: ${text.slice(0, 40)}`];
  });
}

test("of single paragraphs in legacy encodings at least 99 in 100 are read right", () => {
  const cases = Object.entries(ENCODINGS).flatMap(([encoding, languages]) =>
    languages.flatMap((language) =>
      TEXTS[language]!.flatMap((text) => {
        const bytes = encode(text, encoding);
        return bytes?.some((byte) => byte >= 0x80) ? [{ name: `${language} ${encoding}`, bytes, text }] : [];
      }),
    ),
  );
  expect(cases.length).toBeGreaterThan(300);
  const wrong = misread(cases);
  expect(wrong.length, wrong.join("\n")).toBeLessThanOrEqual(cases.length / 100);
});

test("whole texts are read right in every encoding, also where the first letter beyond ASCII comes late", () => {
  const late = "A line of plain letters and nothing else in it.\n".repeat(3000);
  const cases = Object.entries(ENCODINGS).flatMap(([encoding, languages]) =>
    languages.flatMap((language) => {
      const text = TEXTS[language]!.filter((one) => encode(one, encoding)).join("\n");
      return ["", late].map((before) => {
        const bytes = Buffer.concat([Buffer.from(before), encode(text, encoding)!]);
        return { name: `${language} ${encoding}`, bytes, text: before + text };
      });
    }),
  );
  expect(misread(cases)).toEqual([]);
});

test("Unicode without a mark is read right in every language, a paragraph at a time", () => {
  const cases = Object.entries(TEXTS).flatMap(([language, texts]) =>
    texts.slice(0, 6).flatMap((text) => [
      { name: `${language} utf-8`, bytes: Buffer.from(text), text },
      { name: `${language} utf-16le`, bytes: Buffer.from(text, "utf16le"), text },
      { name: `${language} utf-16be`, bytes: swapped(text), text },
    ]),
  );
  const wrong = misread(cases);
  expect(wrong.length, wrong.join("\n")).toBeLessThanOrEqual(cases.length / 100);
});

test("UTF-8 with broken bytes stays UTF-8", () => {
  const text = TEXTS["zh-Hans"]!.join("\n");
  const bytes = Buffer.from(text);
  bytes[100] = 0xff;
  const decoded = decodeText(bytes.subarray(0, bytes.length - 1), "broken.txt");
  expect(decoded.encoding).toBe("utf-8");
  expect(decoded.text).toContain(TEXTS["zh-Hans"]![2]);
});
