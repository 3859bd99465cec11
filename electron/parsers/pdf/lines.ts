// Builds lines of text from the stretches of a region: order, spaces, right-to-left, and the place of every UTF-16 unit.
import type { Box, TextRun } from "../../../shared/children/parser.ts";
import { type Cluster, clustersOf, logicalOrder } from "./clusters.ts";
import type { Frame, Stretch } from "./frames.ts";

/** A line as text. `runs` count from the line's own start. */
export interface Line {
  text: string;
  runs: TextRun[];
  /** In the frame's own directions. */
  u0: number;
  u1: number;
  v0: number;
  v1: number;
  base: number;
  /** Size of most of its characters, in points. */
  size: number;
  bold: boolean;
  monospace: boolean;
  /** Wide gaps inside: cells of a table. */
  cells: number;
  rtl: boolean;
  /** On the displayed page. */
  box: Box;
}

/** Groups the stretches of a region into lines, from top to bottom. */
export function groupLines(stretches: readonly Stretch[]): Stretch[][] {
  const lines: { members: Stretch[]; base: number; size: number; v0: number; v1: number; u0: number; u1: number }[] =
    [];
  const sorted = [...stretches].sort((a, b) => a.base - b.base || a.u0 - b.u0);
  for (const stretch of sorted) {
    let home: (typeof lines)[number] | null = null;
    for (let index = lines.length - 1; index >= Math.max(0, lines.length - 6); index--) {
      const line = lines[index]!;
      const em = Math.max(line.size, stretch.size);
      const shift = Math.abs(stretch.base - line.base);
      const smaller = Math.min(line.size, stretch.size);
      const overlap = Math.min(line.v1, stretch.v1) - Math.max(line.v0, stretch.v0);
      const near = stretch.u0 < line.u1 + 0.6 * em && stretch.u1 > line.u0 - 0.6 * em;
      const sameBase = shift < 0.3 * smaller;
      const raised = near && smaller < 0.8 * em && shift < 0.55 * em && overlap > 0.4 * (stretch.v1 - stretch.v0);
      if (sameBase || raised) {
        home = line;
        break;
      }
    }
    if (!home) {
      home = {
        members: [],
        base: stretch.base,
        size: 0,
        v0: stretch.v0,
        v1: stretch.v1,
        u0: stretch.u0,
        u1: stretch.u1,
      };
      lines.push(home);
    }
    home.members.push(stretch);
    if (stretch.size > home.size * 1.1) {
      home.base = stretch.base;
      home.v0 = stretch.v0;
      home.v1 = stretch.v1;
    }
    home.size = Math.max(home.size, stretch.size);
    home.u0 = Math.min(home.u0, stretch.u0);
    home.u1 = Math.max(home.u1, stretch.u1);
  }
  return lines.sort((a, b) => a.base - b.base).map((line) => line.members.sort((a, b) => a.u0 - b.u0));
}

/** A wider gap between words, in ems, parts runs: what is in it does not belong to a passage. */
const WIDE_GAP = 1.2;

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

/** The displayed page's rectangle of a rectangle in the frame. */
function pageBox(frame: Frame, u0: number, v0: number, u1: number, v1: number): Box {
  const radians = (frame.angle * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  const xs = [u0 * cos - v0 * sin, u1 * cos - v0 * sin, u0 * cos - v1 * sin, u1 * cos - v1 * sin];
  const ys = [u0 * sin + v0 * cos, u1 * sin + v0 * cos, u0 * sin + v1 * cos, u1 * sin + v1 * cos];
  return [round(Math.min(...xs), 2), round(Math.min(...ys), 2), round(Math.max(...xs), 2), round(Math.max(...ys), 2)];
}

function extentOf(clusters: readonly Cluster[]) {
  const extent = { u0: Infinity, u1: -Infinity, v0: Infinity, v1: -Infinity };
  for (const cluster of clusters) {
    extent.u0 = Math.min(extent.u0, cluster.u0);
    extent.u1 = Math.max(extent.u1, cluster.u1);
    extent.v0 = Math.min(extent.v0, cluster.v0);
    extent.v1 = Math.max(extent.v1, cluster.v1);
  }
  return extent;
}

function runOf(frame: Frame, part: readonly Cluster[], start: number, rtl: boolean): TextRun {
  const { u0, u1, v0, v1 } = extentOf(part);
  const length = Math.max(u1 - u0, 0.01);
  const along = (u: number) => Math.min(1, Math.max(0, rtl ? (u1 - u) / length : (u - u0) / length));
  const stops: number[] = [];
  for (const [index, cluster] of part.entries()) {
    const near = along(rtl ? cluster.u1 : cluster.u0);
    const far = along(rtl ? cluster.u0 : cluster.u1);
    if (index > 0 && cluster.spaceBefore) stops.push(along(rtl ? part[index - 1]!.u0 : part[index - 1]!.u1));
    for (let unit = 0; unit < cluster.text.length; unit++)
      stops.push(near + ((far - near) * unit) / cluster.text.length);
  }
  stops.push(1);
  for (let index = 1; index < stops.length; index++) stops[index] = Math.max(stops[index]!, stops[index - 1]!);
  const units = stops.length - 1;
  const even = stops.every((stop, index) => Math.abs(stop - index / units) < 0.004);
  const quarter = ((Math.round(frame.angle / 90) * 90) % 360) as 0 | 90 | 180 | 270;
  return {
    start,
    end: start + units,
    box: pageBox(frame, u0, v0, u1, v1),
    ...(even ? {} : { stops: stops.map((stop) => round(stop, 4)) }),
    ...(quarter === 0 ? {} : { angle: quarter }),
    ...(rtl ? { rtl: true } : {}),
  };
}

/** A line of text from the stretches that stand on it; null when nothing readable is left. */
export function buildLine(frame: Frame, members: readonly Stretch[]): Line | null {
  const found = clustersOf(members);
  if (found.clusters.length === 0) return null;
  const { clusters, rtl } = frame.vertical ? { clusters: found.clusters, rtl: false } : logicalOrder(found.clusters);
  clusters[0]!.spaceBefore = false;
  const isSkewed = frame.angle % 90 !== 0;
  const runs: TextRun[] = [];
  let text = "";
  let part: Cluster[] = [];
  let start = 0;
  const flush = () => {
    if (part.length > 0) runs.push(runOf(frame, part, start, part[0]!.rtl === true));
    part = [];
  };
  for (const cluster of clusters) {
    const last = part.at(-1);
    // A run keeps to one font, height and direction, so that its box is as tight as its glyphs.
    const breaks =
      last !== undefined &&
      (last.font !== cluster.font ||
        Math.abs(last.size - cluster.size) > 0.02 * last.size ||
        Math.abs(last.base - cluster.base) > 0.02 * last.size ||
        (last.rtl === true) !== (cluster.rtl === true) ||
        // Text at an angle is placed letter by letter: boxes lie along the page, and one around a word would not fit it.
        isSkewed ||
        (cluster.spaceBefore && Math.abs(cluster.u0 - last.u1) > WIDE_GAP * last.size));
    if (breaks) flush();
    if (cluster.spaceBefore) text += " ";
    if (part.length === 0) start = text.length;
    part.push(cluster);
    text += cluster.text;
  }
  flush();
  return { text, runs, ...measure(frame, clusters), cells: found.cells, rtl };
}

function measure(frame: Frame, clusters: readonly Cluster[]) {
  const weights = new Map<number, number>();
  let bold = 0;
  let monospace = 0;
  let characters = 0;
  for (const cluster of clusters) {
    const weight = cluster.text.length;
    const size = round(cluster.size, 1);
    weights.set(size, (weights.get(size) ?? 0) + weight);
    characters += weight;
    if (cluster.font.bold) bold += weight;
    if (cluster.font.monospace) monospace += weight;
  }
  const size = [...weights].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
  const main = clusters.find((cluster) => round(cluster.size, 1) === size) ?? clusters[0]!;
  const { u0, u1, v0, v1 } = extentOf(clusters);
  return {
    u0,
    u1,
    v0,
    v1,
    base: main.base,
    size,
    bold: bold > 0.8 * characters,
    monospace: monospace > 0.8 * characters,
    box: pageBox(frame, u0, v0, u1, v1),
  };
}
