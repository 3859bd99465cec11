// Where the words of a passage stand on a PDF page, told by poppler: a second opinion on our boxes from another reader.
import { execFileSync } from "node:child_process";

/** A rectangle in points from the top left of the page as displayed. */
export type Rect = [left: number, top: number, right: number, bottom: number];

interface Word {
  text: string;
  rect: Rect;
}

const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };
const letters = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/** Words of a page (from 1) in poppler's order. Throws where `pdftotext` is not installed. */
export function popplerWords(pdf: string, page: number): Word[] {
  const html = execFileSync("pdftotext", ["-bbox", "-f", String(page), "-l", String(page), pdf, "-"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const pattern = /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<\/word>/g;
  return Array.from(html.matchAll(pattern), ([, left, top, right, bottom, text]) => ({
    text: text!.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity),
    rect: [Number(left), Number(top), Number(right), Number(bottom)],
  }));
}

/** Rectangles of a passage's lines: its words in order, those of one line joined. Empty where its words are not found. */
export function passageRects(words: Word[], passage: string): Rect[] {
  const wanted = letters(passage);
  let text = "";
  const starts: number[] = [];
  for (const word of words) {
    starts.push(text.length);
    text += letters(word.text);
  }
  const from = text.indexOf(wanted);
  if (from < 0 || !wanted) return [];
  const to = from + wanted.length;
  const lines: Rect[] = [];
  for (const [i, { rect, text: word }] of words.entries()) {
    const start = starts[i]!;
    const length = letters(word).length;
    if (length === 0 || start >= to || start + length <= from) continue;
    // A word of Chinese is a whole line to poppler: take the share of it that belongs to the passage.
    const width = (rect[2] - rect[0]) / length;
    const left = rect[0] + Math.max(0, from - start) * width;
    const right = rect[2] - Math.max(0, start + length - to) * width;
    const last = lines.at(-1);
    const middle = (rect[1] + rect[3]) / 2;
    if (last && middle > last[1] && middle < last[3] && left >= last[0]) {
      last[2] = Math.max(last[2], right);
      last[1] = Math.min(last[1], rect[1]);
      last[3] = Math.max(last[3], rect[3]);
    } else lines.push([left, rect[1], right, rect[3]]);
  }
  return lines;
}

/** Intersection over union of two sets of rectangles, by a grid of a quarter point. 0 to 1. */
export function intersectionOverUnion(a: Rect[], b: Rect[]): number {
  const step = 0.25;
  const cells = (rects: Rect[]): Set<number> => {
    const set = new Set<number>();
    for (const [left, top, right, bottom] of rects) {
      for (let y = Math.round(top / step); y < Math.round(bottom / step); y++) {
        for (let x = Math.round(left / step); x < Math.round(right / step); x++) set.add(y * 100_000 + x);
      }
    }
    return set;
  };
  const [first, second] = [cells(a), cells(b)];
  let both = 0;
  for (const cell of first) if (second.has(cell)) both++;
  const all = first.size + second.size - both;
  return all === 0 ? 0 : both / all;
}
