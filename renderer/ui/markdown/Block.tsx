// One top-level block of Markdown as React elements.
import { ImageOff } from "lucide-react";
import { type ComponentType, createContext, memo, type ReactNode, useContext, useMemo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { useText } from "../../i18n/index.ts";
import { Icon } from "../Icon.tsx";
import { OutsideLink, outsideAddress } from "../OutsideLink.tsx";
import type { MarkdownBlock } from "./blocks.ts";
import { CodeBlock } from "./Code.tsx";
import { Diagram } from "./Diagram.tsx";
import { remarkEndAt } from "./definitions.ts";
import { rehypeFormulas } from "./formulas.ts";
import { remarkPlainHtml } from "./html.ts";
import { remarkPlainMath, withDollars } from "./math.ts";
import { remarkPlainNotes } from "./notes.ts";
import { remarkRanges, type TextRange } from "./ranges.ts";
import { settle } from "./unfinished.ts";

/** How citations and stretches are drawn; the same for all blocks of a text. */
export interface Drawing {
  /** Numbers whose [n] is a citation. */
  citations: ReadonlySet<number>;
  Chip: ComponentType<{ n: number; at: number }> | undefined;
  Range: ComponentType<{ ids: readonly string[]; children: ReactNode }> | undefined;
}

export interface BlockProps extends Drawing {
  block: MarkdownBlock;
  /** Still being written: open marks at the end are closed or held back. */
  streaming: boolean;
  /** Stretches of the whole text that reach into this block. */
  ranges: readonly TextRange[];
  /** Definitions of other blocks that this one uses. */
  definitions: string;
}

/** Whether the block around is still being written. */
const Writing = createContext(false);

/** Code, or the diagram that it describes. */
function Code({ text, language, closed }: { text: string; language: string; closed: boolean }) {
  const writing = useContext(Writing);
  return language === "mermaid" && (closed || !writing) ? (
    <Diagram source={text} />
  ) : (
    <CodeBlock text={text} language={language} />
  );
}

function Picture({ src, alt }: { src?: unknown; alt?: string | undefined }) {
  const t = useText();
  const address = typeof src === "string" ? src : "";
  return (
    <span className="picture-left-out">
      <Icon of={ImageOff} size={14} />
      {t("common.pictureLeftOut", { name: alt || address.slice(0, 80) || "–" })}
      {outsideAddress(address) && <span className="picture-address">{address}</span>}
    </span>
  );
}

/** The little of an element of the HTML tree that a code block is read from. */
interface CodeElement {
  value?: string;
  properties?: { className?: unknown };
  children?: CodeElement[];
}
const textOf = (node: CodeElement): string => node.value ?? (node.children ?? []).map(textOf).join("");

function codeIn(pre: CodeElement | undefined): { text: string; language: string } {
  const code = pre?.children?.[0];
  const classes = Array.isArray(code?.properties?.className) ? code.properties.className.map(String) : [];
  const name = classes.find((each) => each.startsWith("language-"))?.slice("language-".length);
  return { text: code ? textOf(code).replace(/\n$/, "") : "", language: name?.toLowerCase() ?? "" };
}

const PLAIN: Components = {
  a: ({ href, children }) => <OutsideLink href={href}>{children}</OutsideLink>,
  img: ({ src, alt }) => <Picture src={src} alt={alt} />,
  pre: ({ node }) => <Code {...codeIn(node as CodeElement | undefined)} closed={false} />,
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is wider than the page is scrolled with the keyboard
    <div className="table-scroll" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  // The question above an answer is the h2.
  h1: ({ children }) => <h3 className="md-h1">{children}</h3>,
  h2: ({ children }) => <h4 className="md-h2">{children}</h4>,
  h3: ({ children }) => <h5 className="md-h3">{children}</h5>,
  h4: ({ children }) => <h6 className="md-h3">{children}</h6>,
};

/** `from` is the block's offset in the whole text, in which chips count. */
function componentsFor(Chip: Drawing["Chip"], Range: Drawing["Range"], from: number): Components {
  return {
    ...PLAIN,
    cite: (given) => {
      const attributes = given as Record<string, unknown>;
      const n = Number(attributes["data-n"]);
      return Chip ? <Chip n={n} at={from + Number(attributes["data-at"])} /> : <>[{n}]</>;
    },
    mark: (given) => {
      const ids = String((given as Record<string, unknown>)["data-ids"]).split(" ");
      return Range ? <Range ids={ids}>{given.children}</Range> : given.children;
    },
  };
}

/** Text to show of a block that is still being written; "" where nothing is certain yet. */
export const settledText = (block: MarkdownBlock): string => settle(block.text);

/** Finished blocks that look the same wherever they stand, by their source: answers come back into sight at no cost. */
const finished = new Map<string, ReactNode>();
const KEPT = 1000;
const LONGEST_KEPT = 4000;

function finishedOnce(source: string, draw: () => ReactNode): ReactNode {
  const known = finished.get(source);
  if (known !== undefined || source.length > LONGEST_KEPT) return known ?? draw();
  const drawn = draw();
  finished.set(source, drawn);
  const oldest = finished.size > KEPT ? finished.keys().next().value : undefined;
  if (oldest !== undefined) finished.delete(oldest);
  return drawn;
}

function TextBlock({ block, streaming, ranges, definitions, citations, Chip, Range }: BlockProps) {
  const { start } = block;
  const components = useMemo(() => componentsFor(Chip, Range, start), [Chip, Range, start]);
  return useMemo(() => {
    const own = withDollars(streaming ? settle(block.text) : block.text);
    const source = own + definitions;
    const inBlock = ranges.map((range) => ({ ...range, start: range.start - start, end: range.end - start }));
    // Called rather than mounted: it has no state, and its result can be kept.
    const draw = () =>
      ReactMarkdown({
        remarkPlugins: [
          remarkGfm,
          remarkMath,
          [remarkEndAt, { end: own.length }],
          remarkPlainHtml,
          [remarkPlainMath, { source }],
          remarkPlainNotes,
          [remarkRanges, { source, citations, ranges: inBlock }],
        ],
        rehypePlugins: [rehypeFormulas],
        urlTransform: (url) => url,
        components,
        children: source,
      });
    // Neither chips nor ranges, which belong to one message, are in such a block.
    const isPlain = !streaming && ranges.length === 0 && block.marks.length === 0 && definitions === "";
    return isPlain ? finishedOnce(source, draw) : draw();
  }, [block.text, block.marks, streaming, start, ranges, definitions, citations, components]);
}

const sameRanges = (a: readonly TextRange[], b: readonly TextRange[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((range, index) => {
      const other = b[index]!;
      return range.id === other.id && range.start === other.start && range.end === other.end;
    }));

/** Drawn again only when something changes in this very block. */
export const Block = memo(
  function Block(props: BlockProps) {
    const { code } = props.block;
    return (
      <Writing value={props.streaming}>
        {code ? (
          <Code text={props.streaming ? settledCode(code) : code.text} language={code.language} closed={code.closed} />
        ) : (
          <TextBlock {...props} />
        )}
      </Writing>
    );
  },
  (a, b) =>
    a.block === b.block &&
    a.streaming === b.streaming &&
    a.definitions === b.definitions &&
    a.Chip === b.Chip &&
    a.Range === b.Range &&
    sameRanges(a.ranges, b.ranges) &&
    a.block.marks.every((n) => a.citations.has(n) === b.citations.has(n)),
);

/** Without the fence that is about to be closed. */
const settledCode = (code: NonNullable<MarkdownBlock["code"]>): string =>
  code.closed ? code.text : code.text.replace(/(?:^|\n) {0,3}(?:`+|~+)$/, "");
