// Parses the markup of a page whose author cannot be trusted. Called by the HTML format.
import type { ChildNode } from "domhandler";
import { Document } from "domhandler";
import { DomHandler, Parser } from "htmlparser2";

/** A document type that declares entities; they are never expanded, and what declares them is no text. */
const INTERNAL_SUBSET = /^([\s\S]{0,2000}?<!DOCTYPE[^>[]{0,500})\[[^\]]{0,100000}\]\s*>/i;

/**
 * Elements inside one another; people's pages stay far below. The parser's time grows with the square of the depth, so a
 * deeper page is taken as several, one after the other: what is lost is only which of them is inside which.
 */
const MAX_DEPTH = 1500;
/** Markup is parsed by about so many characters before the depth is looked at. */
const STEP = 4096;

class DepthHandler extends DomHandler {
  depth = 0;
  override onopentag(name: string, attributes: Record<string, string>): void {
    this.depth++;
    super.onopentag(name, attributes);
  }
  override onclosetag(): void {
    this.depth--;
    super.onclosetag();
  }
}

/** The page as a tree. Entities that it declares itself are left as they stand. */
export function parsePage(markup: string): Document {
  const source = markup.replace(INTERNAL_SUBSET, "$1>");
  const children: ChildNode[] = [];
  let handler = new DepthHandler();
  let parser = new Parser(handler);
  const finish = () => {
    parser.end();
    for (const child of handler.root.children) children.push(child);
  };
  for (let start = 0; start < source.length; ) {
    // A step ends behind a tag, so that no tag is cut in two where the parser is changed.
    const close = source.indexOf(">", start + STEP);
    const end = close < 0 ? source.length : close + 1;
    parser.write(source.slice(start, end));
    if (handler.depth > MAX_DEPTH && end < source.length) {
      finish();
      handler = new DepthHandler();
      parser = new Parser(handler);
    }
    start = end;
  }
  finish();
  return new Document(children);
}
