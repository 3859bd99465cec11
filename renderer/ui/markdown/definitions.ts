// Link and footnote definitions hold for the whole text, while its blocks are parsed one by one: each block is parsed
// with the definitions that it uses behind it, and what they draw is left out.
import type { MarkdownBlock } from "./blocks.ts";
import { type MarkdownNode, rangeOf } from "./tree.ts";

const DEFINITION = /^ {0,3}\[((?:[^[\]\\]|\\.)+)\]:[ \t]*(\S.*)$/gm;
const REFERENCE = /\[((?:[^[\]\\]|\\.)+)\]/g;
/** Blocks that what follows would become a part of. */
const SWALLOWS = /^\s*(?:<|\$\$|\\\[)/;

const nameOf = (label: string): string => label.trim().replaceAll(/\s+/g, " ").toLowerCase();

/** Definitions by their label, the first of each. */
export type Definitions = ReadonlyMap<string, string>;

/** All definitions of a text; the same object as `before` where they are the same. */
export function definitionsOf(blocks: readonly MarkdownBlock[], before: Definitions): Definitions {
  const found = new Map<string, string>();
  for (const { text, code } of blocks) {
    if (code || !text.includes("]:")) continue;
    for (const [whole, label] of text.matchAll(DEFINITION)) {
      const name = nameOf(label!);
      // Of a footnote only its name matters where it is referred to.
      if (!found.has(name)) found.set(name, name.startsWith("^") ? `[${label}]: x` : whole.trim());
    }
  }
  const same = found.size === before.size && [...found].every(([name, line]) => before.get(name) === line);
  return same ? before : found;
}

/** What to parse behind a block: the definitions that it refers to and does not hold itself. */
export function definitionsFor(block: MarkdownBlock, definitions: Definitions): string {
  if (definitions.size === 0 || block.code || SWALLOWS.test(block.text)) return "";
  const own = new Set([...block.text.matchAll(DEFINITION)].map(([, label]) => nameOf(label!)));
  const used = new Set([...block.text.matchAll(REFERENCE)].map(([, label]) => nameOf(label!)));
  return [...used]
    .filter((name) => !own.has(name))
    .flatMap((name) => definitions.get(name) ?? [])
    .map((line) => `\n\n${line}`)
    .join("");
}

/** A remark step: leaves out what is drawn of everything that begins at `end` or after it. */
export function remarkEndAt(options: { end: number }) {
  return (root: MarkdownNode): void => {
    root.children = (root.children ?? []).filter(
      (node) => node.type === "definition" || (rangeOf(node)?.start ?? 0) < options.end,
    );
  };
}
