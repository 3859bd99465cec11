// The formats that can be read. A new one is a file in this folder and a line in this list.
import type { Format } from "./format.ts";
import { markdown } from "./markdown.ts";
import { pdf } from "./pdf.ts";
import { text } from "./text.ts";

/** Asked in this order; those that recognise content come before those that take what is left. */
export const FORMATS: readonly Format[] = [pdf, markdown, text];
