// Has mammoth turn a prepared Word document into HTML, and puts its notes and comments where they are referred to.
import type { Document, Element } from "domhandler";
import { isTag } from "domhandler";
import { DomUtils, parseDocument } from "htmlparser2";
import type { WordParts } from "./parts.ts";

const PAGE_BREAK_CLASS = "page-break";

/** Whether an element of the converted document stands for the end of a page. */
export const isPageBreak = ({ name, attribs }: Element): boolean => name === "br" && attribs.class === PAGE_BREAK_CLASS;

/** A name as mammoth's style maps quote it. */
const quoted = (name: string): string => `'${name.replace(/[\\']/g, "\\$&")}'`;

function styleMap({ headings }: WordParts["styles"]): string[] {
  const byOutline = [...headings]
    .filter(([name]) => name !== "" && !/[\n\r\t]/.test(name))
    .map(([name, level]) => `p[style-name=${quoted(name)}] => h${level}:fresh`);
  return [
    ...byOutline,
    "p[style-name='Title'] => h1:fresh",
    "p[style-name='Subtitle'] => p:fresh",
    "p[style-name='Quote'] => blockquote > p:fresh",
    "p[style-name='Intense Quote'] => blockquote > p:fresh",
    "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
    `br[type='page'] => br.${PAGE_BREAK_CLASS}`,
    "comment-reference => sup",
  ];
}

/** The block that a reference stands in: the one right below the body, or a paragraph of a list or table cell. */
function blockAround(reference: Element, root: Document): Element {
  let block = reference;
  while (block.parent && (block.parent as unknown) !== root) block = block.parent as Element;
  return block;
}

const REFERENCE = /^#((?:footnote|endnote|comment)-.+)$/;
const NOTE_ID = /^(?:footnote|endnote|comment)-(?!ref)/;

/** Moves each note behind the block with its first reference, so that it is on the same page, and gives it the mark as its name. */
function placeNotes(document: Document): void {
  const notes = new Map<string, Element>();
  const references: Element[] = [];
  for (const element of DomUtils.findAll(
    (one) => one.name === "a" || NOTE_ID.test(one.attribs.id ?? ""),
    document.children,
  )) {
    if (NOTE_ID.test(element.attribs.id ?? "")) notes.set(element.attribs.id!, element);
    else references.push(element);
  }
  if (notes.size === 0) return;
  const lastIn = new Map<Element, Element>();
  for (const reference of references) {
    const id = REFERENCE.exec(reference.attribs.href ?? "")?.[1];
    const note = id === undefined ? undefined : notes.get(id);
    if (!note || id === undefined) continue;
    notes.delete(id);
    const block = blockAround(reference, document);
    // A note within a note stays where it is.
    if (block === blockAround(note, document)) continue;
    const mark = DomUtils.textContent(reference);
    const content = note.name === "dt" ? nextElement(note) : note;
    if (!content) continue;
    const label = parseDocument(`<span></span>`).children[0] as Element;
    DomUtils.appendChild(label, parseDocument(`${mark.replace(/[<&]/g, "")} `).children[0]!);
    for (const back of DomUtils.findAll(
      (one) => /^#(?:footnote|endnote|comment)-ref-/.test(one.attribs.href ?? ""),
      content.children,
    )) {
      DomUtils.removeElement(back);
    }
    DomUtils.removeElement(note);
    DomUtils.removeElement(content);
    content.name = "div";
    const firstBlock = content.children.find(isTag) ?? content;
    DomUtils.prependChild(firstBlock, label);
    DomUtils.append(lastIn.get(block) ?? block, content);
    lastIn.set(block, content);
  }
}

function nextElement(element: Element): Element | null {
  let next = element.next;
  while (next && !isTag(next)) next = next.next;
  return next;
}

/** The document as parsed HTML. Throws what mammoth throws. */
export async function convertDocument({ plain, styles }: WordParts): Promise<Document> {
  const { default: mammoth } = await import("mammoth");
  const { value } = await mammoth.convertToHtml(
    { buffer: plain },
    {
      styleMap: styleMap(styles),
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
    },
  );
  const document = parseDocument(value);
  placeNotes(document);
  return document;
}
