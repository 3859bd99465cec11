// The strip of small pages beside a PDF: where one is, where passages and hits are, and the way to any page.
import type { PDFDocumentProxy } from "pdfjs-dist";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { type QuarterTurns, type Size, turnSize } from "./geometry.ts";
import { CELL_PX, cellsWithin, drawThumbnail, scrollToCell, thumbnailSize } from "./thumbnails.ts";

interface Props {
  pdf: PDFDocumentProxy;
  blobId: string;
  sizes: readonly Size[];
  turns: QuarterTurns;
  inverted: boolean;
  /** The page that is read, from 1. */
  current: number;
  /** Passages and hits by page. */
  marks: ReadonlyMap<number, number>;
  hits: ReadonlyMap<number, readonly unknown[]> | null;
  onGo(page: number): void;
}

const PAGE_STEP = 5;

export function PageStrip({ pdf, blobId, sizes, turns, inverted, current, marks, hits, onGo }: Props) {
  const t = useText();
  const strip = useRef<HTMLElement>(null);
  const [port, setPort] = useState({ top: 0, height: 0 });
  /** The cell that the keyboard is on; null while the strip has no focus. */
  const [focused, setFocused] = useState<number | null>(null);
  const count = pdf.numPages;

  useEffect(() => {
    const element = strip.current;
    if (!element) return;
    const look = () => setPort({ top: element.scrollTop, height: element.clientHeight });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  useEffect(() => {
    const element = strip.current;
    if (element) element.scrollTop = scrollToCell(current - 1, element.scrollTop, element.clientHeight);
  }, [current]);
  useLayoutEffect(() => {
    if (focused === null) return;
    const element = strip.current;
    if (element) element.scrollTop = scrollToCell(focused, element.scrollTop, element.clientHeight);
    element?.querySelector<HTMLElement>(`[data-strip-page="${focused + 1}"]`)?.focus({ preventScroll: true });
  }, [focused]);

  const move = (event: KeyboardEvent) => {
    const at = focused ?? current - 1;
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE_STEP,
      PageUp: at - PAGE_STEP,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setFocused(Math.max(0, Math.min(count - 1, to)));
  };
  const [first, end] = cellsWithin(port.top, port.height, count);
  const near = new Set(Array.from({ length: end - first + 1 }, (_, at) => first + at));
  // Cells that hold the focus, or would get it, exist wherever the strip is scrolled to.
  if (count > 0) near.add(focused ?? current - 1);
  return (
    <nav
      className="ev-strip"
      ref={strip}
      aria-label={t("evidence.strip")}
      onKeyDown={move}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(null);
      }}
    >
      <ol style={{ height: count * CELL_PX }}>
        {[...near]
          .sort((a, b) => a - b)
          .map((at) => {
            const number = at + 1;
            const passages = marks.get(number) ?? 0;
            const found = hits?.get(number)?.length ?? 0;
            const notes = [
              t("common.page", { n: number }),
              ...(passages > 0 ? [t("evidence.stripPassages", { n: passages })] : []),
              ...(found > 0 ? [t("evidence.stripHits", { n: found })] : []),
            ];
            return (
              <li key={at} style={{ top: at * CELL_PX, height: CELL_PX }}>
                <button
                  type="button"
                  className="ev-strip-page"
                  data-strip-page={number}
                  data-passages={passages > 0 ? "" : undefined}
                  aria-label={notes.join(t("evidence.listComma"))}
                  aria-current={number === current ? "page" : undefined}
                  tabIndex={at === (focused ?? current - 1) ? 0 : -1}
                  onClick={() => onGo(number)}
                  onFocus={() => setFocused(at)}
                >
                  <Thumbnail
                    pdf={pdf}
                    blobId={blobId}
                    number={number}
                    turns={turns}
                    inverted={inverted}
                    size={thumbnailSize(turnSize(sizes[at] ?? { width: 595, height: 842 }, turns))}
                  />
                  <span className="ev-strip-number num">
                    {number}
                    {found > 0 ? <i className="ev-strip-hits" /> : null}
                  </span>
                </button>
              </li>
            );
          })}
      </ol>
    </nav>
  );
}

interface ThumbnailProps {
  pdf: PDFDocumentProxy;
  blobId: string;
  number: number;
  turns: QuarterTurns;
  inverted: boolean;
  size: Size;
}

function Thumbnail({ pdf, blobId, number, turns, inverted, size }: ThumbnailProps) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const left = new AbortController();
    drawThumbnail(pdf, blobId, number, turns, left.signal)
      .then((canvas) => {
        if (canvas && !left.signal.aborted) place.current?.replaceChildren(canvas);
      })
      // A page that cannot be drawn stays blank here; the page itself says so.
      .catch(() => undefined);
    return () => left.abort();
  }, [pdf, blobId, number, turns]);
  return <span className="ev-thumb" ref={place} style={size} data-inverted={inverted ? "" : undefined} />;
}
