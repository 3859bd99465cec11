// One page of a PDF: its picture, its selectable text and the passages marked on it. Placed by PdfPages.
import { type PDFDocumentProxy, type PDFPageProxy, type RenderTask, TextLayer } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { type Box, type PageMark, type Placed, type QuarterTurns, type Size, toPixels, turnBox } from "./geometry.ts";
import { HitBoxes, type PageHits } from "./HitBoxes.tsx";
import { type Measure, measurePage } from "./open-pdf.ts";
import { PassageBoxes } from "./PassageBoxes.tsx";

interface Props {
  pdf: PDFDocumentProxy;
  blobId: string;
  number: number;
  placed: Placed;
  /** Size in points before turning. */
  size: Size;
  turns: QuarterTurns;
  /** Ink is drawn light on our dark surface. */
  inverted: boolean;
  marks: PageMark[];
  hits: PageHits | null;
  onMeasured(number: number, measure: Measure, size: Size): void;
}

/** A canvas of more pixels than this is drawn coarser instead. */
const MOST_PIXELS = 20_000_000;

export function PdfPage({ pdf, blobId, number, placed, size, turns, inverted, marks, hits, onMeasured }: Props) {
  const t = useText();
  const picture = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  const [measure, setMeasure] = useState<Measure | null>(null);
  const [failed, setFailed] = useState(false);
  const { scale, crop } = placed;
  const pixelRatio = usePixelRatio();

  useEffect(() => {
    let left = false;
    pdf
      .getPage(number)
      .then(async (found) => {
        const known = await measurePage(blobId, found);
        if (left) return;
        const { width, height } = found.getViewport({ scale: 1 });
        setPage(found);
        setMeasure(known);
        onMeasured(number, known, { width, height });
      })
      .catch(() => {
        if (!left) setFailed(true);
      });
    return () => {
      left = true;
    };
  }, [pdf, blobId, number, onMeasured]);

  const [cropLeft, cropTop, cropRight, cropBottom] = crop;
  useEffect(() => {
    if (!page || !measure) return;
    const width = (cropRight - cropLeft) * scale;
    const height = (cropBottom - cropTop) * scale;
    const sharp = Math.min(pixelRatio, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));
    // A picture of before the turn would stand under boxes that are turned already.
    const shown = picture.current?.firstElementChild as HTMLElement | null | undefined;
    if (shown && shown.dataset.turns !== String(turns)) shown.remove();
    if (picture.current?.childElementCount === 0 && measure.preview && turns === 0) {
      const preview = cutPreview(measure.preview, [cropLeft, cropTop, cropRight, cropBottom], size);
      preview.dataset.turns = String(turns);
      picture.current.append(preview);
    }
    const canvas = document.createElement("canvas");
    canvas.dataset.turns = String(turns);
    canvas.width = Math.max(1, Math.round(width * sharp));
    canvas.height = Math.max(1, Math.round(height * sharp));
    const viewport = page.getViewport({
      scale: scale * sharp,
      rotation: (page.rotate + turns * 90) % 360,
      offsetX: -cropLeft * scale * sharp,
      offsetY: -cropTop * scale * sharp,
    });
    let task: RenderTask | null = page.render({ canvas, viewport });
    task.promise
      .then(() => {
        task = null;
        if (inverted) {
          keepPictures(
            canvas,
            measure.pictures.map((box) =>
              toPixels(turnBox(box, size, turns), [cropLeft, cropTop, cropRight, cropBottom], scale * sharp),
            ),
          );
        }
        picture.current?.replaceChildren(canvas);
      })
      .catch((error: unknown) => {
        if ((error as Error).name !== "RenderingCancelledException") setFailed(true);
      });
    return () => task?.cancel();
  }, [page, measure, scale, cropLeft, cropTop, cropRight, cropBottom, turns, inverted, pixelRatio, size]);

  useEffect(() => {
    const container = text.current;
    if (!page || !container) return;
    container.replaceChildren();
    const viewport = page.getViewport({ scale: 1, rotation: (page.rotate + turns * 90) % 360 });
    const layer = new TextLayer({ textContentSource: page.streamTextContent(), container, viewport });
    layer.render().catch(() => undefined);
    return () => layer.cancel();
  }, [page, turns]);

  const place = (box: Box) => toPixels(turnBox(box, size, turns), crop, scale);
  return (
    <div
      className="ev-page"
      data-evidence-page={number}
      data-scale={scale}
      data-crop={crop.join(" ")}
      data-drawn={page ? "" : undefined}
      data-inverted={inverted ? "" : undefined}
      style={{ top: placed.top, width: placed.width, height: placed.height }}
    >
      <div className="ev-sheet">
        <PassageBoxes layer="fill" page={number} marks={marks} place={place} />
        <div className="ev-picture" ref={picture} />
      </div>
      <div
        className="ev-text-place"
        style={{
          left: -cropLeft * scale,
          top: -cropTop * scale,
          ["--total-scale-factor" as string]: scale,
        }}
      >
        <div className="ev-text" ref={text} />
      </div>
      <PassageBoxes layer="outline" page={number} marks={marks} place={place} />
      {hits ? <HitBoxes {...hits} page={number} place={place} /> : null}
      {failed ? <p className="ev-page-failed">{t("evidence.pageUnreadable", { page: number })}</p> : null}
    </div>
  );
}

/** The shown part of a small picture of a page. */
function cutPreview(preview: HTMLCanvasElement, [left, top, right, bottom]: Box, page: Size): HTMLCanvasElement {
  const perPt = preview.width / page.width;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round((right - left) * perPt));
  canvas.height = Math.max(1, Math.round((bottom - top) * perPt));
  canvas.getContext("2d")?.drawImage(preview, -left * perPt, -top * perPt);
  return canvas;
}

/** Turns the colours of pictures round once more, so that inverting the page leaves them as they are. */
function keepPictures(canvas: HTMLCanvasElement, pictures: readonly Box[]): void {
  const context = canvas.getContext("2d");
  if (!context || pictures.length === 0) return;
  const area = new Path2D();
  for (const [left, top, right, bottom] of pictures) area.rect(left, top, right - left, bottom - top);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = "difference";
  context.fillStyle = "white";
  context.fill(area, "nonzero");
  context.globalCompositeOperation = "source-over";
}

function usePixelRatio(): number {
  const [ratio, setRatio] = useState(() => window.devicePixelRatio || 1);
  useEffect(() => {
    const query = window.matchMedia(`(resolution: ${ratio}dppx)`);
    const changed = () => setRatio(window.devicePixelRatio || 1);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, [ratio]);
  return ratio;
}
