// Titles as files carry them, made fit to be shown. Called by the formats with metadata.
import { isGarbledText } from "../pdf/garbled.ts";

const MAX_TITLE_CHARACTERS = 300;
// Many programs leave the name of a working file or a placeholder there.
const JUNK =
  /^untitled|^(?:document|microsoft word|word document) ?\d*$|\.(?:docx?|pptx?|xlsx?|indd|qxd|tex|dvi|pdf|odt|rtf|txt)$/i;

/** The title on one line, or null where it says nothing. */
export function cleanTitle(title: string | null | undefined): string | null {
  const clean = (title ?? "")
    .replace(/^Microsoft (?:Word|PowerPoint) - /, "")
    .replace(/\s+/g, " ")
    .trim()
    .toWellFormed();
  // One Chinese character says more than two letters.
  const isShort = clean.length < (/[\u3400-\u9fff\uac00-\ud7a3]/.test(clean) ? 2 : 3);
  return isShort || JUNK.test(clean) || isGarbledText(clean) ? null : clean.slice(0, MAX_TITLE_CHARACTERS);
}
