// How the text viewer scrolls: what is read stays in place, what is looked at comes into view, which page is read.
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { scrollCalmly } from "./scroll.ts";

const piecesOf = (element: HTMLElement) => [...element.querySelectorAll<HTMLElement>("[data-start]")];

/** The first piece that reaches below a height of the window. Pieces are in order, so halving finds it. */
function pieceAt(pieces: readonly HTMLElement[], top: number): HTMLElement | undefined {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.getBoundingClientRect().bottom <= top) low = middle + 1;
    else high = middle;
  }
  return pieces[low];
}

/** Keeps what is read where it is when text is put in front of it, let go behind it, or set larger. */
export function useAnchor(scroller: RefObject<HTMLElement | null>, shown: unknown, zoom: number): void {
  const anchor = useRef<{ start: string; top: number; share: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: acts when the shown pieces or their size change
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const kept = anchor.current;
    const same = kept && element.querySelector(`[data-start="${kept.start}"]`);
    if (same) {
      const box = same.getBoundingClientRect();
      element.scrollTop += box.top + box.height * kept.share - kept.top;
    }
    const remember = () => {
      const edge = element.getBoundingClientRect().top;
      const found = pieceAt(piecesOf(element), edge);
      if (!found) {
        anchor.current = null;
        return;
      }
      // A long piece is held by the share of it that is above the edge.
      const box = found.getBoundingClientRect();
      const share = Math.max(0, (edge - box.top) / Math.max(1, box.height));
      anchor.current = { start: found.dataset.start!, top: box.top + box.height * share, share };
    };
    remember();
    element.addEventListener("scroll", remember, { passive: true });
    return () => element.removeEventListener("scroll", remember);
  }, [shown, zoom, scroller]);
}

/** Brings the piece at an offset into view whenever `key` changes; does nothing while it is null. */
export function useAim(scroller: RefObject<HTMLElement | null>, key: string | null, offset: number): void {
  const shownOnce = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the offset belongs to the key
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || key === null) return;
    const target = () => {
      const piece = piecesOf(element).findLast((each) => Number(each.dataset.start) <= offset);
      if (!piece) return element.scrollTop;
      // A page is seen with the line that announces it.
      const separator = piece.previousElementSibling;
      const box = (
        key.startsWith("page") && separator?.hasAttribute("data-text-page") ? separator : piece
      ).getBoundingClientRect();
      const top = box.top - element.getBoundingClientRect().top + element.scrollTop;
      if (key.startsWith("page")) return Math.max(0, top - 8);
      const lead = box.height < element.clientHeight * 0.6 ? (element.clientHeight - box.height) * 0.3 : 24;
      return Math.max(0, top - lead);
    };
    const stop = scrollCalmly(element, target, shownOnce.current, () => undefined);
    shownOnce.current = true;
    return stop;
  }, [key, scroller]);
}

/** Offset of the piece that is read: the one a quarter below the top of the view. */
export function useShownPage(scroller: RefObject<HTMLElement | null>, shown: unknown): number {
  const [offset, setOffset] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other pieces stand at the same height
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let frame = 0;
    const look = () => {
      const box = element.getBoundingClientRect();
      const piece = pieceAt(piecesOf(element), box.top + box.height / 4);
      setOffset(Number(piece?.dataset.start ?? 0));
    };
    const scrolled = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    look();
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener("scroll", scrolled);
    };
  }, [shown, scroller]);
  return offset;
}
