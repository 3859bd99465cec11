// How the stack of pages scrolls: what part of it is seen, what stays in place when it changes size, zoom by the wheel.
// Used by PdfPages.
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Placed, pageAt } from "./geometry.ts";
import { viewer } from "./store.ts";

/** The part of the stack that is seen, in pixels; `width` is without the padding. */
export interface Port {
  top: number;
  height: number;
  width: number;
}

/** Follows what part of a scrolled element is seen. */
export function usePort(scroller: RefObject<HTMLElement | null>): Port {
  const [port, setPort] = useState<Port>({ top: 0, height: 0, width: 0 });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const style = getComputedStyle(element);
      const inner = element.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      setPort({ top: element.scrollTop, height: element.clientHeight, width: inner });
    };
    const resized = new ResizeObserver(look);
    resized.observe(element);
    let frame = 0;
    const scrolled = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    look();
    return () => {
      resized.disconnect();
      cancelAnimationFrame(frame);
      element.removeEventListener("scroll", scrolled);
    };
  }, [scroller]);
  return port;
}

/** Zooms with the wheel while Ctrl is held. Gives where the pointer was, in pixels from the corner of the element. */
export function useWheelZoom(scroller: RefObject<HTMLElement | null>): RefObject<{ x: number; y: number } | null> {
  const pointer = useRef<{ x: number; y: number } | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const turned = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      pointer.current = { x: event.clientX - box.left, y: event.clientY - box.top };
      // A wheel that counts lines or pages instead of pixels.
      const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? 33 : 400;
      viewer.zoomByWheel(event.deltaY * unit);
    };
    // Not passive, or the whole window would be zoomed too.
    element.addEventListener("wheel", turned, { passive: false });
    return () => element.removeEventListener("wheel", turned);
  }, [scroller]);
  return pointer;
}

/**
 * Keeps what is read where it is when the stack changes: the point under the pointer after a turn of the wheel, else
 * what was at the top of the view. Does nothing while `moving` says that the stack is being scrolled to a passage.
 */
export function useKeptPlace(
  scroller: RefObject<HTMLElement | null>,
  stack: readonly Placed[],
  pointer: RefObject<{ x: number; y: number } | null>,
  moving: RefObject<unknown>,
): void {
  const before = useRef(stack);
  useLayoutEffect(() => {
    const element = scroller.current;
    const old = before.current;
    before.current = stack;
    const held = pointer.current;
    pointer.current = null;
    if (!element || old === stack || moving.current) return;
    const offset = held?.y ?? 0;
    const y = element.scrollTop + offset;
    const at = pageAt(old, y);
    const was = old[at];
    const now = stack[at];
    if (!was || !now) return;
    const point = (y - was.top) / was.scale + was.crop[1];
    const to = y < was.top ? now.top - (was.top - y) : now.top + Math.max(0, point - now.crop[1]) * now.scale;
    element.scrollTop = to - offset;
    if (held && was.scale !== now.scale) {
      const middle = element.scrollLeft + held.x;
      element.scrollLeft = (middle * now.scale) / was.scale - held.x;
    }
  }, [stack, scroller, pointer, moving]);
}
