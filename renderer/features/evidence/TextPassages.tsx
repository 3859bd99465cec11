// The text of a document around a passage or hit: only the near part is loaded, more comes while scrolling. For all
// formats that are not shown as pictures of pages.
import { useQueries } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { client } from "../../client.ts";
import { useText } from "../../i18n/index.ts";
import type { Found } from "./find.ts";
import type { PagesHandle } from "./PdfPages.tsx";
import { useWheelZoom } from "./pages-scroll.ts";
import { useViewer } from "./store.ts";
import { TextPieces } from "./TextPieces.tsx";
import { useAim, useAnchor, useShownPage } from "./text-scroll.ts";
import { BLOCK, blockStretch, blocksAround, cutAtMarks, extendBlocks, pageOf, type TextMark } from "./text-window.ts";

interface Props {
  document: Document;
  /** Where the pages begin and end in the document's text. */
  pages: readonly { start: number; end: number }[];
  marks: TextMark[];
  openN: number | null;
  found: Found | null;
  handle: RefObject<PagesHandle | null>;
  onPage(page: number): void;
  label: string;
}

const MARGIN = 6000;

/** What is looked at: a passage, a hit of the search, or the start of a page; asked for anew when `key` changes. */
interface Sought {
  key: string;
  start: number;
  end: number;
}

export function TextPassages({ document, pages, marks, openN, found, handle, onPage, label }: Props) {
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const total = pages.at(-1)?.end ?? 0;
  const starts = useMemo(() => pages.map(({ start }) => start), [pages]);
  const open = marks.find((mark) => mark.n === openN) ?? null;
  const hit = found?.current ?? null;
  const asked = found?.asked ?? 0;

  // The last thing asked for is looked at: another passage, another hit, another page.
  const [sought, setSought] = useState<Sought | null>(null);
  const openKey = open && `passage ${open.n} ${open.start} ${open.end}`;
  const hitKey = hit && `hit ${hit.start} ${asked}`;
  const [keys, setKeys] = useState<{ open: string | null; hit: string | null }>({ open: null, hit: null });
  if (keys.open !== openKey || keys.hit !== hitKey) {
    setKeys({ open: openKey, hit: hitKey });
    if (hit && hitKey && keys.hit !== hitKey) setSought({ key: hitKey, start: hit.start, end: hit.end });
    else if (open && openKey && keys.open !== openKey) setSought({ key: openKey, start: open.start, end: open.end });
  }
  const [range, setRange] = useState(() => blocksAround(open ?? { start: 0, end: 0 }, total, MARGIN));
  const [aimed, setAimed] = useState(sought);
  if (aimed !== sought) {
    setAimed(sought);
    const wanted = sought && blocksAround(sought, total, MARGIN / 4);
    if (wanted && (wanted.first < range.first || wanted.last > range.last))
      setRange(blocksAround(sought, total, MARGIN));
  }
  const pageJumps = useRef(0);
  handle.current = {
    goTo: (page) => {
      const start = starts[Math.max(0, Math.min(starts.length - 1, page - 1))] ?? 0;
      pageJumps.current += 1;
      setSought({ key: `page ${page} ${pageJumps.current}`, start, end: start });
    },
  };

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
  const hits = found?.hits;
  const pieces = useMemo(
    () => (text === null ? null : cutAtMarks(text, from, marks, openN, { ...(hits ? { hits } : {}), pages: starts })),
    [text, from, marks, openN, hits, starts],
  );
  // While further blocks load, what was there stays.
  const [kept, setKept] = useState(pieces);
  if (pieces && pieces !== kept) setKept(pieces);
  const shown = pieces ?? kept;

  const zoom = useViewer((state) => state.zoom);
  useWheelZoom(scroller);
  useAnchor(scroller, shown, zoom);
  const there = sought !== null && !!shown?.some((piece) => piece.start <= sought.start && piece.end >= sought.start);
  useAim(scroller, there ? sought.key : null, sought?.start ?? 0);
  const offsetAtTop = useShownPage(scroller, shown);
  const page = pageOf(starts, offsetAtTop);
  useEffect(() => onPage(page), [page, onPage]);

  const grow = useCallback(
    (towards: "before" | "after") => setRange((now) => extendBlocks(now, total, towards)),
    [total],
  );
  const lastOfAll = Math.max(0, Math.ceil(total / BLOCK) - 1);
  if (failed && !shown) return <p className="ev-state">{t("evidence.unreadable", { name: document.name })}</p>;
  return (
    <section
      className="ev-prose-scroller"
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      data-viewer-scroller=""
    >
      <div
        className="ev-prose"
        lang={document.language ?? undefined}
        data-format={document.format ?? undefined}
        style={{ ["--ev-zoom" as string]: zoom }}
      >
        {shown && range.first > 0 ? <Sentinel onSeen={grow} towards="before" waiting={!loaded} /> : null}
        {shown ? (
          <TextPieces
            pieces={shown}
            starts={starts}
            openN={openN}
            currentHit={found?.at ?? null}
            plain={document.format === "text"}
          />
        ) : null}
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
  useLayoutEffect(() => {
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
