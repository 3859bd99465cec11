// Real files to take in and a chat model to ask, for checks that use the whole product.
import { linkSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeTinyGguf } from "../../helpers/tiny-gguf.ts";
import { materialFolder, repositoryRoot } from "./places.ts";
import { sample } from "./sampling.ts";

/** Larger files would make the check of crashes a check of patience. */
const MAX_FILE_BYTES = 600_000;

/** Real PDF, text and Markdown files of the material, drawn with `seed`; those that cannot be read are among them. */
export function filesToTakeIn(count: number, seed: number): string[] {
  const folders = [materialFolder("ingest", "files"), materialFolder("qa", "docs")];
  const files = folders
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => /\.(pdf|txt|md)$/.test(path) && statSync(path).size <= MAX_FILE_BYTES);
  return sample(files.sort(), count, seed);
}

/** Puts a chat model into the workspace: the tiny one of the tests, or with `real` the one that `npm run models:fetch` got. */
export async function placeModel(workspace: string, real: boolean): Promise<void> {
  const folder = join(workspace, "models");
  mkdirSync(folder, { recursive: true });
  if (!real) return writeTinyGguf(join(folder, "tiny.gguf"), { contextTokens: 8192 });
  const name = readdirSync(join(repositoryRoot, "models")).find((file) => /^qwen.*\.gguf$/.test(file));
  if (!name) throw new Error("There is no Qwen model in models/. Run npm run models:fetch first.");
  rmSync(join(folder, name), { force: true });
  const from = join(repositoryRoot, "models", name);
  try {
    linkSync(from, join(folder, name));
  } catch {
    symlinkSync(from, join(folder, name));
  }
}
