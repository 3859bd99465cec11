// Web pages: what a reader sees with its structure, and nothing that only a machine would.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { blockTexts, parse } from "./prerequisites.ts";

const folder = mkdtempSync(join(tmpdir(), "alcove-html-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: string | Uint8Array, name = "page.html") {
  const path = join(folder, name);
  writeFileSync(path, content);
  return parse(path);
}

test("headings, lists, tables, code and quotes become blocks", async () => {
  const parsed = await read(`<!doctype html><title>Harbour &amp; lights</title>
    <h1>The <em>harbour</em></h1><p>Boats lie at&nbsp;the<br>pier.
    <ul><li>one<ol start=4><li>four</ol><li><p>two</p></ul>
    <table><caption>Boats</caption><tr><th>Place<th colspan=2>Count<tr><td rowspan=2>Pier<td>17<td>a|b<tr><td>3<td>c</table>
    <pre>\n  if (lamp)\n    burn();\n</pre><blockquote><p>A quiet place.</blockquote>`);
  expect(parsed.format).toBe("html");
  expect(parsed.title).toBe("Harbour & lights");
  expect(parsed.blocks.map(({ kind, level }) => (level ? `${kind} ${level}` : kind))).toEqual([
    ...["heading 1", "paragraph", "list-item", "list-item", "list-item", "paragraph", "table", "code", "quote"],
  ]);
  expect(blockTexts(parsed)).toEqual([
    "The harbour",
    "Boats lie at the\npier.",
    "- one",
    "4. four",
    "- two",
    "Boats",
    "| Place | Count |  |\n| --- | --- | --- |\n| Pier | 17 | a\\|b |\n| Pier | 3 | c |",
    "  if (lamp)\n    burn();",
    "A quiet place.",
  ]);
});

test("what is not seen is not read", async () => {
  const secrets = [
    "<script>SECRET</script><style>SECRET</style><noscript>SECRET</noscript><template>SECRET</template><!-- SECRET -->",
    '<p hidden>SECRET</p><p style="color:red; display : none">SECRET</p><p style="visibility:hidden">SECRET</p>',
    '<p style="font-size:0">SECRET</p><span style="font-size:1px">SECRET</span><p aria-hidden="true">SECRET</p>',
    '<iframe>SECRET</iframe><svg><title>SECRET</title></svg><p style="opacity:0">SECRET</p><dialog>SECRET</dialog>',
  ];
  const parsed = await read(`<p>Seen.</p>${secrets.join("")}<p style="opacity:0.5;font-size:10px">Seen too.</p>`);
  expect(blockTexts(parsed)).toEqual(["Seen.", "Seen too."]);
  expect(parsed.title).toBeNull();
});

test("menus go where a page says what it is about, and a small page loses nothing", async () => {
  const links = (count: number) =>
    Array.from({ length: count }, (_, i) => `<a href="/${i}">Other page ${i}</a>`).join(" ");
  const story = "A long story about the harbour and its lamps goes on and on. ".repeat(20);
  const page = `<header>${links(4)}</header><nav>${links(30)}</nav><main><h1>Story</h1><p>${story}</p></main><footer>Imprint, 2024</footer>`;
  expect(blockTexts(await read(page))).toEqual(["Story", story.trim()]);
  expect((await read(`<nav>${links(3)}</nav><p>Short.</p>`)).text).toContain("Other page 2");
  // A page that is nothing but links is about them.
  expect((await read(`<nav>${links(80)}</nav>`)).text).toContain("Other page 79");
  expect((await read(`<p>${story}</p><nav><p>${story}</p></nav><ul><li>${links(20)}</ul>`)).text).toContain(
    "Other page 19",
  );
});

test("tables that only arrange a page are read as its text", async () => {
  const parsed = await read(
    `<table><tr><td><h2>News</h2><p>${"A ship came in. ".repeat(60)}</p></td><td>Aside.</td></tr></table><table><tr><td>Boxed.</td></tr></table>`,
  );
  expect(parsed.blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph", "paragraph", "paragraph"]);
});

test("the encoding is the one that the page says, unless its bytes say otherwise", async () => {
  const text = "Größe, Straße und Übermaß der Brücke";
  const latin = (charset: string) => Buffer.from(`<meta charset="${charset}"><p>${text}</p>`, "latin1");
  expect((await read(latin("iso-8859-1"))).text).toBe(text);
  expect((await read(latin("utf-8"))).text).toBe(text);
  expect((await read(Buffer.from(`<meta charset=iso-8859-1><p>${text}</p>`))).text).toBe(text);
  const gbk = Buffer.concat([
    Buffer.from("<meta http-equiv=Content-Type content='text/html; charset=gb2312'><p>"),
    Buffer.from("b8b6bfee", "hex"),
  ]);
  expect((await read(gbk)).text).toBe("付款");
  const wide = Buffer.from(`\ufeff<html><p>${text}</p></html>`, "utf16le");
  expect((await read(wide, "page.txt")).text).toBe(text);
});

test("a saved web archive gives its page", async () => {
  const archive = [
    'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary="--edge"\r\n',
    "----edge\r\nContent-Type: text/css\r\n\r\np { color: red }\r\n",
    "----edge\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Gr=C3=B6=\r\n=C3=9Fe</p>\r\n",
    "----edge--\r\n",
  ].join("\r\n");
  expect((await read(archive, "page.mhtml")).text).toBe("Größe");
});

test("nesting without end, broken markup and claims of huge spans cost little", async () => {
  const deep = `${"<div><b><table><tr><td>".repeat(4000)}Bottom.`;
  expect((await read(deep)).text).toBe("Bottom.");
  const wide = `<table><tr><td colspan=99999999 rowspan=99999999>a<td>b<tr><td>c<td>d</table>`;
  expect((await read(wide)).text.length).toBeLessThan(10_000);
  await expect(read("<script>only()</script>")).rejects.toMatchObject({ code: "document.no-text" });
  await expect(read(" \n ")).rejects.toMatchObject({ code: "file.empty" });
});
