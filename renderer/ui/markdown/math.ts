// Mathematics as models write it: \( \) and \[ \] beside dollars, and prices that are not mathematics.
import { type MarkdownNode, rangeOf, rewrite } from "./tree.ts";

const CODE = /(^ {0,3}(`{3,}|~{3,})[\s\S]*?(?:^ {0,3}\2|$(?![\s\S])))|(`+)(?!`)[\s\S]*?[^`]\3(?!`)/gm;

/** What tells a formula from words in escaped brackets. */
const FORMULA = /[\\^_=+<>{}]/;

/** Writes \( \) and \[ \] as $$, which is as long, so that offsets in the text stay what they are. Code is left alone. */
export function withDollars(text: string): string {
  if (!text.includes("\\")) return text;
  let out = "";
  let from = 0;
  const convert = (part: string) =>
    part
      .replace(/(^[ \t]*)?\\\[([\s\S]*?)\\\]/gm, (whole, indent: string | undefined, body: string) =>
        indent !== undefined || FORMULA.test(body) ? `${indent ?? ""}$$${body}$$` : whole,
      )
      .replace(/\\\(([^\n]*?)\\\)/g, (whole, body: string) =>
        FORMULA.test(body) || body.trim().length < 3 ? `$$${body}$$` : whole,
      );
  for (const match of text.matchAll(CODE)) {
    out += convert(text.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  return out + convert(text.slice(from));
}

/** A remark step: "$5 and $6" is text again, and a formula alone in its paragraph stands on its own line. */
export function remarkPlainMath(options: { source: string }) {
  return (root: MarkdownNode): void => {
    rewrite(root, (node) => {
      if (node.type !== "inlineMath") return undefined;
      const place = rangeOf(node);
      if (!place) return undefined;
      const raw = options.source.slice(place.start, place.end);
      if (raw.startsWith("$$")) return undefined;
      // Pandoc's rule: no space inside the dollars, no digit after them.
      const isFormula = /^\$\S/.test(raw) && /\S\$$/.test(raw) && !/^\d/.test(options.source.slice(place.end));
      if (isFormula) return undefined;
      return [{ type: "text", value: raw, ...(node.position && { position: node.position }) }];
    });
    rewrite(root, (node) => {
      const only = node.type === "paragraph" && node.children?.length === 1 ? node.children[0] : undefined;
      const place = only?.type === "inlineMath" ? rangeOf(only) : null;
      if (!only || !place || !options.source.startsWith("$$", place.start)) return undefined;
      only.data = { ...only.data, hProperties: { className: ["language-math", "math-display"] } };
      return undefined;
    });
  };
}
