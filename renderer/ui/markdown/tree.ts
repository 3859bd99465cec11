// The little of a Markdown tree (mdast) that the steps of this folder read and write.

export interface MarkdownNode {
  type: string;
  value?: string;
  children?: MarkdownNode[];
  position?: { start: { offset?: number }; end: { offset?: number } };
  data?: { hName?: string; hProperties?: Record<string, unknown>; hChildren?: unknown[] };
  label?: string | null;
  identifier?: string;
  referenceType?: string;
}

/** Offsets of a node in the source; null for nodes that were made up. */
export function rangeOf(node: MarkdownNode): { start: number; end: number } | null {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  return start === undefined || end === undefined ? null : { start, end };
}

/** Replaces each node by what `replace` gives; undefined keeps it and goes into its children. */
export function rewrite(
  parent: MarkdownNode,
  replace: (node: MarkdownNode, parent: MarkdownNode) => MarkdownNode[] | undefined,
): void {
  if (!parent.children) return;
  parent.children = parent.children.flatMap((node) => {
    const nodes = replace(node, parent);
    if (nodes) return nodes;
    rewrite(node, replace);
    return [node];
  });
}
