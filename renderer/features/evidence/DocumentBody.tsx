// The inside of the viewer for one document: pages of a PDF or the text of the other formats, with passages marked.
import { useQueries, useQuery } from "@tanstack/react-query";
import type { PDFDocumentProxy } from "pdfjs-dist";
import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { client } from "../../client.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Loading } from "../../ui/Empty.tsx";
import { TextField } from "../../ui/Field.tsx";
import { openPdf, PdfRefused } from "./open-pdf.ts";
import { type DocumentMark, type PagesHandle, PdfPages } from "./PdfPages.tsx";
import { useDark, useViewer } from "./store.ts";
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

const FIT_WIDTH_PX = 720;

const isPdf = (document: Document) => document.format === "pdf" || /\.pdf$/i.test(document.name);

export function DocumentBody(props: DocumentBodyProps) {
  const t = useText();
  const { document: shown } = props;
  const pages = useQuery({
    queryKey: ["document-pages", shown.id, shown.runId],
    queryFn: () => client.documents.pages({ documentId: shown.id }),
  });
  if (isPdf(shown)) return <PdfBody key={shown.blobId} {...props} />;
  if (pages.isError) return <p className="ev-state">{t("evidence.unreadable", { name: shown.name })}</p>;
  if (!pages.data) return <Loading label={t("common.loading")} rows={5} />;
  return (
    <TextPassages
      key={shown.id}
      document={shown}
      total={pages.data.at(-1)?.end ?? 0}
      marks={props.marks}
      openN={props.openN}
      label={shown.name}
    />
  );
}

function PdfBody({ document: shown, marks, openN, handle, onPage, fitWidthPx = FIT_WIDTH_PX }: DocumentBodyProps) {
  const t = useText();
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [refused, setRefused] = useState<PdfRefused["reason"] | null>(null);
  const open = useCallback(
    (password?: string) => {
      let left = false;
      openPdf(shown.blobId, password)
        .then((opened) => {
          if (left) return;
          setRefused(null);
          setPdf(opened);
        })
        .catch((error: unknown) => {
          if (!left) setRefused(error instanceof PdfRefused ? error.reason : "unreadable");
        });
      return () => {
        left = true;
      };
    },
    [shown.blobId],
  );
  useEffect(() => open(), [open]);

  const pages = useQuery({
    queryKey: ["document-pages", shown.id, shown.runId],
    queryFn: () => client.documents.pages({ documentId: shown.id }),
  });
  const located = useQueries({
    queries: marks.map(({ start, end }) => ({
      queryKey: ["document-locate", shown.id, shown.runId, start, end],
      queryFn: () => client.documents.locate({ documentId: shown.id, start, end }),
    })),
    combine: (results) => ({
      places: results.map(({ data }) => data ?? null),
      waiting: results.some(({ isPending }) => isPending),
    }),
  });
  const pageMarks = useMemo(
    () => marks.flatMap(({ n }, at): DocumentMark[] => (located.places[at] ? [{ n, places: located.places[at] }] : [])),
    [marks, located.places],
  );
  const sizes = useMemo(
    () => (pages.data ?? []).map(({ width, height }) => ({ width: width ?? 595, height: height ?? 842 })),
    [pages.data],
  );
  const dark = useDark();
  const zoom = useViewer((state) => state.zoom);
  const whole = useViewer((state) => state.whole);
  const turns = useViewer((state) => state.turns[shown.id] ?? 0);
  const original = useViewer((state) => state.original[shown.id] ?? false);
  const view = useMemo(
    () => ({ zoom, whole, turns, inverted: dark && !original }),
    [zoom, whole, turns, dark, original],
  );

  if (refused === "password" || refused === "wrong-password")
    return <PasswordForm name={shown.name} wrong={refused === "wrong-password"} onEnter={open} />;
  if (refused)
    return (
      <p className="ev-state" role="alert">
        {t(refused === "missing" ? "evidence.bytesGone" : "evidence.unreadable", { name: shown.name })}
      </p>
    );
  if (!pdf || pages.isPending || located.waiting) return <Loading label={t("common.loading")} rows={7} />;
  return (
    <PdfPages
      pdf={pdf}
      blobId={shown.blobId}
      sizes={sizes}
      marks={pageMarks}
      openN={openN}
      view={view}
      handle={handle}
      onPage={onPage}
      label={shown.name}
      fitWidthPx={fitWidthPx}
    />
  );
}

function PasswordForm({ name, wrong, onEnter }: { name: string; wrong: boolean; onEnter(password: string): void }) {
  const t = useText();
  const [password, setPassword] = useState("");
  return (
    <div className="ev-state">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onEnter(password);
        }}
      >
        <TextField
          label={t("evidence.password", { name })}
          type="password"
          autoComplete="off"
          value={password}
          error={wrong ? t("evidence.passwordWrong") : undefined}
          help={t("evidence.passwordHelp")}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" kind="outlined" disabled={password === ""}>
          {t("evidence.passwordOpen")}
        </Button>
      </form>
    </div>
  );
}
