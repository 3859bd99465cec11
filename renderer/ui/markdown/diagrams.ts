// Draws Mermaid's diagrams as pictures. A picture runs nothing, loads nothing and links nowhere, whatever is in it.
// The library comes with the first diagram.
import { plainDiagram } from "./diagram-source.ts";
import { collectStyles, restoreStyles } from "./style-shims.ts";

export interface DrawnDiagram {
  /** Address for an <img>. */
  src: string;
  /** In CSS pixels. */
  width: number;
  height: number;
}

const MAX_CHARACTERS = 20_000;
const MAX_EDGES = 300;
/** Drawings share the library's settings and the page's styles, so they are made one after the other. */
let lastTurn: Promise<unknown> = Promise.resolve();
let count = 0;

/** What any CSS colour is as #rrggbb, which is all that the library can reckon with. */
function hexOf(colour: string, context: OffscreenCanvasRenderingContext2D): string {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const bytes = [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** The design's own colours for the theme that is on. */
function themeVariables(fontFamily: string): Record<string, unknown> {
  const root = getComputedStyle(document.documentElement);
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })!;
  const token = (name: string) => hexOf(root.getPropertyValue(name).trim(), context);
  const wash = (percent: number) =>
    hexOf(
      `color-mix(in oklch, ${root.getPropertyValue("--accent")} ${percent}%, ${root.getPropertyValue("--paper")})`,
      context,
    );
  const [paper, well, ink, soft, edge, line] = ["--paper", "--well", "--ink", "--ink-2", "--edge", "--line"].map(token);
  // Steps that are told apart beside each other and carry ink.
  const steps = [14, 38, 22, 46, 8, 30];
  const scale: Record<string, unknown> = {};
  for (let index = 0; index < 12; index++) {
    const fill = wash(steps[index % steps.length]!);
    Object.assign(scale, { [`pie${index + 1}`]: fill, [`cScale${index}`]: fill, [`cScaleLabel${index}`]: ink });
    Object.assign(scale, { [`cScaleInv${index}`]: edge, [`cScalePeer${index}`]: edge });
    if (index < 8) Object.assign(scale, { [`git${index}`]: wash(35 + 8 * index), [`gitBranchLabel${index}`]: ink });
    if (index < 8) Object.assign(scale, { [`fillType${index}`]: fill });
  }
  return {
    ...scale,
    darkMode: document.documentElement.dataset.theme === "dark",
    background: paper,
    fontFamily,
    fontSize: "14px",
    primaryColor: wash(10),
    primaryTextColor: ink,
    primaryBorderColor: edge,
    secondaryColor: wash(22),
    secondaryTextColor: ink,
    secondaryBorderColor: edge,
    tertiaryColor: well,
    tertiaryTextColor: ink,
    tertiaryBorderColor: line,
    lineColor: soft,
    textColor: ink,
    mainBkg: wash(10),
    nodeBorder: edge,
    clusterBkg: well,
    clusterBorder: line,
    titleColor: ink,
    edgeLabelBackground: paper,
    noteBkgColor: well,
    noteTextColor: ink,
    noteBorderColor: edge,
    pieSectionTextColor: ink,
    pieLegendTextColor: ink,
    pieTitleTextColor: ink,
    pieStrokeColor: edge,
    pieOuterStrokeColor: edge,
    pieOpacity: "1",
    dropShadow: "none",
  };
}

/** A whole SVG document of what the library gave, with a size of its own; null where it has none. */
function pictureOf(markup: string, css: string): DrawnDiagram | null {
  const open = /^\s*<svg\b[^>]*>/.exec(markup)?.[0];
  const box = /\bviewBox="([-\d.e+ ]+)"/
    .exec(open ?? "")?.[1]
    ?.split(/\s+/)
    .map(Number);
  const [, , width = 0, height = 0] = box ?? [];
  if (!open || !(width > 0 && height > 0 && width < 20_000 && height < 20_000)) return null;
  const sized = open
    .replaceAll(/\s(?:width|height|style)="[^"]*"/g, "")
    .replace("<svg", `<svg width="${width}" height="${height}"`);
  const rules = css.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const whole = `${sized}<style>${rules}</style>${markup.slice(open.length)}`;
  return { src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole)}`, width, height };
}

async function draw(source: string): Promise<DrawnDiagram | null> {
  const { default: mermaid } = await import("mermaid");
  const fontFamily = getComputedStyle(document.body).fontFamily;
  const host = document.createElement("div");
  host.className = "diagram-workshop";
  host.inert = true;
  document.body.append(host);
  const styles = collectStyles();
  try {
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      suppressErrorRendering: true,
      htmlLabels: false,
      layout: "dagre",
      maxTextSize: MAX_CHARACTERS,
      maxEdges: MAX_EDGES,
      logLevel: 5,
      theme: "base",
      fontFamily,
      themeVariables: themeVariables(fontFamily),
    });
    const { svg } = await mermaid.render(`diagram-${++count}`, source, host);
    return pictureOf(restoreStyles(svg), styles.css());
  } catch {
    return null;
  } finally {
    styles.undo();
    host.remove();
  }
}

/** The picture of a diagram in the colours of the theme that is on; null where its source is broken or not drawn. */
export function drawDiagram(source: string): Promise<DrawnDiagram | null> {
  const plain = source.length <= MAX_CHARACTERS ? plainDiagram(source) : null;
  if (plain === null) return Promise.resolve(null);
  const drawing = lastTurn.then(() => draw(plain));
  lastTurn = drawing;
  return drawing;
}
