// What the styles of a Word document say that mammoth does not ask: which are headings, and which begin a page.
import { attribute, isOn, localName, walkXml } from "../container/xml.ts";

interface Style {
  name: string;
  basedOn: string | null;
  /** 0 to 8 as in the file; 9 says body text. */
  outline: number | null;
  pageBreakBefore: boolean | null;
}

export interface Styles {
  /** Level from 1 by the name of a paragraph style, for those that are headings without being called so. */
  headings: Map<string, number>;
  /** Identifiers of the paragraph styles that begin a page. */
  pageBreaks: Set<string>;
}

/** Chains of styles are short; a loop is cut here. */
const MAX_CHAIN = 20;

/** Reads the styles part. */
export function readStyles(source: string): Styles {
  const styles = new Map<string, Style>();
  let current: Style | null = null;
  walkXml(source, {
    open(name, attributes) {
      const value = attribute(attributes, "val");
      switch (localName(name)) {
        case "style":
          current = { name: "", basedOn: null, outline: null, pageBreakBefore: null };
          if (attribute(attributes, "type") === "paragraph")
            styles.set(attribute(attributes, "styleId") ?? "", current);
          break;
        case "name":
          if (current) current.name = value ?? "";
          break;
        case "basedOn":
          if (current) current.basedOn = value ?? null;
          break;
        case "outlineLvl":
          if (current) current.outline = Number(value);
          break;
        case "pageBreakBefore":
          if (current) current.pageBreakBefore = isOn(attributes);
          break;
      }
    },
    close(name) {
      if (localName(name) === "style") current = null;
    },
  });
  const inherited = <T>(style: Style, get: (one: Style) => T | null): T | null => {
    let one: Style | undefined = style;
    for (let steps = 0; one && steps < MAX_CHAIN; steps++) {
      const value = get(one);
      if (value !== null) return value;
      one = one.basedOn === null ? undefined : styles.get(one.basedOn);
    }
    return null;
  };
  const headings = new Map<string, number>();
  const pageBreaks = new Set<string>();
  for (const [id, style] of styles) {
    const outline = inherited(style, (one) => one.outline);
    if (outline !== null && outline >= 0 && outline < 9) headings.set(style.name, Math.min(6, outline + 1));
    if (inherited(style, (one) => one.pageBreakBefore)) pageBreaks.add(id);
  }
  return { headings, pageBreaks };
}
