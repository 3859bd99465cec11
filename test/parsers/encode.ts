// Writes text in encodings that Node can only read, by asking what each byte and pair of bytes means. Imported by the tests beside it.

const tables = new Map<string, Map<string, number[]>>();

function tableOf(encoding: string): Map<string, number[]> {
  const known = tables.get(encoding);
  if (known) return known;
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, number[]>();
  const remember = (bytes: number[]) => {
    const character = decoder.decode(Uint8Array.from(bytes));
    if ([...character].length === 1 && character !== "\ufffd" && !table.has(character)) table.set(character, bytes);
  };
  for (let byte = 0; byte < 256; byte++) remember([byte]);
  if (!/^(?:windows|iso|koi8|ibm)/.test(encoding)) {
    for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) remember([lead, trail]);
  }
  tables.set(encoding, table);
  return table;
}

/** The bytes of a text; null where the encoding lacks one of its characters. */
export function encode(text: string, encoding: string): Buffer | null {
  const table = tableOf(encoding);
  const bytes: number[] = [];
  for (const character of text) {
    const of = table.get(character);
    if (!of) return null;
    bytes.push(...of);
  }
  return Buffer.from(bytes);
}
