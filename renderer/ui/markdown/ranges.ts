// A remark step: citation marks [n] become <cite>, stretches of the source become <mark>, whatever stands around them.
import { type MarkdownNode, rangeOf, rewrite } from "./tree.ts";

/** A stretch of the source text (UTF-16 offsets) and what it is, for example "claim-2" or "unsure". */
export interface TextRange {
  start: number;
  end: number;
  id: string;
}

export interface RangeOptions {
  source: string;
  /** Numbers that have a citation; other [n] stay as they are. */
  citations: ReadonlySet<number>;
  ranges: readonly TextRange[];
}

const ENTITY = /^&(?:#x?[0-9a-f]+|[a-z][a-z0-9]*);/i;

/**
 * Offset in the source of each character of a text node, and of its end. Markdown drops backslashes, decodes character
 * references, and takes off the indentation and quote marks of continued lines.
 */
export function sourceOffsets(value: string, source: string, start: number, end: number): number[] {
  const offsets: number[] = [];
  let at = start;
  let index = 0;
  while (index < value.length) {
    const entity = source[at] === "&" ? ENTITY.exec(source.slice(at, Math.min(end, at + 40)))?.[0] : undefined;
    if (entity && !value.startsWith(entity, index)) {
      const units = value.codePointAt(index)! > 0xffff ? 2 : 1;
      for (let unit = 0; unit < units; unit++) offsets.push(at);
      index += units;
      at += entity.length;
    } else if (at >= end) {
      offsets.push(end);
      index++;
    } else if (
      source[at] === value[index] &&
      !(source[at] === "\\" && source[at + 1] === value[index + 1] && source[at + 1] === "\\")
    ) {
      offsets.push(at++);
      index++;
    } else at++;
  }
  offsets.push(end);
  return offsets;
}

const textNode = (value: string): MarkdownNode => ({ type: "text", value });

function chip(n: number, at: number): MarkdownNode {
  return {
    type: "citation",
    data: { hName: "cite", hProperties: { dataN: String(n), dataAt: String(at) } },
    children: [textNode(String(n))],
  };
}

function marked(ids: readonly string[], children: MarkdownNode[]): MarkdownNode {
  return { type: "range", data: { hName: "mark", hProperties: { dataIds: ids.join(" ") } }, children };
}

const idsBetween = (ranges: readonly TextRange[], start: number, end: number): string[] => [
  ...new Set(ranges.filter((range) => range.start < end && start < range.end).map((range) => range.id)),
];

/** Splits a text node at the borders of ranges and at citation marks. */
function splitText(node: MarkdownNode, options: RangeOptions, chips: boolean): MarkdownNode[] {
  const value = node.value ?? "";
  const place = rangeOf(node);
  if (!place) return [node];
  const offsets = sourceOffsets(value, options.source, place.start, place.end);
  const cuts = new Map<number, { n: number; end: number }>();
  if (chips) {
    for (const match of value.matchAll(/\[(\d{1,3})\]/g)) {
      const n = Number(match[1]);
      if (options.citations.has(n)) cuts.set(match.index, { n, end: match.index + match[0].length });
    }
  }
  const parts: MarkdownNode[] = [];
  let open: { ids: string[]; text: string } = { ids: [], text: "" };
  const close = () => {
    if (open.text) parts.push(open.ids.length > 0 ? marked(open.ids, [textNode(open.text)]) : textNode(open.text));
    open = { ids: [], text: "" };
  };
  const near = options.ranges.filter((range) => range.start < place.end && place.start < range.end);
  for (let index = 0; index < value.length; ) {
    const cut = cuts.get(index);
    if (cut) {
      // No line may begin with a chip: the space before it does not break.
      open.text = open.text.replace(/ $/, "\u00a0");
      close();
      parts.push(chip(cut.n, offsets[index]!));
      index = cut.end;
      continue;
    }
    const ids = idsBetween(near, offsets[index]!, offsets[index]! + 1);
    if (ids.join() !== open.ids.join()) close();
    open = { ids, text: open.text + value[index] };
    index++;
  }
  close();
  return parts;
}

/** The remark step; give the same text as `source` that is parsed. */
export function remarkRanges(options: RangeOptions) {
  return (root: MarkdownNode): void => {
    const inLink = new Set<MarkdownNode>();
    rewrite(root, (node, parent) => {
      if (node.type === "link" || inLink.has(parent)) inLink.add(node);
      const place = rangeOf(node);
      switch (node.type) {
        case "text":
          return splitText(node, options, !inLink.has(parent));
        case "inlineCode":
        case "inlineMath": {
          const ids = place ? idsBetween(options.ranges, place.start, place.end) : [];
          return ids.length > 0 ? [marked(ids, [node])] : undefined;
        }
        case "linkReference": {
          // "[1]" is a reference where the text happens to define "1"; it is a citation all the same.
          const n = Number(node.label);
          const isMark = node.referenceType === "shortcut" && options.citations.has(n);
          return isMark ? [chip(n, place?.start ?? 0)] : undefined;
        }
        default:
          return undefined;
      }
    });
  };
}
