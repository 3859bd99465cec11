// Where pdf.js finds its character maps, standard fonts and WebAssembly: in its own package, wherever that lies.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Folders of the pdfjs-dist package, each ending in a slash as pdf.js wants them. */
export interface PdfjsAssets {
  cMapUrl: string;
  standardFontDataUrl: string;
  wasmUrl: string;
  iccUrl: string;
}

/** Works from sources and from a build, because pdfjs-dist is never bundled. Without the maps Chinese text is lost. */
export function pdfjsAssets(): PdfjsAssets {
  const root = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
  const folder = (name: string) => `${join(root, name)}/`;
  return {
    cMapUrl: folder("cmaps"),
    standardFontDataUrl: folder("standard_fonts"),
    wasmUrl: folder("wasm"),
    iccUrl: folder("iccs"),
  };
}
