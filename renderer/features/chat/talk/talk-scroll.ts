// Scrolling of a conversation that is only partly in the page: which part, where its end is, how to get somewhere.
// What is read keeps its place by the browser's scroll anchoring, whatever changes its height above.
import {
  type RefObject,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { isCommand, isTyping } from "../../../frame/keys.ts";
import type { ThreadMessage } from "../thread.ts";
import { heightsOf } from "./heights.ts";
import { useTalkPlace } from "./place.ts";
import { holds, type Piece, piecesOf, type Stretch, stretchBetween } from "./window.ts";

/** How near to the end one must be for the page to follow what is written, in pixels. */
const NEAR = 80;
/** Above and below what is in sight, in heights of the view: what must be in the page, and what is put there. */
const MARGIN = 0.6;
const AHEAD = 1.2;
/** Conversations up to this size are in the page whole. */
const WHOLE = { messages: 120, characters: 60_000 };
const ALL: Stretch = { first: 0, last: Number.MAX_SAFE_INTEGER };

/** Messages that a selection or the keyboard's focus is in. */
function pinnedIn(page: HTMLElement): number[] {
  const selection = getSelection();
  const nodes = [document.activeElement, selection?.anchorNode, selection?.isCollapsed ? null : selection?.focusNode];
  return nodes.flatMap((node) => {
    const turn = (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>("[data-turn]");
    return turn && page.contains(turn) ? [Number(turn.dataset.turn)] : [];
  });
}

export interface TalkScroll {
  page: RefObject<HTMLDivElement | null>;
  pieces: readonly Piece[];
  /** One has scrolled away from the end. */
  away: boolean;
  onScroll(): void;
  toEnd(): void;
}

/** One for each conversation that is shown: mount it anew for another one. */
export function useTalkScroll(thread: readonly ThreadMessage[]): TalkScroll {
  const page = useRef<HTMLDivElement>(null);
  const [measured] = useState(() => new Map<string, number>());
  const heights = useMemo(
    () =>
      heightsOf(
        thread.map(({ message }) => message),
        measured,
      ),
    [thread, measured],
  );
  const whole = useMemo(
    () =>
      thread.length <= WHOLE.messages &&
      thread.reduce((sum, { message }) => sum + message.text.length, 0) <= WHOLE.characters,
    [thread],
  );
  // The first sight is of the end.
  const [stretch, setStretch] = useState<Stretch>(() => ({ first: thread.length - 8, last: thread.length - 1 }));
  const [pinned, setPinned] = useState<readonly number[]>([]);
  const [printing, setPrinting] = useState(false);
  const [away, setAway] = useState(false);
  const stick = useRef(true);
  const lastTop = useRef(0);
  const opened = useRef(false);
  /** Where to scroll to with the next commit. */
  const goal = useRef<number | "end" | null>(null);
  const shown = useRef(stretch);
  shown.current = whole || printing ? ALL : stretch;

  const put = useCallback((next: Stretch) => {
    if (page.current) setPinned(pinnedIn(page.current));
    setStretch(next);
  }, []);

  /** Brings into the page what is in sight now, or soon. */
  const look = useCallback(
    (atOnce: (change: () => void) => void) => {
      const view = page.current;
      if (!view || shown.current === ALL) return;
      const { scrollTop: top, clientHeight: height } = view;
      const around = (views: number) => stretchBetween(heights, top - views * height, top + (1 + views) * height);
      if (holds(shown.current, around(MARGIN))) return;
      const next = around(AHEAD);
      // What is only near may take its time.
      if (holds(shown.current, around(0))) startTransition(() => put(next));
      else atOnce(() => put(next));
    },
    [heights, put],
  );

  /** Puts a place into the page and, once it is there, scrolls to it. */
  const goTo = useCallback(
    (place: number | "end") => {
      const height = page.current?.clientHeight ?? 0;
      const top = heights.top(place === "end" ? heights.count : place);
      goal.current = place;
      stick.current = place === "end";
      put(stretchBetween(heights, top - (1 + AHEAD) * height, top + (1 + AHEAD) * height));
    },
    [heights, put],
  );
  useLayoutEffect(() => {
    const view = page.current;
    const place = goal.current;
    if (!view || place === null) return;
    goal.current = null;
    const turn = view.querySelector<HTMLElement>(`[data-turn="${place}"]`);
    if (place === "end") view.scrollTop = view.scrollHeight;
    turn?.scrollIntoView({ block: "start" });
    turn?.focus({ preventScroll: true });
  });

  const onScroll = useCallback(() => {
    const view = page.current;
    if (!view) return;
    const atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR;
    // Only going up lets go of the end; text that grows faster than it is followed does not.
    if (atEnd) stick.current = true;
    else if (view.scrollTop < lastTop.current - 1) stick.current = false;
    lastTop.current = view.scrollTop;
    setAway(!atEnd && !stick.current);
    look(flushSync);
  }, [look]);

  // A conversation is read from its end, and so is an answer that begins.
  const last = thread.at(-1)?.message;
  const beginning = last?.status === "streaming" ? last.id : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another answer, not another height, is a reason
  useLayoutEffect(() => {
    if (beginning !== null || !opened.current) goTo("end");
    opened.current = true;
  }, [beginning]);

  // A thread that has changed may have other messages in sight.
  useLayoutEffect(() => look((change) => change()), [look]);

  // Sizes are remembered as they come; the end stays in sight while one reads there.
  useEffect(() => {
    const view = page.current;
    if (!view) return;
    const observer = new ResizeObserver((entries) => {
      for (const { target, borderBoxSize } of entries) {
        const { turn } = (target as HTMLElement).dataset;
        if (turn !== undefined && target.isConnected) heights.set(Number(turn), borderBoxSize[0]!.blockSize);
      }
      if (stick.current) view.scrollTop = view.scrollHeight;
    });
    observer.observe(view);
    for (const turn of view.querySelectorAll("[data-turn]")) observer.observe(turn);
    const changed = new MutationObserver((records) => {
      for (const { addedNodes, removedNodes } of records) {
        for (const node of removedNodes) observer.unobserve(node as Element);
        for (const node of addedNodes)
          if ((node as HTMLElement).dataset.turn !== undefined) observer.observe(node as Element);
      }
    });
    changed.observe(view.firstElementChild!, { childList: true });
    return () => {
      observer.disconnect();
      changed.disconnect();
    };
  }, [heights]);

  useEffect(() => {
    const root = document.documentElement;
    let theme: string | undefined;
    // On paper there is every message, in dark ink.
    const before = () => {
      if (document.querySelector("body > .print-layer")) return;
      theme = root.dataset.theme;
      root.dataset.theme = "light";
      flushSync(() => setPrinting(true));
    };
    const after = () => {
      if (theme === undefined) return;
      root.dataset.theme = theme;
      theme = undefined;
      flushSync(() => setPrinting(false));
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const field = event.target instanceof HTMLTextAreaElement && event.target.value === "";
      if (event.defaultPrevented || event.altKey || event.shiftKey || !isCommand(event)) return;
      if (document.querySelector("dialog[open]") || (isTyping(event.target) && !field)) return;
      if (event.key === "End") goTo("end");
      else if (event.key === "Home") goTo(0);
      else return;
      event.preventDefault();
    };
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    addEventListener("keydown", onKeyDown);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
      removeEventListener("keydown", onKeyDown);
    };
  }, [goTo]);

  const wanted = useTalkPlace((place) => place.messageId);
  useEffect(() => {
    const index = wanted === null ? -1 : thread.findIndex(({ message }) => message.id === wanted);
    if (index < 0) return;
    useTalkPlace.setState({ messageId: null });
    goTo(index);
  }, [wanted, thread, goTo]);

  const pieces = useMemo(
    () => piecesOf(heights, within(whole || printing ? ALL : stretch, heights.count), pinned),
    [heights, whole, printing, stretch, pinned],
  );
  return { page, pieces, away, onScroll, toEnd: useCallback(() => goTo("end"), [goTo]) };
}

const within = ({ first, last }: Stretch, count: number): Stretch => ({
  first: Math.max(0, Math.min(first, count - 1)),
  last: Math.min(last, count - 1),
});
