// Opens PDFs of the workspace in the window: one worker for all, a few documents kept open. Used by the page viewer.
import { getDocument, type PDFDocumentProxy, type PDFPageProxy, PDFWorker } from "pdfjs-dist";
import { blobUrl } from "../../client.ts";
import { type Box, contentOf } from "./geometry.ts";

/** Why a PDF could not be opened. */
export class PdfRefused extends Error {
  readonly reason: "password" | "wrong-password" | "missing" | "unreadable";
  constructor(reason: PdfRefused["reason"], options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

let worker: PDFWorker | null = null;
function theWorker(): PDFWorker {
  worker ??= PDFWorker.create({
    port: new Worker(new URL("./pdf-worker.ts", import.meta.url), { type: "module", name: "pdf" }),
  });
  return worker;
}

const dataFolder = (name: string) => new URL(`pdfjs/${name}/`, document.baseURI).href;

async function load(blobId: string, password: string | undefined): Promise<PDFDocumentProxy> {
  const response = await fetch(blobUrl(blobId));
  if (response.status === 404) throw new PdfRefused("missing");
  if (!response.ok) throw new PdfRefused("unreadable");
  const task = getDocument({
    data: new Uint8Array(await response.arrayBuffer()),
    worker: theWorker(),
    ...(password === undefined ? {} : { password }),
    cMapUrl: dataFolder("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: dataFolder("standard_fonts"),
    wasmUrl: dataFolder("wasm"),
    iccUrl: dataFolder("iccs"),
    isEvalSupported: false,
    enableXfa: false,
  });
  try {
    return await task.promise;
  } catch (error) {
    void task.destroy();
    const { name, code } = error as { name?: string; code?: number };
    // 2 is pdf.js's PasswordResponses.INCORRECT_PASSWORD.
    if (name === "PasswordException") throw new PdfRefused(code === 2 ? "wrong-password" : "password");
    throw new PdfRefused("unreadable", { cause: error });
  }
}

const KEPT = 3;
const opened = new Map<string, Promise<PDFDocumentProxy>>();

/** The PDF with these bytes, opened once; the few that were asked for last stay open. Throws PdfRefused. */
export function openPdf(blobId: string, password?: string): Promise<PDFDocumentProxy> {
  const known = opened.get(blobId);
  if (known) {
    opened.delete(blobId);
    opened.set(blobId, known);
    return known;
  }
  const loading = load(blobId, password);
  opened.set(blobId, loading);
  loading.catch(() => opened.delete(blobId));
  for (const [oldest, pdf] of opened) {
    if (opened.size <= KEPT) break;
    opened.delete(oldest);
    measures.delete(oldest);
    void pdf.then((document) => document.loadingTask.destroy()).catch(() => undefined);
  }
  return loading;
}

/** What a page holds, in points of the displayed page. */
export interface Measure {
  /** Everything that is not blank paper; null for a blank page. */
  content: Box | null;
  /** Its pictures, which dark mode leaves as they are. */
  pictures: Box[];
  /** The page drawn small, to be shown until it is drawn sharp; null when it was let go. */
  preview: HTMLCanvasElement | null;
}

const MEASURE_SCALE = 0.5;
const MEASURE_LARGEST_PX = 1200;
/** Small pictures of this many pages are kept. */
const PREVIEWS = 40;
const previewed: Measure[] = [];
const measures = new Map<string, Map<number, Promise<Measure>>>();

/** Where the content and the pictures of a page are, found by drawing it small; drawn once a page. */
export function measurePage(blobId: string, page: PDFPageProxy): Promise<Measure> {
  const known = measures.get(blobId) ?? new Map<number, Promise<Measure>>();
  measures.set(blobId, known);
  const before = known.get(page.pageNumber);
  if (before) return before;
  const measuring = measure(page);
  known.set(page.pageNumber, measuring);
  measuring.catch(() => known.delete(page.pageNumber));
  return measuring;
}

async function measure(page: PDFPageProxy): Promise<Measure> {
  const whole = page.getViewport({ scale: 1 });
  const scale = Math.min(MEASURE_SCALE, MEASURE_LARGEST_PX / Math.max(whole.width, whole.height));
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.ceil(viewport.width));
  canvas.height = Math.max(1, Math.ceil(viewport.height));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return { content: [0, 0, whole.width, whole.height], pictures: [], preview: null };
  const task = page.render({ canvas, viewport, recordImages: true });
  await task.promise;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const pictures: Box[] = [];
  const corners: ArrayLike<number> = task.imageCoordinates ?? [];
  for (let at = 0; at + 5 < corners.length; at += 6) {
    const xs = [corners[at]!, corners[at + 2]!, corners[at + 4]!].map((x) => x * whole.width);
    const ys = [corners[at + 1]!, corners[at + 3]!, corners[at + 5]!].map((y) => y * whole.height);
    pictures.push([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]);
  }
  const found: Measure = { content: contentOf(data, canvas.width, canvas.height, scale), pictures, preview: canvas };
  previewed.push(found);
  const oldest = previewed.length > PREVIEWS ? previewed.shift() : undefined;
  if (oldest) oldest.preview = null;
  return found;
}
