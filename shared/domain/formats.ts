// The file formats that can be read, by their names' endings. The parsers' registry is tested against this list; folders
// are searched by it, and the window's file chooser offers it.

/** Extensions in lower case without the dot, by format. A file of another name is still read when its content says what it is. */
export const FORMAT_EXTENSIONS = {
  pdf: ["pdf"],
  docx: ["docx", "docm", "dotx", "dotm"],
  html: ["html", "htm", "xhtml", "xht", "mht", "mhtml"],
  markdown: ["md", "markdown", "mdown", "mkd", "mdx"],
  text: ["txt", "text", "log"],
} as const;

export type FormatId = keyof typeof FORMAT_EXTENSIONS;

/** Logs are read when a person names them; out of a folder they would only be noise. */
const NAMED_ONLY: readonly string[] = ["log"];

/** Extensions of the files that are picked out of a folder. */
export const FOLDER_EXTENSIONS: ReadonlySet<string> = new Set(
  Object.values(FORMAT_EXTENSIONS)
    .flat()
    .filter((extension) => !NAMED_ONLY.includes(extension)),
);

/** What a file chooser offers, as its `accept` attribute says it. */
export const ACCEPTED_FILES: string = Object.values(FORMAT_EXTENSIONS)
  .flat()
  .map((extension) => `.${extension}`)
  .join(",");
