// Plain text in the encodings that people have, Markdown's blocks, and the guess of a language.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { guessLanguage } from "../../shared/domain/language.ts";
import { encode } from "./encode.ts";
import { blockTexts, parse } from "./prerequisites.ts";

const folder = mkdtempSync(join(tmpdir(), "alcove-text-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function parseBytes(name: string, bytes: Uint8Array | string) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return parse(path);
}

const SAMPLES: [string, string][] = [
  ["gb18030", "合同约定：乙方应当在收到发票之日起三十天内支付全部款项，逾期每日按万分之五计收违约金。"],
  ["gb18030", "付款期限为三十天"],
  ["big5", "合約約定：乙方應當在收到發票之日起三十天內支付全部款項，逾期每日按萬分之五計收違約金。"],
  ["big5", "付款期限為三十天"],
  ["shift_jis", "この契約は、双方が署名した日から効力を生じるものとする。支払期限は三十日以内とします。"],
  ["euc-jp", "支払いは三十日以内です"],
  ["euc-kr", "이 계약은 양 당사자가 서명한 날로부터 효력이 발생한다. 대금은 삼십일 이내에 지급하여야 한다."],
  [
    "windows-1251",
    "Договор вступает в силу со дня его подписания сторонами. Оплата производится в течение тридцати дней.",
  ],
  ["koi8-r", "Договор вступает в силу со дня его подписания сторонами. Оплата производится в течение тридцати дней."],
  ["windows-1253", "Η σύμβαση τίθεται σε ισχύ από την ημέρα υπογραφής της. Η πληρωμή γίνεται εντός τριάντα ημερών."],
  ["windows-1255", "החוזה נכנס לתוקף ביום חתימתו על ידי הצדדים. התשלום יבוצע תוך שלושים יום."],
  ["windows-1256", "يسري العقد من يوم توقيعه من قبل الطرفين. يتم الدفع خلال ثلاثين يوما."],
  [
    "windows-1254",
    "Sözleşme tarafların imzaladığı gün yürürlüğe girer. Ödeme otuz gün içinde yapılır, geçmişse faiz işler.",
  ],
  ["windows-1252", "Der Vertrag tritt mit der Unterzeichnung in Kraft. Die Zahlung ist binnen dreißig Tagen fällig."],
  [
    "windows-1252",
    "Le contrat prend effet à la date de signature. Le règlement est dû sous trente jours, à défaut s’applique",
  ],
  [
    "windows-1250",
    "Umowa wchodzi w życie z dniem podpisania. Płatność następuje w ciągu trzydziestu dni, później odsetki.",
  ],
];

test("legacy encodings are recognised, also in a single short sentence", async () => {
  for (const [encoding, text] of SAMPLES) {
    const parsed = await parseBytes("sample.txt", encode(text, encoding)!);
    expect(parsed.text, encoding).toBe(text);
  }
});

test("Unicode comes in with and without its mark", async () => {
  const text = "First line, ordinary.\nSecond line: 合同 and Größe.";
  const little = Buffer.from(text, "utf16le");
  for (const bytes of [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    little,
    Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
    Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(little).swap16()]),
    Buffer.from(little).swap16(),
  ]) {
    expect((await parseBytes("unicode.txt", bytes)).text).toBe(text);
  }
});

test("a text that was saved garbled is refused", async () => {
  const mojibake = Buffer.from("付款期限为三十天，逾期按日计收违约金。".repeat(3)).toString("latin1");
  await expect(parseBytes("garbled.txt", mojibake)).rejects.toMatchObject({ code: "document.garbled" });
});

test("control characters and stray zeros do not reach the text", async () => {
  const padded = await parseBytes("zeros.txt", `${"\0".repeat(40)}Readable sentence, then more.${"\0".repeat(40)}`);
  expect(blockTexts(padded)).toEqual(["Readable sentence, then more."]);
  const bell = String.fromCharCode(7);
  const ringing = await parseBytes("bell.txt", `${"A sentence of ordinary words. ".repeat(5)}Ring${bell}the bell.`);
  expect(padded.text + ringing.text).not.toContain("\0");
  expect(ringing.text).toMatch(/Ring the bell\.$/);
});

test("paragraphs of plain text are found by empty lines, or by their own long lines", async () => {
  const wrapped = await parseBytes("wrapped.txt", "One line of a\nparagraph.\r\n\r\nAnother one.\n");
  expect(blockTexts(wrapped)).toEqual(["One line of a\nparagraph.", "Another one."]);
  const long =
    "A long line that was never broken by hand and goes on until its paragraph has come to its end at last. ";
  const lines = await parseBytes("long.txt", `${long.repeat(2)}\n${long.repeat(3)}\n`);
  expect(lines.blocks).toHaveLength(2);
  const chinese = await parseBytes("zh.txt", "　　第一段。\n　　第二段。\n　　第三段。\n");
  expect(blockTexts(chinese)).toEqual(["第一段。", "第二段。", "第三段。"]);
});

test("a text beyond the limit is cut with a warning", async () => {
  const parsed = await parseBytes("long.log", Buffer.alloc(20_000_100, `${"Words of a very long log. ".repeat(50)}\n`));
  expect(parsed.text).toHaveLength(20_000_000);
  expect(parsed.warnings).toEqual([{ code: "document.truncated", params: { file: "long.log", limit: 20_000_000 } }]);
});

test("Markdown blocks point into the source as it is", async () => {
  const source = `---
title: ignored
---
# The title #

A paragraph
of two lines.

- first
  goes on
- second

\`\`\`js
# no heading
\`\`\`

| a | b |
|---|---|
| 1 | 2 |

> quoted

Under
=====
`;
  const parsed = await parseBytes("notes.md", source);
  expect(parsed.text).toBe(source);
  expect(parsed.title).toBe("The title");
  expect(parsed.blocks.map((block) => [block.kind, source.slice(block.start, block.end)])).toEqual([
    ["heading", "# The title #"],
    ["paragraph", "A paragraph\nof two lines."],
    ["list-item", "- first\n  goes on"],
    ["list-item", "- second"],
    ["code", "```js\n# no heading\n```"],
    ["table", "| a | b |\n|---|---|\n| 1 | 2 |"],
    ["quote", "> quoted"],
    ["heading", "Under\n====="],
  ]);
});

test("languages are guessed from documents and from short questions", () => {
  const cases: [string, string | null][] = [
    ["付款期限是多久？", "zh"],
    ["V&A 服装收藏品大约有多少件？", "zh"],
    ["支払い期限はいつですか", "ja"],
    ["지급 기한은 언제입니까?", "ko"],
    ["Каков срок оплаты?", "ru"],
    ["ما هو موعد الدفع؟", "ar"],
    ["מהו מועד התשלום?", "he"],
    ["What is the payment term?", "en"],
    ["Wie lange ist die Zahlungsfrist?", "de"],
    ["Quel est le délai de paiement ?", "fr"],
    ["¿Cuál es el plazo de pago?", "es"],
    ["Qual è il termine di pagamento della fattura?", "it"],
    ["Wat is de betalingstermijn van het contract?", "nl"],
    ["12345 --- 678", null],
    ["xqzt brrm", null],
  ];
  for (const [text, language] of cases) expect(guessLanguage(text), text).toBe(language);
});
