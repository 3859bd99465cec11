// Puts what pdf.js loads at run time (CMaps, standard fonts, decoders, colour profiles) into dist/renderer/pdfjs.
// Used by vite.config.ts; renderer/features/evidence/open-pdf.ts reads it from there, so that no page needs the network.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";

const FOLDERS = ["cmaps", "standard_fonts", "wasm", "iccs"];

/** Emits the data folders of pdfjs-dist as assets of the window's bundle, under pdfjs/<folder>/. */
export function pdfAssets(root: string): Plugin {
  const source = path.join(root, "node_modules/pdfjs-dist");
  return {
    name: "alcove:pdf-assets",
    applyToEnvironment: (environment) => environment.name === "client",
    generateBundle() {
      for (const folder of FOLDERS) {
        for (const file of readdirSync(path.join(source, folder))) {
          this.emitFile({
            type: "asset",
            fileName: `pdfjs/${folder}/${file}`,
            source: readFileSync(path.join(source, folder, file)),
          });
        }
      }
    },
  };
}
