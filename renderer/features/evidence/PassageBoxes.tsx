// The marker: fill under the ink and a box around the lines of each passage. Drawn twice a page by PdfPage.
import { type Box, outlinePaths, type PageMark } from "./geometry.ts";

interface Props {
  /** "fill" lies under the page's ink, "outline" over it. */
  layer: "fill" | "outline";
  page: number;
  marks: PageMark[];
  /** From points of the page to CSS pixels of its shown part. */
  place(box: Box): Box;
}

/** Distance between a line of text and the box around it, in CSS pixels. */
const PAD = 1.5;

export function PassageBoxes({ layer, page, marks, place }: Props) {
  return marks.map((mark) => {
    const boxes = mark.boxes.map(place);
    const paths = outlinePaths(boxes, PAD);
    return (
      <div className="ev-marks" key={mark.n} data-open={mark.open ? "" : undefined}>
        <svg className={`ev-${layer}`} aria-hidden="true">
          {layer === "fill" || mark.open
            ? paths.map((path, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a part keeps its place while its path changes with zoom
                <path key={index} d={path} pathLength={1} />
              ))
            : null}
        </svg>
        {layer === "outline"
          ? boxes.map(([left, top, right, bottom], index) => (
              <div
                className="ev-box"
                // biome-ignore lint/suspicious/noArrayIndexKey: lines of one passage have no other name than their order
                key={index}
                data-evidence-box=""
                data-n={mark.n}
                data-page={page}
                data-open={mark.open ? "" : undefined}
                style={{ left, top, width: right - left, height: bottom - top }}
              />
            ))
          : null}
      </div>
    );
  });
}
