// Every beginning of hostile and of broken Markdown, while it is written and as it is left: it is drawn without an error,
// and what is drawn can run, load and style nothing.
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Markdown } from "../../renderer/ui/Markdown.tsx";

const html = (text: string, streaming: boolean) =>
  renderToStaticMarkup(createElement(Markdown, { text, streaming, citations: new Set([1, 2]) }));

const DOCUMENTS: Record<string, string> = {
  HTML: `<div onclick="alert(1)"><script>alert(1)</script>\n\n<img src=x onerror=alert(1)><svg onload=alert(1)>\n\n<style>*{background:url(https://example.org)}</style>\n\n<iframe srcdoc="<script>alert(1)</script>"></iframe>\n<!-- <b> --> <a href="javascript:alert(1)">x</a>\n\n<pre>\n\n<object data=x></pre>`,
  links: `[a](javascript:alert(1)) [b]( <java\nscript:x> "t") ![i](https://example.org/p.png "x") [![](data:text/html,x)](vbscript:x)\n\n[r]: javascript:alert(1)\n![r][r] <javascript:alert(1)> <https://example.org/?q=<script>> www.example.org [1](file:///etc/passwd)[^1]\n\n[^1]: <img src=x onerror=alert(1)> [x]: y`,
  code: '````html\n<script>alert(1)</script>\n```\n</code></pre><script>\n````\n~~~<img src=x onerror=alert(1)>\n~~~\n`<b>` ``a`<i>`` ```\n```js" onload="x\nconst a = `</script>`;\n```\n\n\t<script>x</script>\n\n1. ```\n   a\n\n   ```mermaid\n',
  tables:
    "| <script> | $a|b$ | `|` |\n|:--|--:|:-:|\n| <img src=x onerror=1> | [x](javascript:x) | ![p](//example.org/p) |\n| a | b | c | d |\n|\n||\n| \\| | **a | b** |\n\n|-|\n|x|\n-|-\n",
  LaTeX:
    '$\\href{javascript:alert(1)}{x}$ \\(\\url{javascript:x}\\) $$\\includegraphics{https://example.org/x.png}\n$$\n\n\\[\\htmlStyle{background:url(https://example.org)}{x}\n\n\\frac{1}{\\] $\\def\\a{\\a\\a}\\a$ $$\\begin{matrix}a&b\\\\c\n\n$$ \\class{x" onclick="y}{z} $\\htmlId{x}{y}$ $5 and $6 \\unicode{x} $\\color{red;background:url(x)}y$',
  mermaid:
    '```mermaid\n%%{init: {"securityLevel": "loose", "themeCSS": "*{background:url(https://example.org)}"}}%%\nflowchart TD\n  A["<img src=x onerror=alert(1)>"] --> B\n  click A "javascript:alert(1)"\n  click B call alert()\n  style A fill:url(https://example.org/x)\n```\n\n- ```mermaid\n  pie\n    "<script>" : 1\n  ```\n\n```mermaid\nA@{ img: "https://example.org/x.png" }',
  nesting: `${"> ".repeat(60)}${"- ".repeat(40)}**${"[".repeat(60)}x${"](y)".repeat(40)}\n\n${"*a_b**c~~".repeat(30)}\n\n${"<div>".repeat(40)}\n${"(".repeat(80)}[x](${"(".repeat(30)}`,
  marks:
    "[1][2] [1](x) [[1]] \\[1] `[1]` **[1** ]2] [1\n[2]: https://example.org\n\n* * *\n- - -\n1.\n2)\n+\n\n===\n#\n######## x\n&#0; &#x202e;abc &lt;b&gt; &nbsp \\\n\u0000\u202e\ud800 x",
};

/** What must be in no tag of the markup. Icons are the window's own drawings; formulas are set with styles of their own. */
function problems(markup: string): string[] {
  const own = markup
    .replaceAll(/<svg [^>]*class="lucide .*?<\/svg>/gs, "")
    .replaceAll(/<span class="katex">.*?<\/math>/gs, "");
  const found: string[] = [];
  for (const [tag] of own.matchAll(/<[a-z][^>]*>/gi)) {
    if (
      /^<(?:script|img|iframe|style|object|embed|link|form|input(?! type="checkbox")|a|base|meta|video|audio)\b/i.test(
        tag,
      )
    ) {
      found.push(tag);
    }
    if (/\s(?:on\w+|href|src|srcset|srcdoc|action|formaction|data|xlink:href)=/i.test(tag)) found.push(tag);
    if (/\sstyle="[^"]*(?:url\(|expression|@import|background|position)/i.test(tag)) found.push(tag);
  }
  return found;
}

describe.each(Object.entries(DOCUMENTS))("%s", (_name, text) => {
  it("is harmless at every length while it is written", () => {
    for (let length = 0; length <= text.length; length++) {
      const part = text.slice(0, length);
      expect(problems(html(part, true)), part.slice(-60)).toEqual([]);
    }
  }, 120_000);

  it("is harmless wherever it was broken off", () => {
    for (let length = text.length; length >= 0; length -= 7) {
      expect(problems(html(text.slice(0, length), false)), text.slice(Math.max(0, length - 60), length)).toEqual([]);
    }
  }, 120_000);
});
