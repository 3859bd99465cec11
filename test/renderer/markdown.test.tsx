// Markdown of answers: safe for any text, right while it is being written, citations and claims where they belong.
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Markdown, type MarkdownProps } from "../../renderer/ui/Markdown.tsx";
import type { TextRange } from "../../renderer/ui/markdown/ranges.ts";

const html = (text: string, props: Partial<MarkdownProps> = {}) =>
  renderToStaticMarkup(createElement(Markdown, { text, ...props }));
/** What a reader sees: the text of the page without formulas' second, spoken copy. */
const visible = (markup: string) =>
  markup
    .replaceAll(/<span class="katex-mathml">.*?<\/math><\/span>/g, "")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#x27;", "'")
    .replaceAll("&quot;", '"');

const RICH = `# Steam engines

The **efficiency** of a *Rankine* cycle is \`limited\` by the ~~pressure~~ fluid [1]. Snake_case_names stay.

1. First, with $\\eta = 1 - \\frac{T_c}{T_h}$ inside
2. Second
   - nested **bold and *both* of them**
   - costs $5 and $6 each

| Engine | Efficiency |
| --- | ---: |
| Turbine | 42 % |
| Piston | 27 % |

\`\`\`python
def efficiency(t_cold, t_hot):
    return 1 - t_cold / t_hot  # "Carnot"
\`\`\`

$$
W = \\int p \\, dV
$$

> A quotation over
> two lines [2].

See [the indicator](https://example.org/a_b) and ![a picture](https://example.org/x.png). 中文**加粗**也行 [2]。

- [ ] open
- [x] done

Setext
------

Last \\(a_1\\) and \\[ x^2 \\] end.`;

describe("untrusted Markdown", () => {
  const corpus = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<div><p><style>*{display:none}</style></p></div>",
    "<a href='javascript:alert(1)'>x</a>",
    "text <b onclick=alert(1)>bold</b> text",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x](http://example.org)",
    "[x](//example.org)",
    "<javascript:alert(1)>",
    "![x](https://example.org/track.png)",
    "![x](data:image/svg+xml;base64,PHN2Zy8+)",
    "![x](javascript:alert(1))",
    "[![x](https://example.org/a.png)](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\url{javascript:alert(1)}$",
    "$\\includegraphics{https://example.org/x.png}$",
    "$\\htmlStyle{background:url(https://example.org)}{x}$",
    "$\\htmlData{x=1}{y}$",
    "$\\def\\a{\\a\\a}\\a$",
    "```html\n<script>alert(1)</script>\n```",
    "```<script>\nx\n```",
    "| <script> |\n|---|\n| <img src=x onerror=1> |",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "<!-- --><script>alert(1)</script>",
  ];
  it.each(corpus)("renders %j without script, request or live address", (text) => {
    // Icons are the window's own drawings.
    const markup = html(text).replaceAll(/<svg [^>]*class="lucide .*?<\/svg>/g, "");
    expect(markup).not.toMatch(/<(?:script|img|iframe|style|svg|object|embed|link|form|a)\b/i);
    expect(markup).not.toMatch(/<[^>]*\son\w+=/i);
    expect(markup).not.toMatch(/<[^>]*\s(?:href|src|srcset|action|formaction)=/i);
    expect(markup).not.toMatch(/<[^>]*style="[^"]*url\(/i);
    expect(markup).not.toMatch(/<[^>]*title="javascript/i);
  });

  it("shows HTML as the text that it is", () => {
    expect(visible(html("a <b>bold</b> claim"))).toBe("a <b>bold</b> claim");
  });

  it("keeps https and mailto links as links that ask first", () => {
    expect(html("[x](https://example.org/a)")).toContain('role="link"');
    expect(html("[x](mailto:a@example.org)")).toContain('role="link"');
    expect(html("[x](http://example.org/a)")).not.toContain('role="link"');
  });

  it("names a remote picture instead of loading it", () => {
    const markup = html("![Chart](https://example.org/chart.png)");
    expect(visible(markup)).toContain("https://example.org/chart.png");
    expect(visible(markup)).toContain("Chart");
  });
});

describe("text that is still being written", () => {
  const prefixes = Array.from({ length: RICH.length + 1 }, (_, length) => RICH.slice(0, length));

  it("renders every prefix of a rich text, and shows no mark that the finished text does not show", () => {
    let longest = 0;
    for (const prefix of prefixes) {
      const markup = html(prefix, { streaming: true });
      const prose = visible(markup.replaceAll(/<code.*?<\/code>/gs, ""));
      const at = JSON.stringify(prefix.slice(-40));
      expect(prose, at).not.toMatch(/\*\*|~~|\]\(|!\[|```|\$\$|\| ---|\\\(|\\\[|^#/m);
      const shown = visible(markup).length;
      expect(shown, at).toBeGreaterThan(longest - 70);
      longest = Math.max(longest, shown);
    }
  }, 120_000);

  it("renders broken ends of finished text too, and finished text the same either way", () => {
    for (const prefix of prefixes) if (prefix.length % 17 === 0) expect(() => html(prefix)).not.toThrow();
    expect(visible(html(RICH, { streaming: true }))).toBe(visible(html(RICH)));
  });

  it("does not turn the line above a starting list into a heading", () => {
    expect(html("Three kinds:\n-", { streaming: true })).not.toMatch(/<h\d/);
    expect(html("Three kinds:\n- one", { streaming: true })).toContain("<li>");
  });

  it("keeps an unfinished code block as code", () => {
    const markup = html("```js\nconst a = '**';", { streaming: true });
    expect(markup).toContain("<pre");
    expect(visible(markup)).toContain("'**'");
  });
});

describe("mathematics", () => {
  it("sets formulas in dollars, in brackets and in parentheses", () => {
    expect(html("$E=mc^2$")).toContain('class="katex"');
    expect(html("so \\(E=mc^2\\) holds")).toContain('class="katex"');
    expect(html("\\[ E=mc^2 \\]")).toContain('class="katex-display"');
    expect(html("$$E=mc^2$$")).toContain('class="katex-display"');
  });
  it("keeps the lengths that formulas need, and reads every character of KaTeX's markup", () => {
    const markup = html("$$\\frac{a < b}{\\sqrt{c \\& d}}$$");
    expect(markup).toMatch(/style="height:[\d.]+em[;"]/);
    expect(markup).toContain("<svg");
    expect(markup).toContain(
      '<annotation encoding="application/x-tex">\\frac{a &lt; b}{\\sqrt{c \\&amp; d}}</annotation>',
    );
  });
  it("shows what is no formula as it was written", () => {
    expect(visible(html("$$\\frac{a}{$$"))).toContain("\\frac{a}{");
    expect(visible(html(`$${"x".repeat(5000)}$`))).toHaveLength(5000);
  });
  it("leaves prices alone", () => {
    expect(visible(html("It costs $5 and $6, or $7-$8."))).toBe("It costs $5 and $6, or $7-$8.");
    expect(html("It costs $5 and $6.")).not.toContain("katex");
  });
  it("leaves code alone", () => {
    expect(visible(html("`\\(a\\)`"))).toBe("\\(a\\)");
    expect(visible(html("```\n\\[a\\]\n```"))).toContain("\\[a\\]");
  });
});

describe("citations and claims", () => {
  const chip = ({ n, at }: { n: number; at: number }) => createElement("q", null, `${n}@${at}`);
  const range = ({ ids, children }: { ids: readonly string[]; children: React.ReactNode }) =>
    createElement("s", { id: ids.join("+") }, children);
  const marks = (text: string, ranges: TextRange[], citations: number[]) => {
    const markup = html(text, { ranges, citations: new Set(citations), Chip: chip, Range: range });
    return {
      chips: [...markup.matchAll(/<q>(.*?)<\/q>/g)].map((match) => match[1]),
      claims: [...markup.matchAll(/<s id="([^"]*)">(.*?)<\/s>/gs)].map((match) => [match[1], visible(match[2]!)]),
    };
  };
  /** Range of a stretch as it is written in the text. */
  const at = (text: string, part: string, id: string): TextRange => {
    const start = text.indexOf(part);
    expect(start).toBeGreaterThanOrEqual(0);
    return { start, end: start + part.length, id };
  };

  it("makes chips only of numbers that have a citation", () => {
    const text = "One [1]. Two [7]. `[1]` [1](https://example.org)";
    expect(marks(text, [], [1]).chips).toEqual([`1@${text.indexOf("[1]")}`]);
  });

  it("marks the claim in plain text, and nothing beside it", () => {
    const text = "Before. The indicator traces pressure [1]. After.";
    expect(marks(text, [at(text, "The indicator traces pressure", "c1")], [1]).claims).toEqual([
      ["c1", "The indicator traces pressure"],
    ]);
  });

  it("follows a claim through bold, code, formulas and links", () => {
    const text = "A **strong _claim_** with `code`, $x^2$ and [a link](https://example.org) here [2].";
    const { claims } = marks(text, [at(text, text.slice(0, text.indexOf(" [2]")), "c2")], [2]);
    expect(claims.map((claim) => claim[1]).join("")).toMatch(/^A strong claim with code, x2.* and a link here$/);
  });

  it("counts escapes, entities and continued lines as the source does", () => {
    const text = "> 5 \\* 3 &amp; more &gt; less\n> goes on \\[here\\] 😀 [1]. Then nothing.";
    const { claims } = marks(text, [at(text, "more &gt; less\n> goes on \\[here\\] 😀", "c1")], [1]);
    expect(claims).toEqual([["c1", "more > less\ngoes on [here] 😀"]]);
  });

  it("finds claims in list items, table cells and Chinese", () => {
    const text = "1. 于 1862 年展出 [1]。\n2. second\n\n| a | b |\n|---|---|\n| 42 % [2] | c |";
    const { chips, claims } = marks(text, [at(text, "于 1862 年展出", "c1"), at(text, "42 %", "c2")], [1, 2]);
    expect(chips).toHaveLength(2);
    expect(claims).toEqual([
      ["c1", "于 1862 年展出"],
      ["c2", "42 %"],
    ]);
  });

  it("names both claims where two overlap", () => {
    const text = "aaa bbb ccc [1] [2].";
    const { claims } = marks(text, [at(text, "aaa bbb", "c1"), at(text, "bbb ccc", "c2")], [1, 2]);
    expect(claims).toEqual([
      ["c1", "aaa "],
      ["c1+c2", "bbb"],
      ["c2", " ccc"],
    ]);
  });

  it("still cites where the text defines a reference of that number", () => {
    const text = "A claim [1].\n\n[1]: https://example.org";
    expect(marks(text, [], [1]).chips).toHaveLength(1);
  });
});
