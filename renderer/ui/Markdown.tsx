// Markdown of answers and documents: code, tables, formulas; no raw HTML, no pictures from elsewhere, no silent links.
import "katex/dist/katex.min.css";
import { Check, Copy, ImageOff } from "lucide-react";
import { type ComponentType, memo, type ReactNode, useDeferredValue, useMemo, useState } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeHighlight from "rehype-highlight";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { useText } from "../i18n/index.ts";
import { IconButton } from "./Button.tsx";
import { Icon } from "./Icon.tsx";
import "./markdown.css";
import { rehypeFormulas } from "./markdown/formulas.ts";
import { remarkPlainMath, withDollars } from "./markdown/math.ts";
import { remarkPlainNotes } from "./markdown/notes.ts";
import { remarkRanges, type TextRange } from "./markdown/ranges.ts";
import { settle } from "./markdown/unfinished.ts";
import { OutsideLink, outsideAddress } from "./OutsideLink.tsx";

export interface MarkdownProps {
  text: string;
  /** Still being written: open marks at the end are closed or held back. */
  streaming?: boolean;
  lang?: string | undefined;
  /** Numbers whose [n] is a citation. */
  citations?: ReadonlySet<number>;
  /** Stretches of `text` that are shown through `Range`. */
  ranges?: readonly TextRange[];
  /** Draws citation n; `at` is its offset in `text`. */
  Chip?: ComponentType<{ n: number; at: number }>;
  /** Draws a stretch of text that belongs to the given ranges. */
  Range?: ComponentType<{ ids: readonly string[]; children: ReactNode }>;
}

const NO_CITATIONS: ReadonlySet<number> = new Set();
const NO_RANGES: readonly TextRange[] = [];

function CodeBlock({ children }: { children?: ReactNode }) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const copy = (button: HTMLElement) => {
    const code = button.closest(".code-block")?.querySelector("code")?.textContent ?? "";
    void navigator.clipboard.writeText(code).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    });
  };
  return (
    <div className="code-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that is wider than the page is scrolled with the keyboard */}
      <pre tabIndex={0}>{children}</pre>
      <IconButton
        icon={copied ? Check : Copy}
        size={14}
        label={copied ? t("common.copied") : t("common.copy")}
        onClick={(event) => copy(event.currentTarget)}
      />
    </div>
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

const PLAIN: Components = {
  a: ({ href, children }) => <OutsideLink href={href}>{children}</OutsideLink>,
  img: ({ src, alt }) => <Picture src={src} alt={alt} />,
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
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

/** Markdown as React elements; safe for text that nobody has checked. */
export const Markdown = memo(function Markdown(props: MarkdownProps) {
  const { streaming = false, lang, citations = NO_CITATIONS, ranges = NO_RANGES, Chip, Range } = props;
  // While text arrives faster than it can be set, frames are left out instead of queued.
  const latest = useDeferredValue(props.text);
  const source = useMemo(() => withDollars(streaming ? settle(latest) : props.text), [streaming, latest, props.text]);
  const components = useMemo<Components>(
    () => ({
      ...PLAIN,
      cite: (given) => {
        const attributes = given as Record<string, unknown>;
        const n = Number(attributes["data-n"]);
        return Chip ? <Chip n={n} at={Number(attributes["data-at"])} /> : <>[{n}]</>;
      },
      mark: (given) => {
        const ids = String((given as Record<string, unknown>)["data-ids"]).split(" ");
        return Range ? <Range ids={ids}>{given.children}</Range> : given.children;
      },
    }),
    [Chip, Range],
  );
  const rendered = useMemo(
    () => (
      <ReactMarkdown
        remarkPlugins={[
          remarkGfm,
          remarkMath,
          [remarkPlainMath, { source }],
          remarkPlainNotes,
          [remarkRanges, { source, citations, ranges }],
        ]}
        rehypePlugins={[rehypeFormulas, [rehypeHighlight, { detect: false }]]}
        urlTransform={(url) => url}
        components={components}
      >
        {source}
      </ReactMarkdown>
    ),
    [source, citations, ranges, components],
  );
  return (
    <div className="markdown" lang={lang}>
      {rendered}
    </div>
  );
});
