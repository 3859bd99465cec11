// The inside of the viewer for one document: pages of a PDF or the text of the other formats, with passages and the
// hits of a search marked.
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useCallback, useState } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { client } from "../../client.ts";
import { useText } from "../../i18n/index.ts";
import { Loading } from "../../ui/Empty.tsx";
import { type Found, useFound } from "./find.ts";
import { PdfBody } from "./PdfBody.tsx";
import type { PagesHandle } from "./PdfPages.tsx";
import { SearchBar } from "./SearchBar.tsx";
import { TextPassages } from "./TextPassages.tsx";
import type { TextMark } from "./text-window.ts";

export interface DocumentBodyProps {
  document: Document;
  /** Passages to mark, in offsets of the document's text. */
  marks: TextMark[];
  /** The one looked at. */
  openN: number | null;
  /** Filled while pages are shown. */
  handle: RefObject<PagesHandle | null>;
  onPage(page: number): void;
  /** Pages are no wider than this many pixels at the usual zoom. */
  fitWidthPx?: number;
}

/** What the bodies of all formats get: the same, with the search and the page that is read. */
export interface BodyProps extends DocumentBodyProps {
  found: Found | null;
  page: number;
}

/** Whether a document is shown as pictures of its pages. */
export const isPdf = (document: Document) => document.format === "pdf" || /\.pdf$/i.test(document.name);

export function DocumentBody(props: DocumentBodyProps) {
  const { document: shown, onPage } = props;
  const found = useFound(shown);
  const [page, setPage] = useState(1);
  const turned = useCallback(
    (number: number) => {
      setPage(number);
      onPage(number);
    },
    [onPage],
  );
  const Body = isPdf(shown) ? PdfBody : TextBody;
  return (
    <>
      {found ? <SearchBar key={shown.id} document={shown} found={found} page={page} /> : null}
      <Body key={shown.blobId} {...props} found={found} page={page} onPage={turned} />
    </>
  );
}

function TextBody({ document: shown, marks, openN, found, handle, onPage }: BodyProps) {
  const t = useText();
  const pages = useQuery({
    queryKey: ["document-pages", shown.id, shown.runId],
    queryFn: () => client.documents.pages({ documentId: shown.id }),
  });
  if (pages.isError) return <p className="ev-state">{t("evidence.unreadable", { name: shown.name })}</p>;
  if (!pages.data) return <Loading label={t("common.loading")} rows={5} />;
  return (
    <TextPassages
      key={shown.id}
      document={shown}
      pages={pages.data}
      marks={marks}
      openN={openN}
      found={found}
      handle={handle}
      onPage={onPage}
      label={shown.name}
    />
  );
}
