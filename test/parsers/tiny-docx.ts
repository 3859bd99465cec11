// Writes small Word documents with exactly the markup a test asks for. Imported by the tests beside it.
import { writeZip } from "../../electron/parsers/container/zip.ts";

const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';
const TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export interface OtherParts {
  styles?: string;
  footnotes?: string;
  comments?: string;
  title?: string;
}

const root = (name: string, content: string) => `<?xml version="1.0"?><w:${name} ${NAMESPACES}>${content}</w:${name}>`;

/** The bytes of a document with this body. */
export function docx(body: string, other: OtherParts = {}): Buffer {
  const parts: [string, string][] = [
    ["[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'],
    ["_rels/.rels", relationships([["officeDocument", "word/document.xml"]])],
    ["word/document.xml", root("document", `<w:body>${body}</w:body>`)],
  ];
  const around: [string, string][] = [];
  for (const name of ["styles", "footnotes", "comments"] as const) {
    const content = other[name];
    if (content === undefined) continue;
    parts.push([`word/${name}.xml`, root(name, content)]);
    around.push([name, `${name}.xml`]);
  }
  parts.push(["word/_rels/document.xml.rels", relationships(around)]);
  if (other.title !== undefined) {
    parts.push([
      "docProps/core.xml",
      `<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${other.title}</dc:title></p>`,
    ]);
  }
  return writeZip(parts.map(([name, content]) => [name, Buffer.from(content)]));
}

function relationships(list: [string, string][]): string {
  const rows = list.map(
    ([kind, target], index) => `<Relationship Id="r${index}" Type="${TYPES}/${kind}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows.join("")}</Relationships>`;
}

/** A run with this text. */
export const run = (text: string, properties = ""): string =>
  `<w:r>${properties === "" ? "" : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;

/** A paragraph with this text, or with runs. */
export const paragraph = (content: string, properties = ""): string =>
  `<w:p>${properties === "" ? "" : `<w:pPr>${properties}</w:pPr>`}${content.startsWith("<") ? content : run(content)}</w:p>`;
