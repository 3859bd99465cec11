// Which parts of a page lead to other pages instead of saying something: menus, footers and the like.
// Only what names itself so is ever left out, and only where enough remains; a small page keeps everything.
import type { Element } from "domhandler";
import type { Weight } from "./measure.ts";

/** Pages with less text than this are read whole, in characters without white space. */
const SMALL_PAGE = 600;
/** The share of linked text from which a part is a list of links. */
const LINK_LIST = 0.5;
/** Links this long on average are titles: an index of articles says something, a menu does not. Without white space. */
const TITLE_LENGTH = 20;
/** What remains must be at least this share of the page, or this many characters. */
const LEAST_SHARE = 0.4;
const LEAST_TEXT = 500;

const NAVIGATION_TAGS = new Set(["nav", "menu"]);
const EDGE_TAGS = new Set(["header", "footer", "aside"]);
const NAVIGATION_ROLES = new Set(["navigation", "menubar", "menu", "search"]);
const EDGE_ROLES = new Set(["banner", "contentinfo", "complementary"]);
const NAVIGATION_NAMES =
  /^(?:(?:main|site|top|side|bottom|page)?-?(?:nav|navbar|navigation|menu|sidebar|footer)|breadcrumbs?)$/i;

/** "navigation" names itself so, "edge" stands at the page's edge and may say something all the same. */
function partOf({ name, attribs }: Element): "navigation" | "edge" | null {
  if (NAVIGATION_TAGS.has(name) || NAVIGATION_ROLES.has(attribs.role ?? "")) return "navigation";
  if (EDGE_TAGS.has(name) || EDGE_ROLES.has(attribs.role ?? "")) return "edge";
  const called = `${attribs.id ?? ""} ${attribs.class ?? ""}`.slice(0, 500).split(/\s+/);
  return called.some((word) => NAVIGATION_NAMES.test(word)) ? "navigation" : null;
}

/** The elements to leave out of a page whose elements weigh `of` and which weighs `all` in total. */
export function boilerplate(of: ReadonlyMap<Element, Weight>, all: Weight): Set<Element> {
  const left = new Set<Element>();
  if (all.text < SMALL_PAGE) return left;
  let lost = 0;
  // Inner elements come before outer ones here; what stands inside a part that is left out is not counted twice.
  for (const [element, weight] of [...of].reverse()) {
    const part = partOf(element);
    if (!part || weight.text === 0 || weight.hasMain || isInside(element, left)) continue;
    const isIndex = weight.linked >= TITLE_LENGTH * weight.links;
    const isLinks = weight.linked >= LINK_LIST * weight.text && !isIndex;
    // A footer or header of the page itself, not of an article in it, where the page says what it is about.
    const isEdge = part === "edge" && element.name === "footer" && all.hasMain && !hasMainAbove(element);
    if (!isLinks && !isEdge) continue;
    left.add(element);
    lost += weight.text;
  }
  const remains = all.text - lost;
  return remains >= LEAST_SHARE * all.text || remains >= LEAST_TEXT ? left : new Set();
}

/** How far up is looked: deeper pages were made to cost time. */
const MAX_ANCESTORS = 200;

function someAbove(element: Element, test: (above: Element) => boolean): boolean {
  let above = element.parent;
  for (let steps = 0; above && steps < MAX_ANCESTORS; steps++) {
    if ("attribs" in above && test(above as Element)) return true;
    above = above.parent;
  }
  return false;
}

const isInside = (element: Element, left: ReadonlySet<Element>): boolean =>
  left.size > 0 && someAbove(element, (above) => left.has(above));

const hasMainAbove = (element: Element): boolean =>
  someAbove(element, ({ name, attribs }) => name === "main" || name === "article" || attribs.role === "main");
