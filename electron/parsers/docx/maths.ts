// Formulas of a Word document as one line of text, because nothing else reads them. Called while a part is rewritten.
import { attribute, localName } from "../container/xml.ts";

interface Open {
  name: string;
  /** Text of the children so far, by the name of the child where it matters. */
  text: string;
  parts: Map<string, string>;
  marks: { begin: string; end: string; sign: string };
}

/** In parentheses unless it is one letter, number or word. */
const grouped = (text: string): string =>
  /^[\p{L}\p{N}.]*$/u.test(text) || /^\(.*\)$/.test(text) ? text : `(${text})`;

/** Collects one formula: told of its elements, it gives the line when the formula ends. */
export class Formula {
  readonly #open: Open[] = [fresh("oMath")];
  #isText = false;

  open(name: string, attributes: Record<string, string>): void {
    const local = localName(name);
    const value = attribute(attributes, "val");
    const properties = this.#open.at(-2);
    if (properties && value !== undefined) {
      if (local === "begChr") properties.marks.begin = value;
      if (local === "endChr") properties.marks.end = value;
      if (local === "chr") properties.marks.sign = value;
    }
    this.#isText = local === "t";
    this.#open.push(fresh(local));
  }

  text(text: string): void {
    if (this.#isText) this.#open.at(-1)!.text += text;
  }

  close(): void {
    this.#isText = false;
    const done = this.#open.pop()!;
    const above = this.#open.at(-1);
    if (!above) return;
    const line = lineOf(done);
    // The parts of a fraction, root or power are put together when all of them are there.
    if (PARTS.has(done.name))
      above.parts.set(done.name, (above.parts.get(done.name) ?? "") + separator(done, above) + line);
    else above.text += line;
  }

  /** The formula on one line. */
  line(): string {
    return lineOf(this.#open[0]!).replace(/\s+/g, " ").trim();
  }
}

const PARTS = new Set(["num", "den", "e", "sub", "sup", "deg", "lim", "fName", "mr"]);

const fresh = (name: string): Open => ({
  name,
  text: "",
  parts: new Map(),
  marks: { begin: "(", end: ")", sign: "∫" },
});

/** Several elements with one name: rows of a matrix, cells of a row, terms in brackets. */
function separator(done: Open, above: Open): string {
  if (!above.parts.has(done.name)) return "";
  return done.name === "mr" || above.name === "eqArr" ? "; " : ", ";
}

function lineOf({ name, text, parts, marks }: Open): string {
  const part = (key: string) => parts.get(key) ?? "";
  const below = parts.has("sub") ? `_${grouped(part("sub"))}` : "";
  const above = parts.has("sup") ? `^${grouped(part("sup"))}` : "";
  switch (name) {
    case "f":
      return `${grouped(part("num"))}/${grouped(part("den"))}`;
    case "rad":
      return `${part("deg") === "" ? "√" : `√[${part("deg")}]`}(${part("e")})`;
    case "nary":
      return `${marks.sign}${below}${above} ${part("e")}`;
    case "d":
      return `${marks.begin}${part("e")}${marks.end}`;
    case "func":
      return `${part("fName")} ${part("e")}`;
    case "limLow":
    case "limUpp":
      return `${part("e")}_${grouped(part("lim"))}`;
    case "m":
      return `[${part("mr")}]`;
    case "oMath":
      return text + part("e");
    default:
      return text + part("e") + below + above;
  }
}
