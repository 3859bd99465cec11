// The pieces of a text with what is marked on them: passages, hits of a search, headings, and where pages begin.
import { Fragment, type ReactNode } from "react";
import { useText } from "../../i18n/index.ts";
import { headingsOf, type Piece, pageOf } from "./text-window.ts";

interface Props {
  pieces: readonly Piece[];
  /** Offsets where pages begin. */
  starts: readonly number[];
  openN: number | null;
  currentHit: number | null;
  /** A line that begins with "#" is no heading. */
  plain: boolean;
}

export function TextPieces({ pieces, starts, openN, currentHit, plain }: Props) {
  const t = useText();
  return pieces.map((piece) => {
    const page = pageOf(starts, piece.start);
    const words = plain ? piece.text : styled(piece.text);
    const inner =
      piece.hit === null ? (
        words
      ) : (
        <span className="ev-text-hit" data-search-box="" data-current={piece.hit === currentHit ? "" : undefined}>
          {words}
        </span>
      );
    return (
      <Fragment key={`${piece.start}:${piece.n ?? ""}`}>
        {page > 1 && starts[page - 1] === piece.start ? (
          // biome-ignore lint/a11y/useSemanticElements: an <hr> can hold no page number
          <div
            className="ev-break num"
            role="separator"
            aria-label={t("common.page", { n: page })}
            data-text-page={page}
          >
            {page}
          </div>
        ) : null}
        {piece.n === null ? (
          <span data-start={piece.start}>{inner}</span>
        ) : (
          <mark
            data-evidence-box=""
            data-n={piece.n}
            data-page={page}
            data-start={piece.start}
            data-open={piece.n === openN ? "" : undefined}
          >
            {inner}
          </mark>
        )}
      </Fragment>
    );
  });
}

function styled(text: string): ReactNode {
  const parts = headingsOf(text);
  if (parts.every(({ heading }) => !heading)) return text;
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one unchanging text
  return parts.map((part, index) => (part.heading ? <b key={index}>{part.text}</b> : part.text));
}
