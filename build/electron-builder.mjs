// What goes into the installers, for electron-builder (`--config build/electron-builder.mjs`). Checked without Electron
// by build/package-check.mjs; installers themselves are made on hosted CI (.github/workflows/ci.yml).

/** A word that electron-builder fills in: ${os} is linux, mac or win; ${platform} linux, darwin or win32; ${arch} x64 or arm64. */
const filledIn = (word) => `$\{${word}}`;
const [os, platform, arch] = ["os", "platform", "arch"].map(filledIn);

/** Files of packages that the product never reads at run time. */
const leftOut = [
  "**/*.{map,d.ts,d.mts,d.cts,md,markdown,tsbuildinfo,gyp,gypi,cc,cpp,h,hpp}",
  "**/node_modules/{.bin,@types}/**",
  "**/@napi-rs/**",
  "**/{test,tests,__tests__,example,examples,docs}/**",
  // GPU back ends of 540 MB and back ends of other systems.
  "**/node_modules/@node-llama-cpp/*-{cuda,cuda-ext,vulkan}/**",
  `**/node_modules/@node-llama-cpp/!(${os}-${arch}*)/**`,
  // Sources from which node-llama-cpp would build llama.cpp; Alcove never builds.
  "**/node_modules/node-llama-cpp/llama/{gitRelease.bundle,addon,cmake,toolchains,profiles,xpack,patches}{,/**}",
  `**/node_modules/onnxruntime-node/bin/napi-v6/!(${platform})/**`,
  `**/node_modules/onnxruntime-node/bin/napi-v6/${platform}/!(${arch})/**`,
  "**/node_modules/node-llama-cpp/bins/**",
  "**/node_modules/onnxruntime-node/script/**",
  "**/node_modules/better-sqlite3/{deps,src}/**",
  `**/node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}*)`,
  // Only the legacy build runs without a browser; the window's copy is in dist/renderer.
  "**/node_modules/pdfjs-dist/{build,web,image_decoders,types}/**",
];

/** Name and address for the Debian package, which needs both; hosted CI knows them. */
const { ALCOVE_HOMEPAGE: homepage, ALCOVE_MAINTAINER: maintainer } = process.env;

/** @type {import("electron-builder").Configuration} */
const config = {
  appId: "app.alcove.desktop",
  productName: "Alcove",
  copyright: "Alcove contributors, Apache-2.0",
  directories: { output: "out", buildResources: "resources" },
  files: ["dist/**", "!dist/**/*.map", "!dist/.stamp", "package.json", "LICENSE", ...leftOut.map((rule) => `!${rule}`)],
  asar: true,
  // What the system's loader opens by itself has to lie on the disk.
  asarUnpack: [
    "**/*.{node,so,dylib,dll}",
    "**/*.so.*",
    "**/node_modules/@node-llama-cpp/**",
    "**/node_modules/node-llama-cpp/**",
    "**/node_modules/onnxruntime-node/bin/**",
  ],
  extraMetadata: homepage ? { homepage } : {},
  // Every native library ships its binaries for Node-API; nothing is compiled.
  npmRebuild: false,
  publish: null,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    // Setting fuses breaks the signature that Electron comes with; a Mac starts nothing without one.
    resetAdHocDarwinSignature: true,
  },
  win: { target: [{ target: "nsis", arch: ["x64"] }] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  // LanceDB has no Intel Mac build.
  mac: { target: [{ target: "dmg", arch: ["arm64"] }], category: "public.app-category.productivity" },
  linux: {
    target: ["AppImage", ...(homepage && maintainer ? ["deb"] : [])].map((target) => ({ target, arch: ["x64"] })),
    category: "Office",
    ...(maintainer ? { maintainer } : {}),
  },
};

export default config;
