// A remark step: footnotes become plain text where they stand, because an answer has no foot to jump to.
import { type MarkdownNode, rewrite } from "./tree.ts";

/** "[^1]" stays as a small figure; its definition becomes a paragraph that begins with the same figure. */
export function remarkPlainNotes() {
  return (root: MarkdownNode): void =>
    rewrite(root, (node) => {
      const mark = (): MarkdownNode => ({
        type: "note",
        data: { hName: "sup" },
        children: [{ type: "text", value: node.label ?? node.identifier ?? "" }],
      });
      if (node.type === "footnoteReference") return [mark()];
      if (node.type !== "footnoteDefinition") return undefined;
      const [first, ...rest] = node.children ?? [];
      if (first) first.children = [mark(), { type: "text", value: " " }, ...(first.children ?? [])];
      return first ? [first, ...rest] : [];
    });
}
