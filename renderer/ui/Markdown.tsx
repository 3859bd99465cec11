// Markdown of answers and documents: code, tables, formulas, diagrams; no raw HTML, no pictures from elsewhere, no
// silent links. A text that grows is drawn again only in its last block, and of a long one only what is in sight.
import "katex/dist/katex.min.css";
import { type CSSProperties, memo, startTransition, useEffect, useMemo, useRef, useState } from "react";
import "./markdown.css";
import { Block, type Drawing, settledText } from "./markdown/Block.tsx";
import { blockSplitter, type MarkdownBlock } from "./markdown/blocks.ts";
import { type Definitions, definitionsFor, definitionsOf } from "./markdown/definitions.ts";
import type { TextRange } from "./markdown/ranges.ts";

export interface MarkdownProps extends Partial<Drawing> {
  text: string;
  /** Still being written: open marks at the end are closed or held back. */
  streaming?: boolean;
  lang?: string | undefined;
  /** Stretches of `text` that are shown through `Range`. */
  ranges?: readonly TextRange[];
}

const NO_CITATIONS: ReadonlySet<number> = new Set();
const NO_RANGES: readonly TextRange[] = [];
/** Characters of a part; the browser lays out and paints a long text part by part, as they come into sight. */
const PART = 2500;
/** Shorter texts are laid out at once. */
const LONG = 10_000;
/** Characters of a line of the usual width and its height in pixels, for parts that were never in sight. */
const LINE = { characters: 72, height: 25 };

/** Blocks grouped into parts; parts above the last one stay as they are while the text grows. */
function partsOf(blocks: readonly MarkdownBlock[]): MarkdownBlock[][] {
  const parts: MarkdownBlock[][] = [];
  let room = 0;
  for (const block of blocks) {
    if (room <= 0) {
      parts.push([]);
      room = PART;
    }
    parts.at(-1)!.push(block);
    room -= block.text.length;
  }
  return parts;
}

function heightOf(blocks: readonly MarkdownBlock[]): number {
  const lines = blocks.reduce(
    (sum, { text }) => sum + Math.max(text.split("\n").length, text.length / LINE.characters),
    0,
  );
  return Math.round(lines * LINE.height);
}

interface PartProps extends Drawing {
  blocks: readonly MarkdownBlock[];
  /** Offset of the block that is still being written. */
  writing: number | null;
  ranges: readonly TextRange[];
  definitions: Definitions;
  far: boolean;
}

const Part = memo(
  function Part({ blocks, writing, ranges, definitions, far, ...drawing }: PartProps) {
    const style = useMemo(
      () => (far ? ({ containIntrinsicBlockSize: `auto ${heightOf(blocks)}px` } satisfies CSSProperties) : undefined),
      [far, blocks],
    );
    return (
      <div className={far ? "md-part md-far" : "md-part"} style={style}>
        {blocks.map((block) => (
          <Block
            key={block.start}
            block={block}
            streaming={block.start === writing}
            ranges={rangesIn(block, ranges)}
            definitions={definitionsFor(block, definitions)}
            {...drawing}
          />
        ))}
      </div>
    );
  },
  (a, b) =>
    a.blocks.length === b.blocks.length &&
    a.blocks.every((block, index) => block === b.blocks[index]) &&
    a.writing === b.writing &&
    a.ranges === b.ranges &&
    a.definitions === b.definitions &&
    a.far === b.far &&
    a.citations === b.citations &&
    a.Chip === b.Chip &&
    a.Range === b.Range,
);

function rangesIn({ start, text }: MarkdownBlock, ranges: readonly TextRange[]): readonly TextRange[] {
  const found = ranges.filter((range) => range.start < start + text.length && start < range.end);
  return found.length > 0 ? found : NO_RANGES;
}

/** Remembers what the last text was cut into. */
function reader() {
  const split = blockSplitter();
  let definitions: Definitions = new Map();
  return (text: string) => {
    const blocks = split(text);
    definitions = definitionsOf(blocks, definitions);
    return { blocks, definitions };
  };
}

/** Between two drawings of a text that grows: at least this, and so much longer than drawing took, in milliseconds. */
const PACE_MS = 33;
const REST = 3;
/** A key that was just pressed is shown first; so long after it nothing is drawn, but never longer than LATEST_MS. */
const AFTER_KEY_MS = 50;
const LATEST_MS = 400;

let lastKeyMs = Number.NEGATIVE_INFINITY;
if (typeof window !== "undefined") {
  addEventListener("keydown", () => (lastKeyMs = performance.now()), { capture: true, passive: true });
}

/**
 * A text as it is to be drawn: while it grows at a pace that leaves most of the time to keys and scrolling, however much
 * there is to draw; else at once.
 */
function usePaced(text: string, streaming: boolean): string {
  const [shown, setShown] = useState(text);
  const drawing = useRef({ startedMs: 0, tookMs: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measures the drawing of each text that is shown
  useEffect(() => {
    drawing.current.tookMs = performance.now() - drawing.current.startedMs;
  }, [shown]);
  useEffect(() => {
    if (!streaming || text === shown) return;
    const { startedMs, tookMs } = drawing.current;
    const dueMs = startedMs + Math.min(Math.max(PACE_MS, tookMs * (1 + REST)), LATEST_MS);
    let timer: ReturnType<typeof setTimeout>;
    const draw = () => {
      const nowMs = performance.now();
      const calmMs = Math.min(lastKeyMs + AFTER_KEY_MS, startedMs + LATEST_MS);
      if (calmMs > nowMs) {
        timer = setTimeout(draw, calmMs - nowMs);
        return;
      }
      drawing.current.startedMs = nowMs;
      startTransition(() => setShown(text));
    };
    timer = setTimeout(draw, dueMs - performance.now());
    return () => clearTimeout(timer);
  }, [text, shown, streaming]);
  return streaming ? shown : text;
}

/** Markdown as React elements; safe for text that nobody has checked. */
export const Markdown = memo(function Markdown(props: MarkdownProps) {
  const { streaming = false, lang, citations = NO_CITATIONS, ranges = NO_RANGES, Chip, Range } = props;
  const text = usePaced(props.text, streaming);
  const [read] = useState(reader);
  const { blocks, definitions } = useMemo(() => read(text), [read, text]);
  const last = streaming ? blocks.at(-1) : undefined;
  const held = !!last && !last.code && settledText(last).trim() === "";
  const parts = useMemo(() => partsOf(held ? blocks.slice(0, -1) : blocks), [blocks, held]);
  const far = text.length > LONG;
  return (
    <div className="markdown" lang={lang}>
      {parts.map((part) => (
        <Part
          key={part[0]!.start}
          blocks={part}
          writing={last && !held && part.at(-1) === last ? last.start : null}
          ranges={ranges}
          definitions={definitions}
          far={far}
          citations={citations}
          Chip={Chip}
          Range={Range}
        />
      ))}
    </div>
  );
});
