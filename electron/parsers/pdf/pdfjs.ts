// Loads pdf.js when the first PDF comes, without the canvas that it would use for drawing. Called by formats/pdf.ts.

/** The pdf.js module. */
export type Pdfjs = typeof import("pdfjs-dist/legacy/build/pdf.mjs");

/** pdf.js loads a canvas library only for what these globals offer; nothing is drawn here, so empty ones keep it out. */
export async function loadPdfjs(): Promise<Pdfjs> {
  const globals = globalThis as Record<string, unknown>;
  for (const name of ["DOMMatrix", "ImageData", "Path2D"]) globals[name] ??= class {};
  return await import("pdfjs-dist/legacy/build/pdf.mjs");
}
