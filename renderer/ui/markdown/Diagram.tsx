// A diagram in an answer: its picture, or its source while there is none.
import { CodeXml, Workflow } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { type TextKey, useText } from "../../i18n/index.ts";
import { IconButton } from "../Button.tsx";
import { CodeBlock } from "./Code.tsx";
import { describeDiagram } from "./diagram-source.ts";
import type { DrawnDiagram } from "./diagrams.ts";

function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
const useTheme = () =>
  useSyncExternalStore(
    watchTheme,
    () => document.documentElement.dataset.theme,
    () => "light",
  );

/** Pictures that were drawn, so that an answer that comes back into sight has its size at once. */
const drawn = new Map<string, DrawnDiagram | null>();
const KEPT = 60;
function keep(key: string, drawing: DrawnDiagram | null): void {
  drawn.set(key, drawing);
  const oldest = drawn.size > KEPT ? drawn.keys().next().value : undefined;
  if (oldest !== undefined) drawn.delete(oldest);
}

/** A picture wider than the page shrinks to this part of its size; beyond that it is scrolled. */
const SMALLEST = 0.7;

const KIND_WORDS: Record<string, TextKey> = {
  flowchart: "common.diagramFlowchart",
  sequence: "common.diagramSequence",
  pie: "common.diagramPie",
  timeline: "common.diagramTimeline",
  mindmap: "common.diagramMindmap",
};

/** The picture of a finished diagram, with a button for its source; a broken one stays source and says so. */
export function Diagram({ source }: { source: string }) {
  const t = useText();
  const theme = useTheme();
  // undefined: being drawn.
  const key = `${theme} ${source}`;
  const [picture, setPicture] = useState<DrawnDiagram | null | undefined>(() => drawn.get(key));
  const [asSource, setAsSource] = useState(false);
  useEffect(() => {
    const known = drawn.get(key);
    if (known !== undefined) return setPicture(known);
    let gone = false;
    void import("./diagrams.ts")
      .then(({ drawDiagram }) => drawDiagram(source))
      .catch(() => null)
      .then((drawing) => {
        keep(key, drawing);
        if (!gone) setPicture(drawing);
      });
    return () => {
      gone = true;
    };
  }, [source, key]);
  const toggle = picture && (
    <IconButton
      icon={asSource ? Workflow : CodeXml}
      size={14}
      label={t(asSource ? "common.showDiagram" : "common.showSource")}
      onClick={() => setAsSource(!asSource)}
    />
  );
  if (!picture || asSource) {
    return (
      <div className="diagram">
        <CodeBlock text={source} language="mermaid" buttons={toggle} />
        {picture === null && <p className="diagram-note">{t("common.diagramBroken")}</p>}
      </div>
    );
  }
  const { title, kind } = describeDiagram(source);
  const kindWords = t(KIND_WORDS[kind] ?? "common.diagram");
  return (
    <figure className="diagram">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a diagram that is wider than the page is scrolled with the keyboard */}
      <div className="diagram-scroll" tabIndex={0}>
        <img
          src={picture.src}
          width={Math.round(picture.width)}
          height={Math.round(picture.height)}
          style={{ minWidth: Math.round(picture.width * SMALLEST) }}
          alt={title ? `${kindWords}: ${title}` : kindWords}
        />
      </div>
      <span className="block-buttons">{toggle}</span>
    </figure>
  );
}
