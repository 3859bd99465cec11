// The truth about the selected document: how its text was obtained, what was left out, its passages as search sees them.
import { useInfiniteQuery } from "@tanstack/react-query";
import { BookOpen, Ellipsis, RotateCcw, Trash2, X } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { client } from "../../client.ts";
import { useKnowledgeBases, useModels } from "../../data/queries.ts";
import { go, useRoute } from "../../frame/route.ts";
import { useFormat } from "../../i18n/format.ts";
import { useErrorText, useLanguage, useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { FileName } from "../../ui/FileName.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PaneHeader } from "../../ui/Pane.tsx";
import { useDocumentAnalyses } from "../drop/analysis-items.ts";
import { readAgain, removeDocuments } from "./commands.ts";
import { HelpButton } from "./DocumentRow.tsx";

interface Props {
  documents: Document[];
  onClose(): void;
}

/** One document in full, or how many are selected. */
export function DocumentInspector({ documents, onClose }: Props) {
  const [only, ...more] = documents;
  if (!only) return null;
  return more.length > 0 ? (
    <Several documents={documents} onClose={onClose} />
  ) : (
    <One key={only.id} document={only} onClose={onClose} />
  );
}

function Several({ documents, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const bytes = documents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const chunks = documents.reduce((sum, document) => sum + document.chunks, 0);
  return (
    <>
      <PaneHeader level={2} title={t("common.documents", { n: documents.length })}>
        <IconButton icon={X} label={t("common.close")} shortcut="Esc" onClick={onClose} />
      </PaneHeader>
      <div className="library-inspector">
        <dl className="library-facts">
          <dt>{t("knowledge.size")}</dt>
          <dd>{format.bytes(bytes)}</dd>
          <dt>{t("knowledge.passages")}</dt>
          <dd>{format.count(chunks)}</dd>
        </dl>
        <Button kind="outlined" icon={Trash2} onClick={() => void removeDocuments(documents, t)}>
          {t("common.delete")}
        </Button>
      </div>
    </>
  );
}

function One({ document: shown, onClose }: { document: Document; onClose(): void }) {
  const t = useText();
  const say = useErrorText();
  const reading = useRoute().passage !== null;
  const open = () =>
    go({ place: "library", id: shown.knowledgeBaseId, documentId: shown.id, passage: { start: 0, end: 0 } });
  const failed = shown.status === "failed" && shown.error ? say(shown.error) : null;
  const analyses = useDocumentAnalyses(shown);
  return (
    <>
      <PaneHeader level={2} title={<FileName name={shown.name} />}>
        <Menu
          label={t("common.more")}
          button={(opener) => <IconButton icon={Ellipsis} label={t("common.more")} {...opener} />}
          items={[
            ...(shown.status === "ready" ? analyses : []),
            { label: t("knowledge.readAgain"), icon: RotateCcw, onChoose: () => void readAgain(shown) },
            null,
            {
              label: t("common.delete"),
              icon: Trash2,
              shortcut: "Del",
              danger: true,
              onChoose: () => void removeDocuments([shown], t),
            },
          ]}
        />
        <IconButton icon={X} label={t("common.close")} shortcut="Esc" onClick={onClose} />
      </PaneHeader>
      <div className="scroll">
        <div className="library-inspector">
          {failed ? (
            <InlineError
              message={failed.message}
              action={failed.action}
              button={<HelpButton document={shown} />}
              tone={shown.error?.code === "document.encrypted" ? "warn" : "bad"}
            />
          ) : null}
          {shown.status === "ready" && !reading ? (
            <div className="line">
              <Button kind="outlined" icon={BookOpen} onClick={open}>
                {t("knowledge.open")}
              </Button>
            </div>
          ) : null}
          <Facts document={shown} />
          {shown.warnings.map((warning) => {
            const { message, action } = say(warning);
            return (
              <p className="library-warning" key={warning.code}>
                <span>{message}</span> {action}
              </p>
            );
          })}
        </div>
        {shown.status === "ready" ? <Passages document={shown} /> : null}
      </div>
    </>
  );
}

function Facts({ document: shown }: { document: Document }) {
  const t = useText();
  const format = useFormat();
  const language = useLanguage();
  const base = useKnowledgeBases().data?.find(({ id }) => id === shown.knowledgeBaseId);
  const embedder = useModels().data?.find(({ id }) => id === base?.embedder)?.name ?? base?.embedder ?? null;
  const rows: [label: string, value: string | null][] = [
    [
      t("knowledge.language"),
      shown.language && (new Intl.DisplayNames([language], { type: "language" }).of(shown.language) ?? null),
    ],
    [t("knowledge.text"), shown.status === "ready" ? t(`knowledge.${originOf(shown)}`) : null],
    [t("knowledge.pages"), shown.format === "pdf" && shown.pages ? format.count(shown.pages) : null],
    [t("knowledge.characters"), shown.characters === null ? null : format.count(shown.characters)],
    [t("knowledge.size"), format.bytes(shown.sizeBytes)],
    [t("knowledge.added"), format.when(shown.createdAtMs)],
    [t("knowledge.embedder"), shown.status === "ready" ? embedder : null],
  ];
  return (
    <dl className="library-facts">
      {rows.map(([label, value]) =>
        value ? (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="selectable">{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** How the text was obtained. */
function originOf({ format }: Document): "fromPdf" | "fromWord" | "fromHtml" | "fromMarkdown" | "fromText" {
  switch (format) {
    case "pdf":
      return "fromPdf";
    case "docx":
      return "fromWord";
    case "html":
      return "fromHtml";
    case "markdown":
      return "fromMarkdown";
    default:
      return "fromText";
  }
}

const PAGE = 100;

function Passages({ document: shown }: { document: Document }) {
  const t = useText();
  const format = useFormat();
  const chunks = useInfiniteQuery({
    queryKey: ["document-chunks", shown.id, shown.runId],
    queryFn: ({ pageParam }) => client.documents.chunks({ documentId: shown.id, offset: pageParam, limit: PAGE }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const known = pages.reduce((sum, page) => sum + page.chunks.length, 0);
      return last.chunks.length > 0 && known < last.total ? known : null;
    },
  });
  const edge = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = chunks;
  useEffect(() => {
    const element = edge.current;
    if (!element || !hasNextPage || isFetchingNextPage) return;
    const watcher = new IntersectionObserver(([seen]) => {
      if (seen?.isIntersecting) void fetchNextPage();
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const paged = shown.format === "pdf";
  const { passage } = useRoute();
  return (
    <section className="library-passages" aria-label={t("knowledge.passagesSeen")}>
      <h3>
        {t("knowledge.passagesSeen")}
        <span className="num">{format.count(shown.chunks)}</span>
      </h3>
      <ul>
        {chunks.data?.pages.flatMap((page) =>
          page.chunks.map((chunk) => (
            <li key={chunk.id}>
              <button
                type="button"
                className={paged ? "library-passage" : "library-passage library-passage-plain"}
                title={chunk.heading ?? undefined}
                aria-current={passage?.start === chunk.start && passage.end === chunk.end ? "true" : undefined}
                onClick={() =>
                  go({
                    place: "library",
                    id: shown.knowledgeBaseId,
                    documentId: shown.id,
                    passage: { start: chunk.start, end: chunk.end },
                  })
                }
              >
                {paged ? <span className="faint num">{t("knowledge.pageShort", { n: chunk.page })}</span> : null}
                <span className="library-passage-text" lang={shown.language ?? undefined}>
                  {chunk.text}
                </span>
              </button>
            </li>
          )),
        )}
      </ul>
      <div ref={edge} />
    </section>
  );
}
