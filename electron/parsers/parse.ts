// Opens a file, finds its format and has it read. Called by entry.ts for every `parse`, and directly by tests.
import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import type { CallContext } from "../../shared/children/channel.ts";
import type { ParsedDocument, ParserMethods } from "../../shared/children/parser.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import type { Format, SourceFile } from "./formats/format.ts";
import { FORMATS } from "./formats/index.ts";

/** Largest file that is read, in MiB. Bytes and text are both held in memory, so this stays well under the limit. */
export const MAX_FILE_MB = 400;

async function load(path: string, fileName: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_MB * 1048576) throw new AlcoveError("file.too-large", { file: fileName, limitMb: MAX_FILE_MB });
    return await readFile(path);
  } catch (error) {
    if (error instanceof AlcoveError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new AlcoveError("file.not-found", { path });
    throw new AlcoveError("file.unreadable", { file: fileName, detail: code ?? message }, { cause: error });
  }
}

/** The format that claims the file by its content, else by its name; null when none does. */
export function detectFormat(file: SourceFile): Format | null {
  const claims = FORMATS.map((format) => ({ format, claim: format.claim(file) }));
  const best = claims.find(({ claim }) => claim === "content") ?? claims.find(({ claim }) => claim === "extension");
  return best?.format ?? null;
}

/** Reads one file. `fileName` is what messages call it; its extension counts only where the content leaves a choice. */
export async function parseFile(
  params: ParserMethods["parse"]["params"],
  context: CallContext<ParserMethods["parse"]["event"]>,
): Promise<ParsedDocument> {
  const { path, fileName, password } = params;
  const bytes = await load(path, fileName);
  context.signal.throwIfAborted();
  if (bytes.length === 0) throw new AlcoveError("file.empty", { file: fileName });
  const extension = extname(fileName).slice(1).toLowerCase();
  const file: SourceFile = { bytes, fileName, extension, ...(password === undefined ? {} : { password }) };
  const format = detectFormat(file);
  if (!format) throw new AlcoveError("document.unsupported", { file: fileName });
  return await format.read(file, {
    signal: context.signal,
    onProgress: (pagesDone, pagesTotal) => context.emit({ pagesDone, pagesTotal }),
  });
}
