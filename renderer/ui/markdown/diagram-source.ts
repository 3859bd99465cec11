// What is done to the source of a diagram before it is drawn, and what is read from it.

/** Ways to name a file of elsewhere. The window's policy would refuse it; it is not even tried. */
const REACHES_OUT = /\burl\s*\(|@import|\bimg\s*:|\\[0-9a-f]{2}/i;
/** Tags in labels, which the library would put into a page while it reads them; line breaks are the only ones it draws. */
const TAG = /(?<!<)<(?!br\s*\/?>)[/!?]?[a-z][^<>]*>/gi;
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:flowchart|graph)/, "flowchart"],
  [/^sequenceDiagram/, "sequence"],
  [/^pie/, "pie"],
  [/^gantt|^timeline/, "timeline"],
  [/^mindmap/, "mindmap"],
];

/** The source without settings of its own; null where it wants something that a picture may not have. */
export function plainDiagram(source: string): string | null {
  const title = /^\s*---\n[\s\S]*?^title:[ \t]*(.+)$[\s\S]*?^---/m.exec(source)?.[1];
  const body = source
    .replace(/^\s*---[ \t]*\n[\s\S]*?\n---[ \t]*(?:\n|$)/, "")
    .replaceAll(/%%\{[\s\S]*?\}%%/g, "")
    .replaceAll(TAG, "")
    .trim();
  if (body === "" || REACHES_OUT.test(body)) return null;
  return title ? `---\ntitle: ${JSON.stringify(title)}\n---\n${body}` : body;
}

/** What a diagram is, for those who do not see it: its own title if it has one, and its kind. */
export function describeDiagram(source: string): { title: string | null; kind: string } {
  const title = /^[ \t]*(?:accTitle[ \t]*:|title:?|pie[ \t]+(?:showData[ \t]+)?title)[ \t]+(.+)$/m.exec(source)?.[1];
  const first = source.replace(/^\s*---\n[\s\S]*?\n---\n/, "").trimStart();
  return { title: title?.trim() ?? null, kind: KINDS.find(([pattern]) => pattern.test(first))?.[1] ?? "other" };
}
