// From parsed HTML to text with blocks and pages. Without recursion, because pages nest as deep as they like.
// Called by the HTML format, and by the DOCX format for what mammoth makes of a document.
import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import type { Block, BlockKind, ParsedPage } from "../../../shared/children/parser.ts";
import { BlockCollector } from "./blocks.ts";
import { boilerplate } from "./boilerplate.ts";
import { BLOCKS, isUnseen, PREFORMATTED } from "./elements.ts";
import { measure, type Weight } from "./measure.ts";
import { headRule, isLayout, rowsOf, tableLines } from "./tables.ts";

export interface WalkOptions {
  /** Leave out menus, footers and the like; for pages of the web. */
  dropBoilerplate: boolean;
  /** Whether an element stands for the end of a page. */
  isPageBreak?(element: Element): boolean;
}

export interface WalkedDocument {
  text: string;
  blocks: Block[];
  pages: ParsedPage[];
  truncated: boolean;
}

/** Marks of lists are indented for this many levels. */
const MAX_INDENT = 6;
/** Invisible characters that only split words for a search: soft hyphens, zero-width spaces and joiners of words. */
const SPLITTERS = /[\u00ad\u200b\u2060\ufeff]/g;

class Walk {
  readonly #out = new BlockCollector();
  readonly #options: WalkOptions;
  readonly #weights: ReadonlyMap<Element, Weight>;
  readonly #left: ReadonlySet<Element>;
  /** What is still to be done, last first: nodes to enter, and what follows when an element ends. */
  readonly #agenda: (ChildNode | (() => void))[] = [];
  /** The words of the block that is open. Kept in pieces: joining a long block again and again would cost its square. */
  #pieces: string[] = [];
  /** The last character of them. */
  #last = "";
  #heading: number | null = null;
  #quotes = 0;
  #preformatted = 0;
  #lists: { ordered: boolean; next: number }[] = [];
  /** The mark of a list item whose first words have not come yet. */
  #mark: string | null = null;

  constructor(root: ParentNode, options: WalkOptions) {
    this.#options = options;
    const { of, all } = measure(root);
    this.#weights = of;
    this.#left = options.dropBoilerplate ? boilerplate(of, all) : new Set();
    this.#pushChildren(root);
  }

  run(): WalkedDocument {
    for (let next = this.#agenda.pop(); next; next = this.#agenda.pop()) {
      if (typeof next === "function") next();
      else if (isText(next)) this.#text(next.data);
      else if (isTag(next)) this.#enter(next);
      else if ("children" in next) this.#pushChildren(next as ParentNode);
    }
    this.#flush();
    return { ...this.#out.finish(), truncated: this.#out.truncated };
  }

  #pushChildren({ children }: ParentNode): void {
    for (let index = children.length - 1; index >= 0; index--) this.#agenda.push(children[index]!);
  }

  #text(data: string): void {
    const text = data.replace(SPLITTERS, "");
    if (this.#preformatted > 0) {
      this.#append(text.replace(/\r\n?/g, "\n"));
      return;
    }
    const words = text.replace(/[ \t\n\r\f\u00a0]+/g, " ");
    this.#append(/[^ \n]/.test(this.#last) ? words : words.replace(/^ /, ""));
  }

  #append(text: string): void {
    if (text === "") return;
    this.#pieces.push(text);
    this.#last = text.at(-1)!;
  }

  /** Ends the block that is open, if it has any words. */
  #flush(): void {
    const isCode = this.#preformatted > 0;
    const line = this.#pieces.join("");
    const text = isCode ? line.replace(/^(?:[ \t]*\n)+/, "").trimEnd() : line.replaceAll(" \n", "\n").trim();
    this.#pieces = [];
    this.#last = "";
    if (text.trim() === "") return;
    const mark = this.#mark;
    this.#mark = null;
    if (isCode) this.#out.add("code", text);
    else if (this.#heading !== null) this.#out.add("heading", text.replace(/\n/g, " "), this.#heading);
    else if (mark !== null) this.#out.add("list-item", mark + text);
    else this.#out.add(this.#quotes > 0 ? "quote" : "paragraph", text);
  }

  #enter(element: Element): void {
    if (this.#options.isPageBreak?.(element)) {
      this.#flush();
      this.#out.nextPage();
      return;
    }
    if (isUnseen(element) || this.#left.has(element)) return;
    const { name } = element;
    if (name === "br") this.#lineBreak();
    else if (name === "table") this.#table(element);
    else if (!BLOCKS.has(name)) this.#pushChildren(element);
    else if (this.#preformatted > 0) this.#lineOfCode(element);
    else this.#block(element);
  }

  /** One break ends a line, two in a row end a paragraph. */
  #lineBreak(): void {
    if (this.#preformatted === 0 && this.#last === "\n") this.#flush();
    else if (this.#preformatted > 0 || this.#last !== "") this.#append("\n");
  }

  /** Blocks inside preformatted text are its lines. */
  #lineOfCode(element: Element): void {
    const breakLine = () => {
      if (this.#last !== "" && this.#last !== "\n") this.#append("\n");
    };
    breakLine();
    this.#agenda.push(breakLine);
    this.#pushChildren(element);
  }

  #block(element: Element): void {
    this.#flush();
    const { name } = element;
    let restore = () => {};
    if (/^h[1-6]$/.test(name)) {
      const before = this.#heading;
      this.#heading = Number(name[1]);
      restore = () => {
        this.#heading = before;
      };
    } else if (PREFORMATTED.has(name)) {
      this.#preformatted++;
      restore = () => {
        this.#preformatted--;
      };
    } else if (name === "blockquote") {
      this.#quotes++;
      restore = () => {
        this.#quotes--;
      };
    } else if (name === "ul" || name === "ol" || name === "menu" || name === "dir") {
      const start = Number.parseInt(element.attribs.start ?? "1", 10);
      this.#lists.push({ ordered: name === "ol", next: Number.isFinite(start) ? start : 1 });
      restore = () => {
        this.#lists.pop();
      };
    } else if (name === "li") {
      this.#mark = this.#listMark(element);
      restore = () => {
        this.#mark = null;
      };
    }
    this.#agenda.push(() => {
      this.#flush();
      restore();
    });
    this.#pushChildren(element);
  }

  #listMark(item: Element): string {
    const list = this.#lists.at(-1);
    const indent = "  ".repeat(Math.max(0, Math.min(this.#lists.length - 1, MAX_INDENT)));
    if (!list?.ordered) return `${indent}- `;
    const value = Number.parseInt(item.attribs.value ?? "", 10);
    if (Number.isFinite(value)) list.next = value;
    return `${indent}${list.next++}. `;
  }

  #table(table: Element): void {
    this.#flush();
    const { rows, captions } = rowsOf(table);
    if (rows.length === 0 || isLayout(table, rows, this.#weights)) {
      this.#agenda.push(() => this.#flush());
      this.#pushChildren(table);
      return;
    }
    const isBreak = (element: Element) => this.#options.isPageBreak?.(element) ?? false;
    // The table is written when the captions have been read.
    this.#agenda.push(() => {
      this.#flush();
      const { lines, columns } = tableLines(rows, isBreak);
      let part: string[] = [];
      for (const [index, { text, breaksBefore }] of lines.entries()) {
        if (breaksBefore > 0) this.#add("table", part);
        for (let page = 0; page < breaksBefore; page++) this.#out.nextPage();
        if (breaksBefore > 0) part = [];
        part.push(text);
        if (index === 0) part.push(headRule(columns));
      }
      this.#add("table", part);
    });
    for (const caption of captions.reverse()) this.#agenda.push(caption);
  }

  #add(kind: BlockKind, lines: string[]): void {
    // A table without a word in it says nothing.
    if (/[^|\-\s]/.test(lines.join(""))) this.#out.add(kind, lines.join("\n"));
  }
}

/** The text of a document or fragment, with its blocks and pages. */
export function walkHtml(root: ParentNode, options: WalkOptions): WalkedDocument {
  return new Walk(root, options).run();
}
