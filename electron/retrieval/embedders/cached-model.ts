// Keeps a converted model file in the cache folder: written once, whole or not at all, checked on every start.
// Used by the embedders that convert their weights.
import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

async function sha256OfFile(path: string): Promise<string | undefined> {
  try {
    return createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Makes sure that `path` holds the bytes with this SHA-256, calling `convert` where it is missing or differs. Throws
 * when the conversion does not give these bytes, which means that its source is not the expected one.
 */
export async function cachedModel(path: string, sha256: string, convert: () => Promise<Buffer>): Promise<string> {
  if ((await sha256OfFile(path)) === sha256) return path;
  const bytes = await convert();
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== sha256) throw new Error(`The converted model has the SHA-256 ${found} instead of ${sha256}.`);
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(partial, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return path;
}
