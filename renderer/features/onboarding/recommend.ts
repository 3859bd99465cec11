// Which model of the catalogue suits this computer best.
import type { CatalogueEntry } from "../../../shared/contract/models.ts";

/** Memory beside the weights: context and buffers, bytes. */
const OVERHEAD_BYTES = 0.7e9;
/** Share of the whole memory that a model may take and still leave room for other programs. */
const SHARE = 0.4;

/** About how much memory a model of this file size takes, in bytes. */
export const memoryNeeded = (sizeBytes: number): number => sizeBytes * 1.05 + OVERHEAD_BYTES;

/** The largest model that leaves room for other programs; the window's language wins over size where it is missing. */
export function recommend<Entry extends CatalogueEntry>(
  catalogue: readonly Entry[],
  totalBytes: number,
  language: string,
): Entry | null {
  const sized = catalogue.filter((entry) => entry.sizeBytes !== null);
  const fitting = sized.filter((entry) => memoryNeeded(entry.sizeBytes!) <= totalBytes * SHARE);
  const speaks = (entry: Entry) => entry.languages.some((tag) => tag.slice(0, 2) === language.slice(0, 2));
  const best = (entries: Entry[]) => entries.toSorted((a, b) => b.sizeBytes! - a.sizeBytes!)[0] ?? null;
  return best(fitting.filter(speaks)) ?? best(fitting) ?? catalogue[0] ?? null;
}
