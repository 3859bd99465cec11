// `npm run package:check`: builds the Linux package folder and looks inside: fuses, contents, native libraries, and the
// packaged program itself, started by plain Node. Where Electron's program is absent a placeholder stands in for it,
// which is enough for all of this, but proves nothing about Electron's own behaviour.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt } from "./compile.mjs";
import { ensureInstalled } from "./install.mjs";
import { fuses, largestMb, mustHold, mustNotHold, nativeHomes } from "./package-rules.mjs";
import { node24, orExplain, PlainFailure, requireNode20, runProgram, toolPath } from "./toolchain.mjs";

/** As Electron's own release: the sentinel that the fuse tool looks for, version 1, nine fuses, each on or off. */
const FUSE_WIRE = Buffer.concat([
  Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"),
  Buffer.from([1, 9]),
  Buffer.from("101000111"),
]);

/** A folder that electron-builder takes for an unpacked Electron for Linux. */
function placeholderElectron(folder, version) {
  for (const sub of ["locales", "resources"]) mkdirSync(path.join(folder, sub), { recursive: true });
  const file = (name, content, mode = 0o644) => writeFileSync(path.join(folder, name), content, { mode });
  file("electron", Buffer.concat([Buffer.from("placeholder\0"), FUSE_WIRE, Buffer.alloc(64)]), 0o755);
  for (const name of ["chrome-sandbox", "chrome_crashpad_handler"]) file(name, "placeholder", 0o755);
  for (const name of ["LICENSE", "LICENSES.chromium.html", "resources.pak", "chrome_100_percent.pak"]) file(name, "");
  file(path.join("locales", "en-US.pak"), "");
  file("version", version);
  return folder;
}

function filesUnder(folder, relative = "") {
  return readdirSync(path.join(folder, relative), { withFileTypes: true }).flatMap((entry) => {
    const name = relative ? `${relative}/${entry.name}` : entry.name;
    return entry.isDirectory() ? filesUnder(folder, name) : [name];
  });
}

const megabytes = (bytes) => Math.round(bytes / 1e5) / 10;

/** Size of each part: the product's own code, and each package. */
function sizesByPart(folder, files) {
  const sizes = new Map();
  for (const file of files) {
    const [first, second, third] = file.split("/");
    const part = first !== "node_modules" ? first : second?.startsWith("@") ? `${second}/${third}` : second;
    sizes.set(part, (sizes.get(part) ?? 0) + statSync(path.join(folder, file)).size);
  }
  return [...sizes].sort((a, b) => b[1] - a[1]);
}

/** Uses every native library out of the package, as the product does. */
const USE_NATIVES = `
import Database from "better-sqlite3";
const db = new Database(":memory:");
if (db.prepare("SELECT json('[1]') AS x").get().x !== "[1]") throw new Error("SQLite gives a wrong answer");
db.exec("CREATE VIRTUAL TABLE t USING fts5(x)");
const lance = await import("@lancedb/lancedb");
const table = await (await lance.connect("memory://")).createTable("t", [{ id: "a", vector: [1, 0] }]);
if ((await table.countRows()) !== 1) throw new Error("LanceDB lost a row");
const ort = (await import("onnxruntime-node")).default;
if (!ort.listSupportedBackends().some(({ name }) => name === "cpu")) throw new Error("onnxruntime has no CPU");
const { getLlama } = await import("node-llama-cpp");
const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, progressLogs: false });
await llama.dispose();
process.exit(0);
`;

/** Starts the packaged headless program in an empty workspace; resolves to what it printed once it gave its address. */
async function startPackaged(folder, workspace) {
  const entry = path.join(folder, "dist", "headless.js");
  const args = [entry, "--no-open", "--port", "0", "--workspace", workspace];
  const { spawn } = await import("node:child_process");
  const child = spawn(node24(), args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        if (/http:\/\/\S+/.test(output)) child.kill("SIGTERM");
      });
    }
    child.once("close", () => {
      clearTimeout(timer);
      resolve(output);
    });
  });
}

/** A PDF of one page with one line of text. */
function tinyPdf(text) {
  const stream = `BT /F1 18 Tf 72 720 Td (${text}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
  ];
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return String(offset).padStart(10, "0");
  });
  const entries = offsets.map((offset) => `${offset} 00000 n \n`).join("");
  const trailer = `trailer << /Size 6 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return `${body}xref\n0 6\n0000000000 65535 f \n${entries}${trailer}`;
}

/** Reads, embeds and finds a PDF with the packaged command line; resolves to a problem or undefined. */
async function searchPackaged(folder, base) {
  const pdf = path.join(base, "harbour.pdf");
  writeFileSync(pdf, tinyPdf("Ships longer than ninety metres need a pilot between dusk and dawn."));
  const steps = [
    ["kb", "create", "Harbour"],
    ["ingest", "--kb", "Harbour", pdf],
    ["search", "--kb", "Harbour", "When does a ship need a pilot?"],
  ];
  let last = "";
  for (const step of steps) {
    const args = [path.join(folder, "dist", "cli.js"), ...step, "--json", "--workspace", path.join(base, "workspace")];
    const { code, output } = await runProgram(node24(), args, { cwd: folder, quiet: true, timeoutMs: 60_000 });
    last = output.trim();
    if (code !== 0) return `The packaged \`alcove ${step[0]}\` fails: ${last.slice(-600)}`;
  }
  return last.includes("ninety metres") ? undefined : `The packaged search does not find the PDF: ${last.slice(-600)}`;
}

/** Builds and looks. Resolves to { problems, sizes, totalMb, seconds }; prints nothing but progress on standard error. */
export async function checkPackage() {
  if (process.platform !== "linux")
    throw new PlainFailure("The package folder is checked on Linux; elsewhere hosted CI makes the installer.");
  await ensureInstalled();
  await ensureBuilt();
  const base = mkdtempSync(path.join(tmpdir(), "alcove-package-"));
  const startedMs = Date.now();
  try {
    const { default: electron } = await import(pathToFileURL(toolPath("electron", "package.json")).href, {
      with: { type: "json" },
    });
    const real = toolPath("electron", "dist");
    const dist = existsSync(path.join(real, "electron"))
      ? real
      : placeholderElectron(path.join(base, "electron"), electron.version);
    const built = await runProgram(
      node24(),
      [
        toolPath("electron-builder", "cli.js"),
        ...["--linux", "dir", "--x64", "--publish", "never", "--config", "build/electron-builder.mjs"],
        `-c.electronDist=${dist}`,
        `-c.electronVersion=${electron.version}`,
        `-c.directories.output=${path.join(base, "out")}`,
      ],
      { quiet: true, env: { NO_UPDATE_NOTIFIER: "1" } },
    );
    if (built.code !== 0) throw new PlainFailure(`${built.output}\nelectron-builder failed; the reason is above.`);
    return {
      ...(await lookInside(path.join(base, "out", "linux-unpacked"), base)),
      seconds: Math.round((Date.now() - startedMs) / 1000),
    };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

async function lookInside(unpackedApp, base) {
  const problems = [];
  const resources = path.join(unpackedApp, "resources");
  const archive = path.join(resources, "app.asar");
  const program = readdirSync(unpackedApp).find((name) => /^alcove$/i.test(name));
  if (!program) problems.push("There is no program called alcove.");

  const { getCurrentFuseWire, FuseV1Options } = await import("@electron/fuses");
  if (program) {
    const wire = await getCurrentFuseWire(path.join(unpackedApp, program));
    for (const [name, on] of Object.entries(fuses)) {
      const state = wire[FuseV1Options[name]];
      if (state !== (on ? "1" : "0").charCodeAt(0)) problems.push(`The fuse ${name} is not ${on ? "on" : "off"}.`);
    }
  }

  const { extractAll } = await import("@electron/asar");
  const whole = path.join(base, "whole");
  extractAll(archive, whole);
  const files = filesUnder(whole);
  for (const { what, pattern, count = 1 } of mustHold) {
    const found = files.filter((file) => pattern.test(file)).length;
    if (found < count) problems.push(`Missing: ${what} (${found} of ${count}).`);
  }
  for (const { what, pattern } of mustNotHold) {
    const found = files.filter((file) => pattern.test(file));
    if (found.length > 0) problems.push(`Not wanted: ${what}, ${found.length} files, for example ${found[0]}.`);
  }

  const unpacked = `${archive}.unpacked`;
  const native = filesUnder(unpacked).filter((file) => file.endsWith(".node"));
  const packedNative = files.filter((file) => file.endsWith(".node") && !native.includes(file));
  if (packedNative.length > 0) problems.push(`Packed, so that it cannot be loaded: ${packedNative.join(", ")}.`);
  for (const file of native) {
    if (!nativeHomes.some((home) => file.startsWith(home)))
      problems.push(`A native library of unknown origin: ${file}.`);
    const code = `process.dlopen({ exports: {} }, ${JSON.stringify(path.join(unpacked, file))}); process.exit(0)`;
    const { code: status, output } = await runProgram(node24(), ["-e", code], { quiet: true, timeoutMs: 30_000 });
    if (status !== 0)
      problems.push(
        `${file} does not load: ${output
          .trim()
          .split("\n")
          .find((line) => /Error/.test(line))}`,
      );
  }

  writeFileSync(path.join(whole, "use-natives.mjs"), USE_NATIVES);
  const used = await runProgram(node24(), ["use-natives.mjs"], { cwd: whole, quiet: true, timeoutMs: 60_000 });
  if (used.code !== 0) problems.push(`The packaged libraries do not work together: ${used.output.trim().slice(-600)}`);
  const printed = await startPackaged(whole, path.join(base, "workspace"));
  if (!/http:\/\/\S+/.test(printed))
    problems.push(`The packaged program does not start: ${printed.trim().slice(-600)}`);
  const notFound = await searchPackaged(whole, base);
  if (notFound) problems.push(notFound);

  const sizes = sizesByPart(whole, files);
  const totalMb = megabytes(sizes.reduce((sum, [, bytes]) => sum + bytes, 0));
  if (totalMb > largestMb)
    problems.push(`The package has ${totalMb} MB without Electron; at most ${largestMb} are wanted.`);
  return {
    problems,
    sizes: sizes.map(([part, bytes]) => [part, megabytes(bytes)]),
    totalMb,
    native: native.length,
    files: files.length,
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode20();
  await orExplain(async () => {
    const { problems, sizes, totalMb, native, files, seconds } = await checkPackage();
    for (const [part, size] of sizes.filter(([, size]) => size >= 1))
      console.log(`${String(size).padStart(7)} MB  ${part}`);
    console.log(
      `${String(totalMb).padStart(7)} MB  in all without Electron: ${files} files, ${native} native libraries, made in ${seconds} s`,
    );
    for (const problem of problems) console.error(problem);
    console.log(problems.length === 0 ? "The package is as it should be." : `${problems.length} problems.`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  });
}
