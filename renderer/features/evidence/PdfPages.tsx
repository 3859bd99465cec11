// A PDF as one scrolled stack of pages of which only the near ones exist; scrolls to the passage or hit looked at.
import type { PDFDocumentProxy } from "pdfjs-dist";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import {
  type Box,
  type Fit,
  type PageMark,
  pageAt,
  pagesWithin,
  type QuarterTurns,
  type Size,
  scrollToBox,
  stackPages,
  toPixels,
  trimmed,
  turnBox,
  turnSize,
  unionBox,
  withSides,
} from "./geometry.ts";
import type { PageHits } from "./HitBoxes.tsx";
import { type Measure, measurePage } from "./open-pdf.ts";
import { PdfPage } from "./PdfPage.tsx";
import { useKeptPlace, usePort, useWheelZoom } from "./pages-scroll.ts";
import { scrollCalmly } from "./scroll.ts";

/** A passage of the document: boxes by page; `n` names it. */
export interface DocumentMark {
  n: number;
  places: { page: number; boxes: Box[] }[];
}

export interface PagesView {
  zoom: number;
  fit: Fit;
  turns: QuarterTurns;
  /** Whole pages instead of pages trimmed to their content. */
  whole: boolean;
  inverted: boolean;
}

/** What a toolbar asks of the stack. */
export interface PagesHandle {
  goTo(page: number): void;
}

/** A hit of the search that is to be seen; another `key` asks for it again. */
export interface Target {
  key: string;
  page: number;
  boxes: Box[];
}

interface Props {
  pdf: PDFDocumentProxy;
  blobId: string;
  /** Sizes in points of the displayed pages. */
  sizes: Size[];
  marks: DocumentMark[];
  openN: number | null;
  hits: PageHits | null;
  target: Target | null;
  view: PagesView;
  handle: RefObject<PagesHandle | null>;
  onPage(page: number): void;
  label: string;
  /** Pages are fitted to the width, but for reading to no more than this many pixels. */
  fitWidthPx: number;
}

const STRIP_PX = 26;
const LARGEST_PX_PER_PT = 1.6;
/** Pages this far outside the view are kept drawn. */
const NEAR_VIEWS = 0.8;
/** So many pages around the passage are measured before anything is shown, so that nothing moves afterwards. */
const MEASURED_FIRST = 4;

export function PdfPages(props: Props) {
  const { pdf, blobId, sizes: given, marks, openN, hits, target, view, handle, onPage, label, fitWidthPx } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const port = usePort(scroller);
  const [measured, setMeasured] = useState<ReadonlyMap<number, { content: Box | null; size: Size }>>(new Map());
  /** The pages that decide how wide the trimmed parts are; null until they are measured. */
  const [leading, setLeading] = useState<number[] | null>(null);
  const settled = leading !== null;

  const open = marks.find((mark) => mark.n === openN) ?? null;
  const place = open?.places[0] ?? null;
  const firstPage = place?.page ?? 1;

  const onMeasured = useCallback((number: number, { content }: Measure, size: Size) => {
    setMeasured((known) => (known.has(number) ? known : new Map(known).set(number, { content, size })));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only the first page looked at decides what is measured first
  useEffect(() => {
    let left = false;
    const near = [firstPage, firstPage - 1, firstPage + 1, firstPage - 2, firstPage + 2]
      .filter((number) => number >= 1 && number <= pdf.numPages)
      .slice(0, MEASURED_FIRST);
    const all = near.map(async (number) => {
      const page = await pdf.getPage(number);
      const { width, height } = page.getViewport({ scale: 1 });
      const found = await measurePage(blobId, page);
      if (!left) onMeasured(number, found, { width, height });
    });
    const patience = new Promise((resolve) => setTimeout(resolve, 1500));
    void Promise.race([Promise.allSettled(all), patience]).then(() => {
      if (!left) setLeading(near);
    });
    return () => {
      left = true;
    };
  }, [pdf, blobId, onMeasured]);

  const sizes = useMemo(
    () => Array.from({ length: pdf.numPages }, (_, at) => measured.get(at + 1)?.size ?? given[at] ?? given[0] ?? A4),
    [pdf, given, measured],
  );
  const stack = useMemo(() => {
    const cropOf = (number: number): Box | null => {
      const found = measured.get(number);
      if (view.whole || !found) return null;
      // What is looked at is never trimmed away, though it be white on white.
      const looked = marks.flatMap(({ places }) => places).filter(({ page }) => page === number);
      if (target?.page === number) looked.push(target);
      const kept = unionBox([...(found.content ? [found.content] : []), ...looked.flatMap(({ boxes }) => boxes)]);
      return trimmed(kept && turnBox(kept, found.size, view.turns), turnSize(found.size, view.turns));
    };
    const sides = unionBox(
      (leading ?? []).flatMap((number) => {
        const crop = cropOf(number);
        return crop ? [crop] : [];
      }),
    );
    const shown = sizes.map((size, at): Box => {
      const page = turnSize(size, view.turns);
      const whole: Box = [0, 0, page.width, page.height];
      const crop = cropOf(at + 1);
      if (crop) return withSides(crop, sides, page);
      return sides && sides[2] <= page.width ? [sides[0], 0, sides[2], page.height] : whole;
    });
    const reading = view.fit === "reading";
    const frame = {
      width: Math.max(200, reading ? Math.min(port.width, fitWidthPx) : port.width),
      height: view.fit === "page" ? Math.max(200, port.height - 2 * STRIP_PX) : Number.POSITIVE_INFINITY,
      largest: reading ? LARGEST_PX_PER_PT : Number.POSITIVE_INFINITY,
    };
    return stackPages(shown, frame, view.zoom, STRIP_PX);
  }, [
    sizes,
    measured,
    leading,
    marks,
    target,
    view.turns,
    view.whole,
    view.fit,
    view.zoom,
    port.width,
    port.height,
    fitWidthPx,
  ]);
  const last = stack.at(-1);
  const total = last ? last.top + last.height : 0;
  const widest = stack.reduce((most, { width }) => Math.max(most, width), 0);

  const moving = useRef<(() => void) | null>(null);
  const pointer = useWheelZoom(scroller);
  useKeptPlace(scroller, stack, pointer, moving);

  const latest = useRef({ stack, total, sizes, view });
  latest.current = { stack, total, sizes, view };
  const aim = useCallback((page: number, boxes: readonly Box[], calmly: boolean) => {
    const element = scroller.current;
    if (!element) return;
    moving.current?.();
    const aimedAt = () => {
      const now = latest.current;
      const placed = now.stack[page - 1];
      const size = now.sizes[page - 1];
      if (!placed || !size) return element.scrollTop;
      // A page that is seen as a whole is shown as a whole.
      if (placed.height + STRIP_PX <= element.clientHeight && now.view.fit === "page") return placed.top - STRIP_PX;
      const box = unionBox(boxes.map((each) => turnBox(each, size, now.view.turns)));
      if (box && element.scrollWidth > element.clientWidth) {
        const left = (box[0] - placed.crop[0]) * placed.scale;
        element.scrollLeft = Math.max(0, left - 24);
      }
      return scrollToBox(placed, box, element.clientHeight, now.total + STRIP_PX);
    };
    moving.current = scrollCalmly(element, aimedAt, calmly, () => {
      moving.current = null;
    });
  }, []);

  /** The page that was asked for; it counts as read while it is seen, until something else is looked at. */
  const [went, setWent] = useState<number | null>(null);
  const shownOnce = useRef(false);
  const ready = settled && port.height > 0 && port.width > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: turning, trimming and fitting also move the passage
  useLayoutEffect(() => {
    if (!ready || !place) return;
    setWent(null);
    aim(place.page, place.boxes, shownOnce.current);
    shownOnce.current = true;
  }, [ready, place, aim, view.turns, view.whole, view.fit]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a hit is looked at once each time it is asked for
  useLayoutEffect(() => {
    if (!ready || !target) return;
    setWent(target.page);
    aim(target.page, target.boxes, true);
  }, [ready, target?.key, aim]);
  useEffect(() => () => moving.current?.(), []);

  handle.current = {
    goTo: (page) => {
      const number = Math.max(1, Math.min(pdf.numPages, page));
      setWent(number);
      aim(number, [], true);
    },
  };

  // The page that was asked for while it is in view, else that of the passage, otherwise the one that is read.
  const isSeen = (top: number, height: number) => top + height > port.top && top < port.top + port.height;
  const asked = went === null ? undefined : stack[went - 1];
  const aimed = place && stack[place.page - 1];
  const aimedSize = place && sizes[place.page - 1];
  const aimedBox = aimedSize && unionBox(place.boxes.map((box) => turnBox(box, aimedSize, view.turns)));
  const aimedTop = aimed && aimedBox ? aimed.top + toPixels(aimedBox, aimed.crop, aimed.scale)[1] : null;
  const current =
    went !== null && asked && isSeen(asked.top, asked.height)
      ? went
      : place && aimedTop !== null && isSeen(aimedTop, 0)
        ? place.page
        : pageAt(stack, port.top + port.height * 0.25) + 1;
  useEffect(() => {
    if (ready) onPage(current);
  }, [ready, current, onPage]);

  const [first, end] = pagesWithin(
    stack,
    port.top - port.height * NEAR_VIEWS,
    port.top + port.height * (1 + NEAR_VIEWS),
  );
  const near = Array.from({ length: end - first + 1 }, (_, at) => first + at);
  return (
    <section
      className="ev-pages"
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      data-viewer-scroller=""
      data-ready={ready ? "" : undefined}
      data-zoom={view.zoom}
      data-turns={view.turns}
    >
      <div className="ev-stack" style={{ height: total, width: widest }}>
        {ready
          ? near.map((at) => {
              const placed = stack[at]!;
              const pageMarks: PageMark[] = marks.flatMap(({ n, places }) =>
                places.filter(({ page }) => page === at + 1).map(({ boxes }) => ({ n, boxes, open: n === openN })),
              );
              return (
                <div key={at}>
                  <div className="ev-tear" style={{ top: placed.top - STRIP_PX }} aria-hidden="true">
                    {at + 1}
                  </div>
                  <PdfPage
                    pdf={pdf}
                    blobId={blobId}
                    number={at + 1}
                    placed={placed}
                    size={sizes[at]!}
                    turns={view.turns}
                    inverted={view.inverted}
                    marks={pageMarks}
                    hits={hits}
                    onMeasured={onMeasured}
                  />
                </div>
              );
            })
          : null}
      </div>
    </section>
  );
}

const A4: Size = { width: 595, height: 842 };
