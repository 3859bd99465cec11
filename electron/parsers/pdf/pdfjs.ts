// Loads pdf.js when the first PDF comes, and opens documents with every power switched off that reading does not need.
// Called by formats/pdf.ts. Behaves the same in plain Node and in Electron's utility process, which pdf.js takes for a
// browser: nothing is left to its own guess.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { PDFDocumentLoadingTask } from "pdfjs-dist/legacy/build/pdf.mjs";
import { pdfjsAssets } from "./assets.ts";

/** The pdf.js module. */
export type Pdfjs = typeof import("pdfjs-dist/legacy/build/pdf.mjs");

const WORKER = "pdfjs-dist/legacy/build/pdf.worker.mjs";

/** pdf.js without its canvas and without a worker of its own: this process is the worker already. */
export async function loadPdfjs(): Promise<Pdfjs> {
  const globals = globalThis as Record<string, unknown>;
  // A canvas library is loaded only for what these offer; nothing is drawn here, so empty ones keep it out.
  for (const name of ["DOMMatrix", "ImageData", "Path2D"]) globals[name] ??= class {};
  const pdfjs = await import("pdfjs-dist/legacy/build/pdf.mjs");
  // Once this module is there, pdf.js runs its parsing half in the same thread.
  await import(/* @vite-ignore */ WORKER);
  return pdfjs;
}

/** Gives pdf.js its character maps and fonts from disk; asked by kind (an option's name) and file name. */
class AssetReader {
  readonly #folders: Record<string, string | null>;

  constructor(folders: Record<string, string | null>) {
    this.#folders = folders;
  }

  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const folder = this.#folders[kind];
    if (!folder) throw new Error(`pdf.js has no folder for ${kind}`);
    return new Uint8Array(await readFile(folder + basename(filename)));
  }
}

/** Starts to open a PDF; takes the bytes over. Reject names of `task.promise`: PasswordException, InvalidPDFException. */
export function openPdf(pdfjs: Pdfjs, bytes: Uint8Array, password: string | undefined): PDFDocumentLoadingTask {
  const options = {
    data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    ...(password === undefined ? {} : { password }),
    ...pdfjsAssets(),
    BinaryDataFactory: AssetReader,
    useWorkerFetch: false,
    isEvalSupported: false,
    enableXfa: false,
    useSystemFonts: false,
    disableFontFace: true,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    // Tells which fonts do not say what their codes mean.
    fontExtraProperties: true,
    // Pictures are skipped altogether: nothing is drawn, and they are where bombs hide.
    maxImageSize: 0,
    stopAtErrors: false,
    verbosity: 0,
  };
  return pdfjs.getDocument(options);
}
