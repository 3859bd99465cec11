// What each HTML element means for the text: separate block, part of a line, or nothing that is read.
import type { Element } from "domhandler";

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** Elements that begin and end a line of their own. */
export const BLOCKS = names(
  "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption " +
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup " +
    "option p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp",
);

/** Text that keeps its spaces and line ends. */
export const PREFORMATTED = names("pre listing xmp plaintext");

/** Elements without words for a reader. */
const SILENT = names(
  "script style noscript template head title iframe object embed canvas audio video map svg annotation annotation-xml " +
    "select datalist rp noframes applet param link meta",
);

const HIDING_STYLE =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0*(?:0|[01]?\.\d+|1)(?:px|pt|em|rem|%)?\s*(?:;|!|$)|mso-hide\s*:\s*all|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|!|$))/i;
/** Style attributes are looked at this far. */
const STYLE_LOOK = 2000;

/** Whether a reader sees nothing of this element, by what it is or by its own attributes. */
export function isUnseen(element: Element): boolean {
  if (SILENT.has(element.name)) return true;
  const { hidden, style } = element.attribs;
  if (hidden !== undefined && hidden.toLowerCase() !== "until-found") return true;
  if (element.attribs["aria-hidden"]?.toLowerCase() === "true") return true;
  if (element.name === "dialog" && element.attribs.open === undefined) return true;
  return style !== undefined && HIDING_STYLE.test(style.slice(0, STYLE_LOOK));
}
