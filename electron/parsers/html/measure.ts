// Weighs every element of a page once: how much text it has, how much of it in links, and what stands inside.
// Without recursion, because pages nest as deep as they like.
import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { isUnseen } from "./elements.ts";

/** Characters are counted without white space; hidden text does not count. */
export interface Weight {
  text: number;
  linked: number;
  links: number;
  hasTable: boolean;
  hasHeading: boolean;
  hasMain: boolean;
}

/** Characters that are not white space. */
const visibleLength = (text: string): number => text.replace(/\s+/g, "").length;

/** The weight of every visible element below `root`, and of all together. */
export function measure(root: ParentNode): { of: Map<Element, Weight>; all: Weight } {
  const of = new Map<Element, Weight>();
  const fresh = (): Weight => ({ text: 0, linked: 0, links: 0, hasTable: false, hasHeading: false, hasMain: false });
  const all = fresh();
  const open: { nodes: ChildNode[]; next: number; element: Element | null; weight: Weight }[] = [
    { nodes: root.children, next: 0, element: null, weight: all },
  ];
  for (let frame = open.at(-1); frame; frame = open.at(-1)) {
    const node = frame.nodes[frame.next++];
    if (node === undefined) {
      open.pop();
      const outer = open.at(-1)?.weight;
      if (!frame.element || !outer) continue;
      const { name, attribs } = frame.element;
      if (name === "a" && attribs.href !== undefined) {
        frame.weight.linked = frame.weight.text;
        frame.weight.links = 1;
      }
      of.set(frame.element, { ...frame.weight });
      outer.text += frame.weight.text;
      outer.linked += frame.weight.linked;
      outer.links += frame.weight.links;
      outer.hasTable ||= frame.weight.hasTable || name === "table";
      outer.hasHeading ||= frame.weight.hasHeading || /^h[1-6]$/.test(name);
      outer.hasMain ||= frame.weight.hasMain || isMain(frame.element);
    } else if (isText(node)) {
      frame.weight.text += visibleLength(node.data);
    } else if (isTag(node) && !isUnseen(node)) {
      open.push({ nodes: node.children, next: 0, element: node, weight: fresh() });
    }
  }
  return { of, all };
}

/** An element that says of itself that it holds what the page is about. */
export const isMain = ({ name, attribs }: Element): boolean =>
  name === "main" || name === "article" || attribs.role === "main" || attribs.role === "article";
