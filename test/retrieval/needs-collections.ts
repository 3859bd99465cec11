// Tests over the real collections: skipped with a message where they are absent, failing under ALCOVE_NO_SKIP=1.
import { expect, it } from "vitest";
import { type Collection, collectionsFolder, loadCollection } from "../bench/collections.ts";

/** Declares a test that gets a loader of collections. */
export function needsCollections(
  name: string,
  body: (material: { load(name: string): Collection }) => Promise<void>,
  timeoutMs = 30_000,
): void {
  const folder = collectionsFolder();
  if (folder) it(name, () => body({ load: (collection) => loadCollection(folder, collection) }), timeoutMs);
  else if (process.env.ALCOVE_NO_SKIP === "1") {
    it(name, () => expect.fail("The retrieval collections are absent; set ALCOVE_MATERIAL."));
  } else it.skip(`${name} (the retrieval collections are absent; set ALCOVE_MATERIAL)`, () => {});
}
