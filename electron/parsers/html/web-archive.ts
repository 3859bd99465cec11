// Finds the page in a saved web archive (MHTML): a mail message whose first HTML part it is. Called by the HTML format.

/** The page's bytes, and its encoding where the archive says it. */
export interface ArchivedPage {
  bytes: Uint8Array;
  charset?: string;
}

/** Parts that are looked through; an archive of a page has some dozens. */
const MAX_PARTS = 2000;

interface Part {
  headers: Map<string, string>;
  body: string;
}

/** Splits a message at its first empty line. Header lines may go on in the next line. */
function readPart(source: string): Part {
  const split = /\r?\n\r?\n/.exec(source);
  const head = split ? source.slice(0, split.index) : source;
  const headers = new Map<string, string>();
  for (const line of head
    .slice(0, 20_000)
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: split ? source.slice(split.index + split[0].length) : "" };
}

function decodeBody({ headers, body }: Part): Uint8Array {
  const transfer = headers.get("content-transfer-encoding")?.toLowerCase();
  if (transfer === "base64") return Buffer.from(body, "base64");
  if (transfer !== "quoted-printable") return Buffer.from(body, "latin1");
  const plain = body
    .replace(/=[ \t]*\r?\n/g, "")
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, "latin1");
}

/** The first HTML part; null where the file is no archive. */
export function webArchivePage(bytes: Uint8Array): ArchivedPage | null {
  const whole = readPart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1"));
  const type = whole.headers.get("content-type") ?? "";
  const boundary = /boundary\s*=\s*(?:"([^"]{1,100})"|([^\s;]{1,100}))/i.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2];
  const parts = mark
    ? whole.body
        .split(`--${mark}`, MAX_PARTS)
        .slice(1)
        .map((part) => readPart(part.trimStart()))
    : [whole];
  const page = parts.find((part) =>
    /^(?:text\/html|application\/xhtml\+xml)/i.test(part.headers.get("content-type") ?? ""),
  );
  if (!page) return null;
  const charset = /charset\s*=\s*"?([\w.:-]{2,40})/i.exec(page.headers.get("content-type") ?? "")?.[1];
  try {
    return { bytes: decodeBody(page), ...(charset ? { charset: new TextDecoder(charset).encoding } : {}) };
  } catch {
    return { bytes: decodeBody(page) };
  }
}
