// Where checks find the test material and keep what they may use again. Called by every check and by test/checks-short.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/** The root of the repository. */
export const repositoryRoot = resolve(import.meta.dirname, "../../..");

/** The folder of the test material, whether or not it is there: ALCOVE_MATERIAL, or ../shared/material beside the repository. */
export function materialRoot(): string {
  return process.env.ALCOVE_MATERIAL ?? resolve(repositoryRoot, "../shared/material");
}

/** A folder or file of the test material. Throws a finished sentence where it is absent. */
export function materialFolder(...parts: string[]): string {
  const path = join(materialRoot(), ...parts);
  if (!existsSync(path)) throw new Error(`The test material is not at ${path}. Set ALCOVE_MATERIAL to its folder.`);
  return path;
}

/**
 * Why a test that needs these parts of the material cannot run, for `ctx.skip(reason)`; undefined when it can. With
 * ALCOVE_NO_SKIP=1 an absent part throws instead.
 */
export function missingMaterial(...parts: string[]): string | undefined {
  const absent = parts.map((part) => join(materialRoot(), part)).find((path) => !existsSync(path));
  if (absent === undefined) return undefined;
  const reason = `The test material is not at ${absent}.`;
  if (process.env.ALCOVE_NO_SKIP === "1") throw new Error(reason);
  return reason;
}

/** A folder that stays between runs of a check, for material that was prepared, and workspaces with their vectors. */
export function checkFolder(name: string): string {
  const folder = join(repositoryRoot, ".cache", "checks", name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The workspace of a check, kept between runs, so that no text is embedded twice; `fresh` empties it first. */
export function checkWorkspace(name: string, options: { fresh?: boolean } = {}): string {
  const folder = join(checkFolder(name), "workspace");
  if (options.fresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}
