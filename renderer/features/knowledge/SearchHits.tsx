// What a search of one knowledge base finds: passages, best first, each a way into its document.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { KnowledgeBase, KnowledgeHit } from "../../../shared/contract/knowledge.ts";
import { client } from "../../client.ts";
import { go } from "../../frame/route.ts";
import { useErrorText, useText } from "../../i18n/index.ts";
import { Loading } from "../../ui/Empty.tsx";
import { FileName } from "../../ui/FileName.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { List } from "../../ui/Row.tsx";
import { splitAtTerms } from "./terms.ts";

/** Passages are asked for when typing has paused this long. */
const PAUSE_MS = 220;
const TOP = 30;

export function SearchHits({ base, query }: { base: KnowledgeBase; query: string }) {
  const t = useText();
  const say = useErrorText();
  const asked = usePaused(query);
  const found = useQuery({
    queryKey: ["documents", "search", base.id, asked],
    queryFn: ({ signal }) =>
      client.knowledge.search({ knowledgeBaseIds: [base.id], query: asked, top: TOP }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (found.isError) {
    const { message, action } = say(errorOfCall(found.error));
    return (
      <div className="library-notice">
        <InlineError message={message} action={action} />
      </div>
    );
  }
  if (!found.data) return <Loading label={t("knowledge.searching")} rows={6} />;
  const { hits } = found.data;
  return (
    <div className="library-hits scroll" aria-busy={found.isFetching}>
      <p className="library-hits-count meta" role="status">
        {hits.length === 0
          ? t("knowledge.noHits", { query: asked, name: base.name })
          : t("knowledge.hits", { n: hits.length })}
      </p>
      <List label={t("knowledge.searchIn", { name: base.name })}>
        {hits.map((hit) => (
          <Hit key={hit.chunkId} hit={hit} query={asked} baseId={base.id} />
        ))}
      </List>
    </div>
  );
}

function Hit({ hit, query, baseId }: { hit: KnowledgeHit; query: string; baseId: string }) {
  const t = useText();
  return (
    <li>
      <button
        type="button"
        className="library-hit"
        data-row
        onClick={() =>
          go({
            place: "library",
            id: baseId,
            documentId: hit.documentId,
            passage: { start: hit.start, end: hit.end },
          })
        }
      >
        <span className="library-hit-where">
          <FileName name={hit.document} />
          {/\.pdf$/i.test(hit.document) ? <span className="faint num">{t("common.page", { n: hit.page })}</span> : null}
          {hit.heading ? <span className="faint clip">{hit.heading}</span> : null}
        </span>
        <span className="library-hit-text">
          {splitAtTerms(hit.text, query).map((piece) =>
            piece.found ? <b key={piece.start}>{piece.text}</b> : <span key={piece.start}>{piece.text}</span>,
          )}
        </span>
      </button>
    </li>
  );
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
