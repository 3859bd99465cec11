// Rewrites the main part of a Word document into what mammoth understands: every end of a page becomes a page break, formulas
// and ruby become text, hidden text goes. One pass over the events, so that depth and size cost nothing.
import { attribute, escapeXml, isOn, localName, openTag, walkXml } from "../container/xml.ts";
import { Formula } from "./maths.ts";

/** Types of sections that start on the page of the one before. */
const SAME_PAGE = new Set(["continuous", "nextColumn"]);
/** Elements whose content is read as if they were not there. */
const TRANSPARENT = new Set(["ruby", "rt", "rubyBase", "fldSimple", "dir", "bdo", "oMathPara"]);
/** Elements that are left out with everything in them. */
const DROPPED = new Set(["rubyPr", "oMathParaPr"]);

/** Own prefix of the elements that are put in, declared at the root: that of the document could be any. */
const PREFIX = "added";
const NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const PAGE_BREAK = `<${PREFIX}:br ${PREFIX}:type="page"/>`;
const inRun = (content: string): string => `<${PREFIX}:r>${content}</${PREFIX}:r>`;

/** Whether each section starts on a new page, in order; a section's properties stand at its end. */
export function sectionStarts(source: string): boolean[] {
  const starts: boolean[] = [];
  const path: string[] = [];
  walkXml(source, {
    open(name, attributes) {
      const local = localName(name);
      // What a tracked change replaced is kept inside of what replaced it.
      const isCurrent = !path.includes("sectPrChange");
      if (local === "sectPr" && isCurrent) starts.push(true);
      if (
        local === "type" &&
        isCurrent &&
        path.at(-1) === "sectPr" &&
        SAME_PAGE.has(attribute(attributes, "val") ?? "")
      ) {
        starts[starts.length - 1] = false;
      }
      path.push(local);
    },
    close: () => void path.pop(),
  });
  return starts;
}

/** What the rewriting of a part needs to know of the rest of the document. */
export interface PageRules {
  pageBreakStyles: ReadonlySet<string>;
  /** As `sectionStarts` gives it. */
  sections: readonly boolean[];
}

class Rewriter {
  readonly out: string[] = [];
  readonly #rules: PageRules | null;
  #section = 0;
  /** Names of the open elements, without prefix. */
  readonly #path: string[] = [];
  #dropped = 0;
  #formula: { content: Formula; depth: number } | null = null;
  /** The open paragraphs; one in a text box stands inside another. A break may be due before or after each. */
  readonly #paragraphs: { style: string; breakBefore: boolean | null; breakAfter: boolean }[] = [];
  #hidden = false;
  #hasText = false;
  /** Whether a page was ended by the author and no word has come since. */
  #justEnded = false;
  /** Rows that go over to the next page say so in every cell: pages that ended in the row, and in its current cell. */
  readonly #rows: { ended: number; inCell: number }[] = [];

  constructor(rules: PageRules | null) {
    this.#rules = rules;
  }

  open(name: string, attributes: Record<string, string>): void {
    const local = localName(name);
    this.#path.push(local);
    if (this.#dropped > 0 || DROPPED.has(local)) {
      this.#dropped++;
    } else if (this.#formula) {
      this.#formula.content.open(name, attributes);
    } else if (local === "oMath") {
      this.#formula = { content: new Formula(), depth: this.#path.length };
    } else if (local === "lastRenderedPageBreak") {
      this.#dropped++;
      this.#endRenderedPage();
    } else if (local === "br" && attribute(attributes, "type") === "page") {
      this.#dropped++;
      this.#endPage(PAGE_BREAK);
    } else if (!TRANSPARENT.has(local)) {
      this.#note(local, attributes);
      const isRoot = this.#path.length === 1;
      this.out.push(openTag(name, isRoot ? { ...attributes, [`xmlns:${PREFIX}`]: NAMESPACE } : attributes));
    }
  }

  /** What an element says about pages and about what can be seen. */
  #note(local: string, attributes: Record<string, string>): void {
    const paragraph = this.#path.at(-2) === "pPr" ? this.#paragraphs.at(-1) : undefined;
    if (local === "p") this.#paragraphs.push({ style: "", breakBefore: null, breakAfter: false });
    else if (local === "r") this.#hidden = false;
    else if (local === "tr") this.#rows.push({ ended: 0, inCell: 0 });
    else if (local === "tc") for (const row of this.#rows.slice(-1)) row.inCell = 0;
    else if (local === "vanish" && this.#path.at(-3) === "r") this.#hidden = isOn(attributes);
    else if (paragraph && local === "pStyle") paragraph.style = attribute(attributes, "val") ?? "";
    else if (paragraph && local === "pageBreakBefore") paragraph.breakBefore = isOn(attributes);
    else if (paragraph && local === "sectPr") paragraph.breakAfter = this.#rules?.sections[++this.#section] ?? false;
  }

  text(text: string): void {
    if (this.#dropped > 0) return;
    if (this.#formula) this.#formula.content.text(text);
    else if (this.#path.at(-1) !== "t") this.out.push(escapeXml(text));
    else if (!this.#hidden) this.#words(text);
  }

  #words(text: string): void {
    this.out.push(escapeXml(text));
    if (text.trim() === "") return;
    this.#hasText = true;
    this.#justEnded = false;
  }

  close(name: string): void {
    const local = this.#path.pop();
    if (this.#dropped > 0) {
      this.#dropped--;
      return;
    }
    if (this.#formula) {
      if (this.#path.length >= this.#formula.depth) this.#formula.content.close();
      else this.#endFormula(this.#formula.content);
      return;
    }
    if (local === undefined || TRANSPARENT.has(local)) return;
    if (local === "p" && this.#paragraphs.pop()?.breakAfter) this.#endPage(inRun(PAGE_BREAK));
    if (local === "tr") this.#rows.pop();
    this.out.push(`</${name}>`);
    if (local === "pPr") this.#startParagraph();
  }

  #endFormula(formula: Formula): void {
    this.#formula = null;
    this.out.push(`<${PREFIX}:r><${PREFIX}:t xml:space="preserve">`);
    this.#words(formula.line());
    this.out.push(`</${PREFIX}:t></${PREFIX}:r>`);
  }

  /** A paragraph's properties are known when they end; a break comes before its first words. */
  #startParagraph(): void {
    const paragraph = this.#paragraphs.at(-1);
    if (!paragraph || !this.#hasText) return;
    if (paragraph.breakBefore ?? this.#rules?.pageBreakStyles.has(paragraph.style)) this.#endPage(inRun(PAGE_BREAK));
  }

  /** Where Word last saw a page end by itself. It also notes so after a break that the author made: that counts once. */
  #endRenderedPage(): void {
    const row = this.#rows.at(-1);
    if (row && ++row.inCell <= row.ended) return;
    if (row) row.ended = row.inCell;
    if (this.#justEnded) this.#justEnded = false;
    else if (this.#rules) this.out.push(PAGE_BREAK);
  }

  #endPage(mark: string): void {
    this.#justEnded = true;
    if (this.#rules) this.out.push(mark);
  }
}

/** The part as mammoth is to read it. Without `rules` its pages are not counted, as in notes. */
export function rewritePart(source: string, rules: PageRules | null): string {
  const rewriter = new Rewriter(rules);
  walkXml(source, rewriter);
  return rewriter.out.join("");
}
