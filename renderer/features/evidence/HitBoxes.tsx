// The hits of a search on one page of a PDF, each line of them in its box. Drawn by PdfPage over the page.
import type { Document } from "../../../shared/contract/documents.ts";
import { type Hit, useHitBoxes } from "./find.ts";
import type { Box } from "./geometry.ts";

/** The hits of a document, by page. */
export interface PageHits {
  document: Document;
  query: string;
  pages: ReadonlyMap<number, Hit[]>;
  current: Hit | null;
}

interface Props extends PageHits {
  page: number;
  /** From points of the page to CSS pixels of its shown part. */
  place(box: Box): Box;
}

/** Distance between the words and their box, in CSS pixels. */
const PAD = 1;

export function HitBoxes({ document: shown, query, pages, current, page, place }: Props) {
  const found = useHitBoxes(shown, query, page, pages.get(page));
  return found?.map(({ hit, boxes }) =>
    boxes.map(place).map(([left, top, right, bottom], line) => (
      <div
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one hit have no other name than their order
        key={`${hit.start} ${line}`}
        className="ev-hit"
        data-search-box=""
        data-current={hit === current ? "" : undefined}
        style={{ left: left - PAD, top: top - PAD, width: right - left + 2 * PAD, height: bottom - top + 2 * PAD }}
      />
    )),
  );
}
