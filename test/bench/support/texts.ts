// Real texts for the benchmarks: records and questions of the retrieval collections. Used by the benchmarks.
import { collectionsFolder, loadCollection } from "../collections.ts";

/** The records (title and text) and the questions of a collection; throws where the material is not at hand. */
export function textsOf(name: string): { records: string[]; questions: string[] } {
  const folder = collectionsFolder();
  if (!folder)
    throw new Error("This benchmark needs the collections; set ALCOVE_MATERIAL to the folder of the material.");
  const { records, queries } = loadCollection(folder, name);
  return {
    records: records.map(({ title, text }) => (title ? `${title}\n\n${text}` : text)),
    questions: queries.map(({ text }) => text),
  };
}
