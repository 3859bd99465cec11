// Every chunker, by name. A test fails when a file of this folder is not listed.

import type { ParsedDocument } from "../../../../shared/children/parser.ts";
import { type ChunkLimits, chunkByStructure, type DraftChunk } from "./structure.ts";

export type { ChunkLimits, DraftChunk } from "./structure.ts";

export const chunkers: Record<string, (document: ParsedDocument, limits: ChunkLimits) => Promise<DraftChunk[]>> = {
  structure: chunkByStructure,
};
