// One document in the whole main view, at a passage where one is asked for. Shown by the library.
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import { client } from "../../client.ts";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/Button.tsx";
import { Loading } from "../../ui/Empty.tsx";
import { FileName } from "../../ui/FileName.tsx";
import { PaneHeader } from "../../ui/Pane.tsx";
import { DocumentBody, isPdf } from "./DocumentBody.tsx";
import "./evidence.css";
import "./tools.css";
import type { PagesHandle } from "./PdfPages.tsx";
import { PageField, ViewerTools } from "./ViewerTools.tsx";
import { useViewerKeys } from "./viewer-keys.ts";

interface Props {
  documentId: string;
  /** Offsets in the document's text; an empty stretch marks nothing. */
  passage: { start: number; end: number };
  onClose(): void;
}

/** Number that a passage without a citation goes by. */
const N = 0;

/** A document to read, with one passage marked. */
export function DocumentReader({ documentId, passage, onClose }: Props) {
  const t = useText();
  const found = useQuery({
    queryKey: ["documents", "get", documentId],
    queryFn: () => client.documents.get({ documentId }),
    retry: false,
  });
  const shown = found.isError ? undefined : found.data;
  const { start, end } = passage;
  const marks = useMemo(() => (end > start ? [{ n: N, start, end }] : []), [start, end]);
  const handle = useRef<PagesHandle | null>(null);
  const [page, setPage] = useState<number | null>(null);
  useViewerKeys({ documentId, everywhere: true, onClose });
  const paged = (shown?.pages ?? 0) > 1 || (shown && isPdf(shown));
  const gone = found.isError && errorOfCall(found.error).code === "not-found";
  return (
    <div className="ev ev-reader">
      <PaneHeader
        title={
          <span className="line">
            <IconButton icon={ArrowLeft} label={t("evidence.back")} shortcut="Esc" onClick={onClose} />
            {shown ? <FileName name={shown.name} /> : null}
          </span>
        }
        note={paged && shown?.pages ? <PageField page={page ?? 1} total={shown.pages} handle={handle} /> : undefined}
      >
        {shown ? <ViewerTools document={shown} pictures={isPdf(shown)} roomy /> : null}
      </PaneHeader>
      <div className="ev-body">
        {shown ? (
          <DocumentBody document={shown} marks={marks} openN={N} handle={handle} onPage={setPage} />
        ) : found.isError ? (
          <p className="ev-state">{t(gone ? "evidence.documentGone" : "evidence.loadFailed")}</p>
        ) : (
          <Loading label={t("common.loading")} rows={7} />
        )}
      </div>
    </div>
  );
}
