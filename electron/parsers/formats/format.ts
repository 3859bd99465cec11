// What a file format has to offer to the parser process. Each format is one file in this folder, listed in index.ts.
import type { ParsedDocument } from "../../../shared/children/parser.ts";

/** A file as a format sees it: its bytes in full and the name that people know it by. */
export interface SourceFile {
  bytes: Uint8Array;
  fileName: string;
  /** Lower case without the dot; "" where the name has none. */
  extension: string;
  password?: string;
}

/** How sure a format is that a file is its own: by its content, by name and plausible content, or not at all. */
export type Claim = "content" | "extension" | null;

/** What a format may use while it reads. */
export interface ReadContext {
  signal: AbortSignal;
  onProgress(pagesDone: number, pagesTotal: number | null): void;
}

export interface Format {
  id: ParsedDocument["format"];
  extensions: readonly string[];
  claim(file: SourceFile): Claim;
  /** Throws AlcoveError `document.*` for what a person should hear of. */
  read(file: SourceFile, context: ReadContext): Promise<ParsedDocument>;
}
