// Scrolling to a place in 260 ms, or at once where motion is unwanted. Used by the page and the text viewer.

const DURATION_MS = 260;

/** Whether the person's system asks for less motion. */
export const wantsStillness = (): boolean => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Scrolls an element to `target()`, asked anew on every frame because layout may still change. Answers a function that
 * breaks off, as turning the wheel does; `done` is called when it ends, however it ends.
 */
export function scrollCalmly(
  element: HTMLElement,
  target: () => number,
  calmly: boolean,
  done: () => void,
): () => void {
  if (!calmly || wantsStillness()) {
    element.scrollTop = target();
    // Once more after the layout that the jump itself causes.
    const frame = requestAnimationFrame(() => {
      element.scrollTop = target();
      done();
    });
    return () => {
      cancelAnimationFrame(frame);
      done();
    };
  }
  const from = element.scrollTop;
  const start = performance.now();
  let frame = 0;
  const stop = () => {
    cancelAnimationFrame(frame);
    element.removeEventListener("wheel", stop);
    done();
  };
  const step = (now: number) => {
    const part = Math.min(1, (now - start) / DURATION_MS);
    const eased = 1 - (1 - part) ** 3;
    element.scrollTop = from + (target() - from) * eased;
    if (part < 1) frame = requestAnimationFrame(step);
    else stop();
  };
  element.addEventListener("wheel", stop, { passive: true });
  frame = requestAnimationFrame(step);
  return stop;
}
