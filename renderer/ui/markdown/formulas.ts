// A rehype step that sets formulas with KaTeX. Its markup is read here rather than by the browser's parser, because
// that would apply inline styles, which the window's content policy forbids; React sets the same styles one by one.
import katex from "katex";

/** The little of an HTML tree (hast) that this step reads and writes. */
interface HtmlNode {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: HtmlNode[];
}

/** Formulas run no commands of their own, and neither blow up nor fill the window. */
const OPTIONS = { trust: false, strict: false, maxExpand: 200, maxSize: 20, throwOnError: true } as const;
const LONGEST = 4000;
const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#x27": "'",
  "#39": "'",
  nbsp: "\u00a0",
};
/** With `trust` off KaTeX writes none of these; should that ever change, they are left out. */
const REFUSED = new Set(["a", "img", "script", "style", "iframe", "object", "embed", "link"]);

const decode = (text: string): string =>
  text.replaceAll(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);

/** Reads KaTeX's own markup, which is well-formed: every tag closed, every attribute in double quotes. */
export function readMarkup(markup: string): HtmlNode[] {
  const root: HtmlNode = { type: "root", children: [] };
  const open: HtmlNode[] = [root];
  for (const match of markup.matchAll(/<\/[\w-]+>|<([\w-]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|[^<]+/g)) {
    const [whole, tagName, attributes, closed] = match;
    if (whole.startsWith("</")) {
      if (open.length > 1) open.pop();
      continue;
    }
    const parent = open.at(-1)!;
    if (!tagName) {
      parent.children!.push({ type: "text", value: decode(whole) });
      continue;
    }
    const properties: Record<string, unknown> = {};
    for (const [, name, value] of (attributes ?? "").matchAll(/([\w:-]+)="([^"]*)"/g)) {
      if (!/^on/i.test(name!)) properties[name!] = decode(value!);
    }
    const element: HtmlNode = { type: "element", tagName, properties, children: [] };
    if (!REFUSED.has(tagName)) parent.children!.push(element);
    if (!closed) open.push(element);
  }
  return root.children!;
}

/** A formula as elements; what KaTeX cannot set stays as it was written. */
function set(tex: string, display: boolean): HtmlNode {
  const wrapper = (className: string[], children: HtmlNode[]): HtmlNode => ({
    type: "element",
    tagName: display ? "div" : "span",
    properties: { className },
    children,
  });
  try {
    if (tex.length > LONGEST) throw new RangeError("too long");
    return wrapper(["formula"], readMarkup(katex.renderToString(tex, { ...OPTIONS, displayMode: display })));
  } catch {
    const code: HtmlNode = {
      type: "element",
      tagName: "code",
      properties: {},
      children: [{ type: "text", value: tex }],
    };
    return wrapper(["formula-source"], [code]);
  }
}

const classesOf = (node: HtmlNode | undefined): string[] =>
  Array.isArray(node?.properties?.className) ? node.properties.className.map(String) : [];
const textOf = (node: HtmlNode): string => node.value ?? (node.children ?? []).map(textOf).join("");

/** The rehype step. */
export function rehypeFormulas() {
  return function walk(parent: HtmlNode): void {
    if (!parent.children) return;
    parent.children = parent.children.map((node) => {
      const code = node.tagName === "pre" ? node.children?.[0] : node;
      const classes = classesOf(code);
      if (code?.tagName === "code" && classes.includes("language-math")) {
        return set(textOf(code).trim(), node !== code || classes.includes("math-display"));
      }
      walk(node);
      return node;
    });
  };
}
