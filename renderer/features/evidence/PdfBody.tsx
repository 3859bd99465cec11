// The inside of the viewer for a PDF: opens it, asks for its password, finds the places of passages and hits.
import { useQueries, useQuery } from "@tanstack/react-query";
import type { PDFDocumentProxy } from "pdfjs-dist";
import { useCallback, useEffect, useMemo, useState } from "react";
import { client } from "../../client.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Loading } from "../../ui/Empty.tsx";
import { TextField } from "../../ui/Field.tsx";
import type { BodyProps } from "./DocumentBody.tsx";
import { hitsByPage, useHitBoxes } from "./find.ts";
import type { PageHits } from "./HitBoxes.tsx";
import { openPdf, PdfRefused } from "./open-pdf.ts";
import { PageStrip } from "./PageStrip.tsx";
import { type DocumentMark, PdfPages, type Target } from "./PdfPages.tsx";
import { useDark, useViewer } from "./store.ts";

const FIT_WIDTH_PX = 720;

export function PdfBody(props: BodyProps) {
  const { document: shown, marks, openN, found, handle, page, onPage, fitWidthPx = FIT_WIDTH_PX } = props;
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
  const passages = useMemo(() => {
    const counts = new Map<number, number>();
    for (const { places } of pageMarks)
      for (const place of places) counts.set(place.page, (counts.get(place.page) ?? 0) + 1);
    return counts;
  }, [pageMarks]);
  const hitPages = useMemo(() => found && hitsByPage(found.hits), [found]);
  const hits = useMemo(
    (): PageHits | null =>
      found && hitPages ? { document: shown, query: found.query, pages: hitPages, current: found.current } : null,
    [shown, found, hitPages],
  );
  const target = useTarget(props);
  const sizes = useMemo(
    () => (pages.data ?? []).map(({ width, height }) => ({ width: width ?? 595, height: height ?? 842 })),
    [pages.data],
  );
  const dark = useDark();
  const { zoom, fit, whole, strip } = useViewer();
  const turns = useViewer((state) => state.turns[shown.id] ?? 0);
  const original = useViewer((state) => state.original[shown.id] ?? false);
  const inverted = dark && !original;
  const view = useMemo(() => ({ zoom, fit, whole, turns, inverted }), [zoom, fit, whole, turns, inverted]);

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
    <div className="ev-view">
      {strip ? (
        <PageStrip
          pdf={pdf}
          blobId={shown.blobId}
          sizes={sizes}
          turns={turns}
          inverted={inverted}
          current={page}
          marks={passages}
          hits={hitPages}
          onGo={(number) => handle.current?.goTo(number)}
        />
      ) : null}
      <PdfPages
        pdf={pdf}
        blobId={shown.blobId}
        sizes={sizes}
        marks={pageMarks}
        openN={openN}
        hits={hits}
        target={target}
        view={view}
        handle={handle}
        onPage={onPage}
        label={shown.name}
        fitWidthPx={fitWidthPx}
      />
    </div>
  );
}

/** Where the hit looked at stands; null while no hit is, or its place is not known yet. */
function useTarget({ document: shown, found }: BodyProps): Target | null {
  const page = found?.current?.page ?? 0;
  const onPage = useMemo(() => found?.hits.filter((hit) => hit.page === page), [found?.hits, page]);
  const boxes = useHitBoxes(shown, found?.query ?? "", page, onPage);
  const current = found?.current ?? null;
  const asked = found?.asked ?? 0;
  return useMemo(() => {
    const place = boxes?.find(({ hit }) => hit === current);
    return current && place ? { key: `${current.start} ${asked}`, page: current.page, boxes: place.boxes } : null;
  }, [boxes, current, asked]);
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
