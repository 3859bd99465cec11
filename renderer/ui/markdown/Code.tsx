// A block of code: coloured in pieces, so that what is added at the end leaves the pieces above as they are.

import { common, createLowlight } from "lowlight";
import { Check, Copy } from "lucide-react";
import { createElement, memo, type ReactNode, useMemo, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../Button.tsx";

const lowlight = createLowlight(common);
/** Lines of a piece; a string or comment that goes on over its end is coloured as if it began anew. */
const PIECE_LINES = 80;
/** A line longer than this is data rather than code and is not coloured. */
const LONGEST_PIECE = 20_000;

/** What highlighting gives: text and spans with class names. */
interface Coloured {
  type: string;
  value?: string;
  properties?: { className?: unknown };
  children?: Coloured[];
}

const toReact = (nodes: readonly Coloured[]): ReactNode[] =>
  nodes.map((node, index) => {
    if (node.type === "text") return node.value;
    const classes = node.properties?.className;
    const className = Array.isArray(classes) ? classes.join(" ") : undefined;
    return createElement("span", { key: index, className }, toReact(node.children ?? []));
  });

/** Code cut after every so many lines; joined they are the code again. */
export function piecesOf(code: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let lines = 0;
  for (let at = code.indexOf("\n"); at >= 0; at = code.indexOf("\n", at + 1)) {
    if (++lines % PIECE_LINES !== 0) continue;
    pieces.push(code.slice(start, at + 1));
    start = at + 1;
  }
  if (start < code.length || pieces.length === 0) pieces.push(code.slice(start));
  return pieces;
}

const Piece = memo(function Piece({ text, language }: { text: string; language: string }) {
  const known = text.length <= LONGEST_PIECE && lowlight.registered(language);
  return <span className="code-piece">{known ? toReact(lowlight.highlight(language, text).children) : text}</span>;
});

/** Copies `text`, and says for two seconds that it has. */
export function CopyButton({ text }: { text: string }) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    });
  return (
    <IconButton
      icon={copied ? Check : Copy}
      size={14}
      label={copied ? t("common.copied") : t("common.copy")}
      onClick={copy}
    />
  );
}

/** A block of code with its copy button, and others where they are given. */
export function CodeBlock({ text, language, buttons }: { text: string; language: string; buttons?: ReactNode }) {
  const pieces = useMemo(() => piecesOf(text), [text]);
  return (
    <div className="code-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that is wider than the page is scrolled with the keyboard */}
      <pre tabIndex={0}>
        <code className={language ? `language-${language.replaceAll(/[^\w+#-]/g, "")}` : undefined}>
          {pieces.map((piece, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces only ever change at the end
            <Piece key={index} text={piece} language={language} />
          ))}
        </code>
      </pre>
      <span className="block-buttons">
        {buttons}
        <CopyButton text={text} />
      </span>
    </div>
  );
}
