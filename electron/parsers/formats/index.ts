// The formats that can be read. A new one is a file in this folder and a line in this list.
import { docx } from "./docx.ts";
import type { Format } from "./format.ts";
import { html } from "./html.ts";
import { markdown } from "./markdown.ts";
import { pdf } from "./pdf.ts";
import { text } from "./text.ts";

/** Asked in this order; those that recognise content come before those that take what is left. */
export const FORMATS: readonly Format[] = [pdf, docx, html, markdown, text];
