// Markdown cut into blocks: nothing is lost, growing text is cut as whole text is, and it looks as if it had not been cut.
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { describe, expect, it } from "vitest";
import { Markdown } from "../../renderer/ui/Markdown.tsx";
import { blockSplitter } from "../../renderer/ui/markdown/blocks.ts";
import { piecesOf } from "../../renderer/ui/markdown/Code.tsx";
import { longMarkdown } from "../checks/support/long-talk.ts";

const html = (text: string, streaming = false) => renderToStaticMarkup(createElement(Markdown, { text, streaming }));

const DOCUMENTS: Record<string, string> = {
  "loose lists":
    "Intro:\n\n- a\n\n- b\n\n  more of b\n\n  ```js\n  x\n\n  y\n  ```\n\n- c\n\nAfter.\n\n1. one\n\n2. two\n\n   > quote\n\nEnd.",
  "a list right under a line": "Intro:\n- a\n- b\n\n- c\n\nEnd.",
  "code with empty lines": "```\na\n\nb\n```\ntext\n~~~~\n~~~\n\n~~~~\n\nAfter\n\n    indented\n\n    more\n\nEnd",
  "a fence inside a paragraph": "text\n```js\nlet a;\n```\nmore `a ```b``` c`\n\n```a`b\n\nEnd",
  "an open fence": "text\n\n```js\nlet a;\n\nlet b;",
  formulas: "$$\na\n\nb\n$$\n\nText $x$.\n\n$$ y $$\n\nEnd.",
  "HTML that goes on": "<!-- a\n\nb -->\n\nText\n\n<pre>\n\nx\n\n</pre>\n\n<div>\n\n*x*\n\n</div>",
  quotes: "> a\nlazy\n\n> b\n>\n> - c\n\nText",
  headings: "# A\ntext\n\nB\n---\n\n## C ##\n\n***\n\nD",
  tables: "| a | b |\n|---|---|\n| 1 | 2 |\n\ntext\n\na | b\n--|--\n1 | 2\nText",
  "windows line ends": "a\r\n\r\nb\r\n- c\r\n\r\n- d\r\n",
  "blank lines": "\n\n\n  \na\n\n \t \n\nb\n\n\n",
  everything: longMarkdown(3000, 7),
};

describe.each(Object.entries(DOCUMENTS))("%s", (_name, text) => {
  it("loses nothing but empty lines", () => {
    const blocks = blockSplitter()(text);
    for (const block of blocks) expect(text.slice(block.start, block.start + block.text.length)).toBe(block.text);
    const written = (part: string) => part.split("\n").filter((line) => line.trim() !== "");
    expect(blocks.flatMap((block) => written(block.text))).toEqual(written(text));
  });

  it("cuts a text that grows as it cuts the whole", () => {
    for (const step of [1, 3, 17]) {
      const split = blockSplitter();
      for (let length = 0; length < text.length; length += step) {
        const part = text.slice(0, length);
        expect(split(part)).toEqual(blockSplitter()(part));
      }
    }
  });

  it("is drawn as if it had not been cut", () => {
    const draw = (part: string) =>
      renderToStaticMarkup(createElement(ReactMarkdown, { remarkPlugins: [remarkGfm, remarkMath] }, part)).replaceAll(
        /\n/g,
        "",
      );
    const parts = blockSplitter()(text).map((block) => draw(block.text));
    expect(parts.join("")).toBe(draw(text));
  });
});

describe("a text that grows", () => {
  it("keeps its finished blocks as the same objects", () => {
    const text = longMarkdown(6000, 3);
    const split = blockSplitter();
    let before = split(text.slice(0, 1000));
    for (let length = 1010; length < text.length; length += 10) {
      const blocks = split(text.slice(0, length));
      for (const [index, block] of before.slice(0, -2).entries()) expect(blocks[index]).toBe(block);
      before = blocks;
    }
    expect(before.length).toBeGreaterThan(15);
  });

  it("says of a code block whether it is closed", () => {
    const closed = (text: string) => blockSplitter()(text).at(-1)?.code?.closed;
    expect(closed("```mermaid\npie\n")).toBe(false);
    expect(closed("```mermaid\npie\n```")).toBe(true);
    expect(closed("````mermaid\npie\n```")).toBe(false);
  });

  it("draws a diagram's source as code until its fence is closed", () => {
    expect(html("```mermaid\npie\n", true)).not.toContain("diagram");
    expect(html("```mermaid\npie\n``", true)).toContain(">pie</span>");
    expect(html("```mermaid\npie\n```\n", true)).toContain('class="diagram"');
  });
});

describe("definitions", () => {
  it("hold for other blocks, before and after", () => {
    const markup = html(
      "See [the page] and [it][1].\n\n- [1]\n\n[the page]: https://example.org/a\n[1]: https://example.org/b\n\n[The  Page] again",
    );
    expect(markup.match(/role="link"/g)).toHaveLength(4);
    expect(markup).not.toContain("]:");
  });
  it("of footnotes leave the note where it stands", () => {
    const markup = html("A claim[^n].\n\nMore.\n\n[^n]: The note.");
    expect(markup.match(/<sup>n<\/sup>/g)).toHaveLength(2);
    expect(markup.match(/The note/g)).toHaveLength(1);
  });
});

it("cuts code into pieces that are the code again", () => {
  for (const code of ["", "a", "a\n", "a\n".repeat(80), `${"line\n".repeat(500)}end`]) {
    expect(piecesOf(code).join("")).toBe(code);
  }
  expect(piecesOf("line\n".repeat(500)).length).toBeGreaterThan(5);
});
