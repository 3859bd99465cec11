// Parses the markup of a page whose author cannot be trusted. Called by the HTML format.
import type { Document } from "domhandler";
import { DomHandler, Parser } from "htmlparser2";

/** Elements inside one another beyond this were made to cost time: the parser's grows with the square of the depth. */
const MAX_DEPTH = 60_000;

/** A document type that declares entities; they are never expanded, and what declares them is no text. */
const INTERNAL_SUBSET = /^([\s\S]{0,2000}?<!DOCTYPE[^>[]{0,500})\[[^\]]{0,100000}\]\s*>/i;

class ShallowHandler extends DomHandler {
  #depth = 0;
  override onopentag(name: string, attributes: Record<string, string>): void {
    if (++this.#depth > MAX_DEPTH) throw new Error("its elements are nested too deeply");
    super.onopentag(name, attributes);
  }
  override onclosetag(): void {
    this.#depth--;
    super.onclosetag();
  }
}

/** The page as a tree. Throws Error where it is nested without end. */
export function parsePage(source: string): Document {
  const handler = new ShallowHandler();
  const parser = new Parser(handler);
  parser.write(source.replace(INTERNAL_SUBSET, "$1>"));
  parser.end();
  return handler.root;
}
