// Finds the parts of a Word document in its container, and puts those that mammoth needs into a plain one.

import { attribute, decodeXml, localName, walkXml } from "../container/xml.ts";
import { type Container, writeZip } from "../container/zip.ts";
import { rewritePart, sectionStarts } from "./rewrite.ts";
import { readStyles, type Styles } from "./styles.ts";

const CONTENT_TYPES = "[Content_Types].xml";

interface Relationship {
  /** The last word of its type: "officeDocument", "styles", "comments" ... */
  kind: string;
  target: string;
}

/** The folder of a part with a slash at its end, or "". */
const folderOf = (part: string): string => part.slice(0, part.lastIndexOf("/") + 1);

/** A target as a name of the container; parts outside of it cannot be named. */
function resolvePart(base: string, target: string): string {
  const path: string[] = [];
  for (const step of (target.startsWith("/") ? target : base + target).split("/")) {
    if (step === "..") path.pop();
    else if (step !== "" && step !== ".") path.push(step);
  }
  return path.join("/");
}

function relationships(container: Container, part: string): Relationship[] {
  const folder = folderOf(part);
  const bytes = container.read(`${folder}_rels/${part.slice(folder.length)}.rels`);
  const found: Relationship[] = [];
  if (!bytes) return found;
  walkXml(decodeXml(bytes), {
    open(name, attributes) {
      if (localName(name) !== "Relationship" || attribute(attributes, "TargetMode") === "External") return;
      const kind = (attribute(attributes, "Type") ?? "").split("/").at(-1) ?? "";
      found.push({ kind, target: resolvePart(folder, attribute(attributes, "Target") ?? "") });
    },
    close() {},
  });
  return found;
}

/** Name of the main part; null where the container is no Word document. */
function mainPart(container: Container): string | null {
  const named =
    relationships(container, "").find(({ kind }) => kind === "officeDocument")?.target ?? "word/document.xml";
  return container.names.includes(named) ? named : null;
}

/** The title in the document's properties. */
function readTitle(container: Container): string | null {
  const part = relationships(container, "").find(({ kind }) => kind === "core-properties")?.target;
  const bytes = container.read(part ?? "docProps/core.xml");
  if (!bytes) return null;
  let title = "";
  let inside = false;
  walkXml(decodeXml(bytes), {
    open: (name) => {
      inside = localName(name) === "title";
    },
    text: (text) => {
      if (inside) title += text;
    },
    close: () => {
      inside = false;
    },
  });
  return title;
}

/** A Word document ready to be converted. */
export interface WordParts {
  /** A container with nothing in it but text parts whose markup has been written anew. */
  plain: Buffer;
  styles: Styles;
  title: string | null;
}

/** Parts by their role that are handed on as they are. */
const KEPT = new Set(["styles", "numbering"]);
const NOTES = new Set(["footnotes", "endnotes", "comments"]);

/** Takes a document apart; null where it is no Word document. Throws Error where it is damaged or beyond the limits. */
export function readParts(container: Container): WordParts | null {
  const main = mainPart(container);
  if (main === null) return null;
  const parts: [string, Uint8Array][] = [];
  const add = (name: string, source: string) => parts.push([name, Buffer.from(source.replace(/^\ufeff/, ""))]);
  /** Markup is written anew also where nothing changes: what a lenient reader skipped does not reach another one. */
  const keep = (name: string) => {
    const bytes = container.read(name);
    if (bytes) add(name, rewritePart(decodeXml(bytes), null));
  };
  const around = relationships(container, main);
  const stylesName = around.find(({ kind }) => kind === "styles")?.target;
  const stylesBytes = stylesName === undefined ? null : container.read(stylesName);
  const styles = stylesBytes
    ? readStyles(decodeXml(stylesBytes))
    : { headings: new Map(), pageBreaks: new Set<string>() };
  const folder = folderOf(main);
  for (const name of [CONTENT_TYPES, "_rels/.rels", `${folder}_rels/${main.slice(folder.length)}.rels`]) keep(name);
  for (const { kind, target } of around) if (KEPT.has(kind) || NOTES.has(kind)) keep(target);
  for (const { kind, target } of around) {
    if (NOTES.has(kind)) keep(`${folderOf(target)}_rels/${target.slice(folderOf(target).length)}.rels`);
  }
  const source = decodeXml(container.read(main)!);
  const rules = { pageBreakStyles: styles.pageBreaks, sections: sectionStarts(source) };
  add(main, rewritePart(source, rules));
  return { plain: writeZip(parts), styles, title: readTitle(container) };
}
