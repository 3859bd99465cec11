// A plain text or Markdown document around a passage: only the near part is loaded, more comes while scrolling.
import { useQueries } from "@tanstack/react-query";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { client } from "../../client.ts";
import { useText } from "../../i18n/index.ts";
import { scrollCalmly } from "./scroll.ts";
import { BLOCK, blockStretch, blocksAround, cutAtMarks, extendBlocks, type TextMark } from "./text-window.ts";

interface Props {
  document: Document;
  /** Length of the document's text in UTF-16 units. */
  total: number;
  marks: TextMark[];
  openN: number | null;
  label: string;
}

const MARGIN = 6000;

export function TextPassages({ document, total, marks, openN, label }: Props) {
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const open = marks.find((mark) => mark.n === openN) ?? null;
  const start = open ?? { start: 0, end: 0 };
  const [range, setRange] = useState(() => blocksAround(start, total, MARGIN));
  const [aimed, setAimed] = useState(open);
  if (aimed !== open) {
    setAimed(open);
    const wanted = blocksAround(start, total, MARGIN / 4);
    if (wanted.first < range.first || wanted.last > range.last) setRange(blocksAround(start, total, MARGIN));
  }

  const numbers = useMemo(
    () => Array.from({ length: range.last - range.first + 1 }, (_, at) => range.first + at),
    [range],
  );
  const blocks = useQueries({
    queries: numbers.map((block) => ({
      queryKey: ["document-text", document.id, document.runId, block],
      queryFn: () => client.documents.text({ documentId: document.id, ...blockStretch(block, total) }),
    })),
  });
  const failed = blocks.some((block) => block.isError);
  const loaded = blocks.every((block) => block.isSuccess);
  const text = loaded ? blocks.map((block) => block.data.text).join("") : null;
  const from = range.first * BLOCK;
  const pieces = useMemo(
    () => (text === null ? null : cutAtMarks(text, from, marks, openN)),
    [text, from, marks, openN],
  );
  // While further blocks load, what was there stays.
  const [kept, setKept] = useState(pieces);
  if (pieces && pieces !== kept) setKept(pieces);
  const shown = pieces ?? kept;

  // What is read stays where it is when text is put in front of it or let go behind it.
  const anchor = useRef<{ start: string; top: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: acts when the shown pieces change
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const kept = anchor.current;
    const same = kept && element.querySelector(`[data-start="${kept.start}"]`);
    if (same) element.scrollTop += same.getBoundingClientRect().top - kept.top;
    const remember = () => {
      const edge = element.getBoundingClientRect().top;
      const found = [...element.querySelectorAll<HTMLElement>("[data-start]")].find(
        (piece) => piece.getBoundingClientRect().bottom > edge,
      );
      anchor.current = found ? { start: found.dataset.start!, top: found.getBoundingClientRect().top } : null;
    };
    remember();
    element.addEventListener("scroll", remember, { passive: true });
    return () => element.removeEventListener("scroll", remember);
  }, [shown]);

  const shownOnce = useRef(false);
  const key = open ? `${open.n}:${open.start}:${open.end}` : null;
  const there = shown?.some((piece) => piece.n === openN) ?? false;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || key === null || !there) return;
    const target = () => {
      const mark = element.querySelector<HTMLElement>("mark[data-open]");
      if (!mark) return element.scrollTop;
      const box = mark.getBoundingClientRect();
      const top = box.top - element.getBoundingClientRect().top + element.scrollTop;
      const lead = box.height < element.clientHeight * 0.6 ? (element.clientHeight - box.height) * 0.3 : 24;
      return Math.max(0, top - lead);
    };
    const stop = scrollCalmly(element, target, shownOnce.current, () => undefined);
    shownOnce.current = true;
    return stop;
  }, [key, there]);

  const grow = useCallback(
    (towards: "before" | "after") => setRange((now) => extendBlocks(now, total, towards)),
    [total],
  );
  const lastOfAll = Math.max(0, Math.ceil(total / BLOCK) - 1);
  if (failed && !shown) return <p className="ev-state">{t("evidence.unreadable", { name: document.name })}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className="ev-prose-scroller" ref={scroller} tabIndex={0} aria-label={label}>
      <div className="ev-prose" lang={document.language ?? undefined} data-format={document.format ?? undefined}>
        {shown && range.first > 0 ? <Sentinel onSeen={grow} towards="before" waiting={!loaded} /> : null}
        {shown?.map((piece) =>
          piece.n === null ? (
            <span key={piece.start} data-start={piece.start}>
              {piece.text}
            </span>
          ) : (
            <mark
              key={`${piece.start}:${piece.n}`}
              data-evidence-box=""
              data-n={piece.n}
              data-page={1}
              data-start={piece.start}
              data-open={piece.n === openN ? "" : undefined}
            >
              {piece.text}
            </mark>
          ),
        )}
        {shown && range.last < lastOfAll ? <Sentinel onSeen={grow} towards="after" waiting={!loaded} /> : null}
      </div>
    </section>
  );
}

interface SentinelProps {
  towards: "before" | "after";
  waiting: boolean;
  onSeen(towards: "before" | "after"): void;
}

/** A line at the edge of what is loaded that asks for more when it comes near the view. */
function Sentinel({ towards, waiting, onSeen }: SentinelProps) {
  const line = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = line.current;
    if (!element || waiting) return;
    const watcher = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) onSeen(towards);
      },
      { root: element.closest(".ev-prose-scroller"), rootMargin: "400px 0px" },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [towards, waiting, onSeen]);
  return <span className="ev-edge" ref={line} />;
}
