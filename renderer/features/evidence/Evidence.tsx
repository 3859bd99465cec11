// The evidence pane beside an answer: the page itself with the cited passage marked. Shown by the chat.
import { useQueries } from "@tanstack/react-query";
import { BookOpen, ChevronLeft, ChevronRight, Quote, TextQuote, X } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Message } from "../../../shared/contract/chats.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { Citation } from "../../../shared/domain/citations.ts";
import { client } from "../../client.ts";
import { go } from "../../frame/route.ts";
import { useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Loading } from "../../ui/Empty.tsx";
import { FileName } from "../../ui/FileName.tsx";
import { PaneHeader } from "../../ui/Pane.tsx";
import { DocumentBody, isPdf } from "./DocumentBody.tsx";
import "./evidence.css";
import "./tools.css";
import type { PagesHandle } from "./PdfPages.tsx";
import { useViewer, viewer } from "./store.ts";
import { PageField, ViewerTools } from "./ViewerTools.tsx";
import { useViewerKeys } from "./viewer-keys.ts";

export interface EvidenceProps {
  message: Message;
  citations: Citation[];
  /** Number of the citation looked at. */
  openN: number;
  onOpen(n: number): void;
  onClose(): void;
}

/** The page behind a citation, with the passage marked, and the way to the other citations of the answer. */
export function Evidence({ message, citations, openN, onOpen, onClose }: EvidenceProps) {
  const t = useText();
  const at = Math.max(
    0,
    citations.findIndex(({ n }) => n === openN),
  );
  const citation = citations[at];
  const ids = useMemo(() => [...new Set(citations.map(({ documentId }) => documentId))], [citations]);
  const known = useQueries({
    queries: ids.map((documentId) => ({
      queryKey: ["documents", "get", documentId],
      queryFn: () => client.documents.get({ documentId }),
      retry: false,
    })),
  });
  const state = (documentId: string) => known[ids.indexOf(documentId)];
  const isGone = (documentId: string) => {
    const query = state(documentId);
    return !!query?.isError && errorOfCall(query.error).code === "not-found";
  };
  const query = citation && state(citation.documentId);
  // What was known of a deleted document is kept by the cache; it must not be shown any more.
  const shown = query?.isError ? undefined : query?.data;

  const marks = useMemo(
    () =>
      citations
        .filter(({ documentId }) => documentId === citation?.documentId)
        .map(({ n, start, end }) => ({ n, start, end })),
    [citations, citation?.documentId],
  );
  const handle = useRef<PagesHandle | null>(null);
  const [page, setPage] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document starts without a page
  useEffect(() => setPage(null), [citation?.documentId]);

  const step = useCallback(
    (by: 1 | -1) => {
      const next = citations[at + by];
      if (next) onOpen(next.n);
    },
    [citations, at, onOpen],
  );
  const [copied, setCopied] = useState(false);
  const copy = useCallback(async () => {
    if (!citation) return;
    const { quote, documentName: name } = citation;
    const paged = (shown?.pages ?? 0) > 1 || (shown && isPdf(shown));
    const text = paged
      ? t("evidence.quotationPage", { quote, name, page: citation.page })
      : t("evidence.quotation", { quote, name });
    await navigator.clipboard.writeText(text);
    setCopied(true);
  }, [citation, shown, t]);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const open = useCallback(() => {
    if (!shown || !citation) return;
    const { start, end } = citation;
    go({ place: "library", id: shown.knowledgeBaseId, documentId: shown.id, passage: { start, end } });
  }, [shown, citation]);
  useViewerKeys({
    documentId: shown?.id ?? null,
    onPrevious: () => step(-1),
    onNext: () => step(1),
    onCopy: () => void copy(),
    onOpen: open,
    onClose,
  });
  const asText = useViewer((view) => view.asText);

  if (!citation) return null;
  const total = shown?.pages ?? null;
  const pictures = !!shown && isPdf(shown);
  const paged = pictures || (total ?? 0) > 1;
  return (
    <div className="ev" data-evidence={message.id}>
      <PaneHeader
        level={2}
        title={<FileName name={shown?.name ?? citation.documentName} />}
        note={paged && total ? <PageField page={page ?? citation.page} total={total} handle={handle} /> : undefined}
      >
        {shown ? <ViewerTools document={shown} pictures={pictures} /> : null}
        <IconButton icon={X} label={t("evidence.close")} shortcut="Esc" onClick={onClose} />
      </PaneHeader>
      <div className="ev-chips">
        <div className="ev-chips-row" role="tablist" aria-label={t("evidence.sources")}>
          {citations.map((each) => (
            <Chip
              key={each.n}
              citation={each}
              document={isGone(each.documentId) ? undefined : state(each.documentId)?.data}
              gone={isGone(each.documentId)}
              several={ids.length > 1}
              selected={each.n === citation.n}
              onOpen={onOpen}
              onStep={step}
            />
          ))}
        </div>
        {citations.length > 1 ? (
          <>
            <IconButton
              icon={ChevronLeft}
              label={t("evidence.previous")}
              shortcut="["
              disabled={at === 0}
              onClick={() => step(-1)}
            />
            <IconButton
              icon={ChevronRight}
              label={t("evidence.next")}
              shortcut="]"
              disabled={at === citations.length - 1}
              onClick={() => step(1)}
            />
          </>
        ) : null}
      </div>
      <div className="ev-body" role="tabpanel" aria-label={t("evidence.source", label(citation))}>
        {shown ? (
          <DocumentBody document={shown} marks={marks} openN={citation.n} handle={handle} onPage={setPage} />
        ) : query?.isError ? (
          <div className="ev-state">
            <p>
              {isGone(citation.documentId)
                ? t("evidence.gone", { name: citation.documentName, n: citation.n })
                : t("evidence.unreadable", { name: citation.documentName })}
            </p>
            <blockquote lang={message.language ?? undefined}>{citation.quote}</blockquote>
          </div>
        ) : (
          <Loading label={t("common.loading")} rows={7} />
        )}
      </div>
      <blockquote
        className={asText ? "ev-quote" : "unseen"}
        lang={shown?.language ?? undefined}
        aria-label={t("evidence.passage", { n: citation.n })}
      >
        {asText ? <mark>{citation.quote}</mark> : citation.quote}
      </blockquote>
      <footer className="ev-foot">
        {pictures ? (
          <Button icon={TextQuote} aria-pressed={asText} onClick={viewer.toggleText}>
            {t("evidence.asText")}
          </Button>
        ) : null}
        <span className="spring" />
        <Button icon={Quote} title="Ctrl Shift C" onClick={() => void copy()}>
          <span aria-live="polite">{copied ? t("common.copied") : t("evidence.copy")}</span>
        </Button>
        <Button icon={BookOpen} title="O" disabled={!shown} onClick={open}>
          {t("evidence.open")}
        </Button>
      </footer>
    </div>
  );
}

const label = ({ n, documentName, page }: Citation) => ({ n, name: documentName, page });

interface ChipProps {
  citation: Citation;
  document: Document | undefined;
  gone: boolean;
  /** The answer cites several documents, so a chip says which. */
  several: boolean;
  selected: boolean;
  onOpen(n: number): void;
  onStep(by: 1 | -1): void;
}

function Chip({ citation, document: shown, gone, several, selected, onOpen, onStep }: ChipProps) {
  const t = useText();
  const chip = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (selected) chip.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [selected]);
  const paged = !shown || (shown.pages ?? 0) > 1 || isPdf(shown);
  const words = gone
    ? t("evidence.chipGone")
    : paged
      ? t("common.page", { n: citation.page })
      : several
        ? ""
        : t("evidence.chipPassage");
  return (
    <button
      type="button"
      role="tab"
      ref={chip}
      className="ev-chip"
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      data-gone={gone ? "" : undefined}
      aria-label={t(gone ? "evidence.sourceGone" : "evidence.source", label(citation))}
      title={citation.documentName}
      onClick={() => onOpen(citation.n)}
      onKeyDown={(event) => {
        const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : null;
        if (by === null) return;
        event.preventDefault();
        onStep(by);
      }}
    >
      <b>{citation.n}</b>
      {several && !gone ? <FileName name={citation.documentName} /> : null}
      {words ? <span>{words}</span> : null}
    </button>
  );
}
