// Packs what was read for the way to the engine. Called by entry.ts.
import { deflateRawSync } from "node:zlib";
import type { PackedDocument, PackedPage, ParsedDocument } from "../../shared/children/parser.ts";

/** Higher levels save a few percent for twice the time. */
const LEVEL = 4;

/** The same document with the runs of its pages packed (see PackedPage). */
export function packDocument(document: ParsedDocument): PackedDocument {
  const pages = document.pages.map(
    ({ runs, ...page }): PackedPage => ({
      ...page,
      ...(runs ? { packedRuns: deflateRawSync(JSON.stringify(runs), { level: LEVEL }) } : {}),
    }),
  );
  return { ...document, pages };
}
