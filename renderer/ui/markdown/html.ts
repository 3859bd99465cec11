// A remark step: HTML in Markdown is shown as the text that it is, in a paragraph where it stands on its own.
import type { MarkdownNode } from "./tree.ts";

/** Makes paragraphs of the blocks of HTML. */
export function remarkPlainHtml() {
  return (root: MarkdownNode): void => {
    root.children = (root.children ?? []).map((node) => {
      if (node.type !== "html") return node;
      const position = node.position && { position: node.position };
      return { type: "paragraph", children: [{ type: "text", value: node.value ?? "", ...position }], ...position };
    });
  };
}
