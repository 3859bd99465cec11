// Collects the text of a document block by block, with its pages. Called by the walk over HTML.
import type { Block, BlockKind, ParsedPage } from "../../../shared/children/parser.ts";
import { cleanCharacters, MAX_CHARACTERS } from "../text/decode.ts";

/** Items of a list stand on lines of their own; other blocks are separated by an empty line. */
const separatorBetween = (before: BlockKind | null, kind: BlockKind): string =>
  before === null ? "" : before === "list-item" && kind === "list-item" ? "\n" : "\n\n";

/** The text so far. Pages are counted from 1; a page without text is kept, empty. */
export class BlockCollector {
  readonly #parts: string[] = [];
  readonly #blocks: Block[] = [];
  readonly #pages: ParsedPage[] = [];
  #length = 0;
  #pageStart = 0;
  #before: BlockKind | null = null;
  /** Whether text was left out because there was too much of it. */
  truncated = false;

  get pageNumber(): number {
    return this.#pages.length + 1;
  }

  add(kind: BlockKind, source: string, level?: number): void {
    const text = cleanCharacters(source);
    const separator = separatorBetween(this.#before, kind);
    if (this.truncated || this.#length + separator.length + text.length > MAX_CHARACTERS) {
      this.truncated = true;
      return;
    }
    this.#append(separator);
    // The first block of a page starts it; what separates it from the last page belongs to neither.
    if (this.#pageIsEmpty()) this.#pageStart = this.#length;
    const indent = text.length - text.trimStart().length;
    const start = this.#length + (kind === "code" ? 0 : indent);
    this.#append(text);
    this.#blocks.push({ kind, page: this.pageNumber, start, end: this.#length, ...(level ? { level } : {}) });
    this.#before = kind;
  }

  nextPage(): void {
    const start = this.#pageIsEmpty() ? this.#length : this.#pageStart;
    this.#pages.push({ number: this.pageNumber, start, end: this.#length });
    this.#pageStart = this.#length;
    if (this.#before !== null) this.#before = "paragraph";
  }

  finish(): { text: string; blocks: Block[]; pages: ParsedPage[] } {
    const text = this.#parts.join("");
    return {
      text,
      blocks: this.#blocks,
      pages: [...this.#pages, { number: this.pageNumber, start: this.#pageStart, end: this.#length }],
    };
  }

  #pageIsEmpty(): boolean {
    return this.#blocks.at(-1)?.page !== this.pageNumber;
  }

  #append(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }
}
