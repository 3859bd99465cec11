// Reads XML of office files event by event: nothing is nested in memory, no entity is ever expanded, nothing is fetched.
import { Parser } from "htmlparser2";

/** Elements inside one another beyond this were made to exhaust a stack; Word's own documents stay below a hundred. */
const MAX_DEPTH = 600;

/** The name without its namespace's prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** An attribute by its name without prefix. */
export function attribute(attributes: Record<string, string>, name: string): string | undefined {
  for (const key of Object.keys(attributes)) if (localName(key) === name) return attributes[key];
  return undefined;
}

/** Whether an on/off property is on: present without a value, or with one that does not say off. */
export function isOn(attributes: Record<string, string>): boolean {
  const value = attribute(attributes, "val");
  return value === undefined || !/^(?:0|false|off|none)$/i.test(value);
}

/** The text of a part, by its mark or declaration; UTF-8 without either. */
export function decodeXml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const wide = head.startsWith("\xff\xfe") || head.startsWith("<\0") ? "utf-16le" : null;
  const wideSwapped = head.startsWith("\xfe\xff") || head.startsWith("\0<") ? "utf-16be" : null;
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1];
  try {
    return new TextDecoder(wide ?? wideSwapped ?? declared ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

export interface XmlEvents {
  open(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close(name: string): void;
}

/** Walks a part from its start to its end. Throws Error where it declares entities or nests without end. */
export function walkXml(source: string, events: XmlEvents): void {
  // Office files have no document type; those that do want entities expanded or files read.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(source)) throw new Error("it declares entities");
  let depth = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (++depth > MAX_DEPTH) throw new Error("its elements are nested too deeply");
        events.open(name, attributes);
      },
      ontext: (text) => events.text?.(text),
      onclosetag: (name) => {
        depth--;
        events.close(name);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(source);
  parser.end();
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no place for these
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as XML says it. */
export const escapeXml = (text: string): string =>
  text.replace(FORBIDDEN, "").replace(/[&<>"]/g, (character) => ESCAPES[character]!);

/** An opening tag. */
export function openTag(name: string, attributes: Record<string, string>): string {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) tag += ` ${key}="${escapeXml(value)}"`;
  return `${tag}>`;
}
