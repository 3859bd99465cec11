// Writes what the window prints as a PDF, where the person says. Used by main.ts for the window's own page.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { BrowserWindow, Dialog } from "electron";

/** Page number at the foot of each page; Chromium fills in the figures. */
const FOOTER = `<div style="width:100%;text-align:center;font-size:8px;color:#666"><span class="pageNumber"></span> / <span class="totalPages"></span></div>`;
const MAX_NAME = 200;
/** Countries whose printers hold Letter instead of A4. */
const LETTER: readonly string[] = ["US", "CA", "MX", "PH", "CL", "CO", "VE"];
/** Inches; room for the page number at the foot. */
const MARGINS = { top: 0.8, bottom: 0.9, left: 0.7, right: 0.7 };

/** Whether a country (ISO 3166, two letters) prints on Letter. */
export const usesLetter = (country: string): boolean => LETTER.includes(country);

/** A file's name from a page is only a proposal: no folder of it is taken over, and its ending is ours. */
export function proposedName(name: unknown): string {
  const base = typeof name === "string" ? name.replaceAll("\\", "/").split("/").at(-1)! : "";
  const stem = base
    .replace(/\.pdf$/i, "")
    .replace(/^\.+/, "")
    .slice(0, MAX_NAME)
    .trim();
  return `${stem || "Alcove"}.pdf`;
}

/** Asks where to, prints, writes. False when the person decided against it. */
export async function savePdf(
  window: BrowserWindow,
  dialog: Dialog,
  options: { folder: string; name: unknown; letter: boolean },
): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: path.join(options.folder, proposedName(options.name)),
    filters: [{ name: "PDF", extensions: ["pdf"] }],
  });
  if (canceled || !filePath) return false;
  const bytes = await window.webContents.printToPDF({
    displayHeaderFooter: true,
    headerTemplate: "<span></span>",
    footerTemplate: FOOTER,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
    pageSize: options.letter ? "Letter" : "A4",
    margins: MARGINS,
    printBackground: true,
  });
  await writeFile(filePath, bytes);
  return true;
}
