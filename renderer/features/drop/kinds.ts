// What kind of file something is by its name, and whether it can be read. Used by the sheet and the chips.
import { FORMAT_EXTENSIONS, type FormatId } from "../../../shared/domain/formats.ts";
import { extensionOf, isFolder } from "../../frame/add-documents.ts";

/** "other" has an unknown ending and may be plain text: it is tried. */
export type FileKind = FormatId | "folder" | "empty" | "other" | "model" | "unreadable";

/** Endings of files that hold no text that can be read yet. */
const UNREADABLE_ENDINGS = new Set(
  "7z avi bin bmp bz2 dmg doc dll epub exe gif gz heic ico iso jar jpeg jpg mkv mov mp3 mp4 msg odp ods odt ogg otf png ppt pptx psd rar rtf so svg tar tif tiff ttf wav webm webp xls xlsx zip".split(
    " ",
  ),
);
const FORMATS = Object.entries(FORMAT_EXTENSIONS) as [FormatId, readonly string[]][];

/** The kind of a file that was dropped or chosen. */
export function kindOf(file: File): FileKind {
  if (isFolder(file)) return "folder";
  if (file.size === 0) return "empty";
  const ending = extensionOf(file.name);
  const format = FORMATS.find(([, endings]) => endings.includes(ending));
  if (format) return format[0];
  if (ending === "gguf") return "model";
  return UNREADABLE_ENDINGS.has(ending) ? "unreadable" : "other";
}

/** Whether a file of this kind is worth trying. */
export const canBeRead = (kind: FileKind): boolean => kind !== "unreadable" && kind !== "model" && kind !== "empty";
