// Names for files that a person saves, from titles: safe on Windows, macOS and Linux.

/** What no system, or not each of the three, allows in a name, and marks that turn the direction of text; joiners stay. */
const FORBIDDEN = /[[<>:"\/\\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]--[\u200c\u200d]]/gv;
/** Devices of Windows, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:\..*)?$/i;
/** Names may have 255 bytes; this leaves room for an ending and for " (2)". */
const MAX_BYTES = 180;

/** A file's name without its ending; `fallback` where nothing of the title can stay. */
export function safeFileName(title: string, fallback: string): string {
  let name = title.normalize("NFC").replaceAll(FORBIDDEN, " ").replaceAll(/\s+/g, " ").trim();
  const bytes = new TextEncoder();
  while (bytes.encode(name).length > MAX_BYTES) name = Array.from(name).slice(0, -1).join("");
  // Windows drops dots and spaces at the end; a dot in front hides a file.
  name = name.replace(/^[. ]+/, "").replace(/[. ]+$/, "");
  if (name === "") return fallback;
  return RESERVED.test(name) ? `_${name}` : name;
}
