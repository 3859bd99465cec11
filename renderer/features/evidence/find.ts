// The hits of a search within a document: what the engine found, which one is looked at, and where they stand on pages.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { client } from "../../client.ts";
import type { Box } from "./geometry.ts";
import { useViewer } from "./store.ts";

/** A place of the query in the document's text. */
export interface Hit {
  start: number;
  end: number;
  page: number;
}

/** Hits beyond this many are counted but not shown. */
export const MOST_HITS = 5000;

/** What a search has come to. */
export interface Found {
  query: string;
  /** Of all places; may be more than `hits`. */
  total: number;
  hits: readonly Hit[];
  /** Index of the hit looked at; null before the first is known. */
  at: number | null;
  current: Hit | null;
  /** Changes whenever the person asks to see a hit. */
  asked: number;
  state: "idle" | "searching" | "done" | "failed";
}

const NO_HITS: readonly Hit[] = [];

/** The search that is open in a document; null while none is. */
export function useFound({ id, runId }: Document): Found | null {
  const search = useViewer((state) => (state.search?.documentId === id ? state.search : null));
  const query = search?.query.trim() ?? "";
  const { data, isError, isPlaceholderData } = useQuery({
    queryKey: ["document-find", id, runId, query],
    queryFn: ({ signal }) => client.documents.find({ documentId: id, query, limit: MOST_HITS }, { signal }),
    enabled: query !== "",
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  return useMemo(() => {
    if (!search) return null;
    const known = query !== "" && data && !isPlaceholderData ? data : null;
    const hits = known?.hits ?? NO_HITS;
    const at = search.at !== null && search.at < hits.length ? search.at : null;
    return {
      query,
      total: known?.total ?? 0,
      hits,
      at,
      current: at === null ? null : (hits[at] ?? null),
      asked: search.asked,
      state: query === "" ? "idle" : isError ? "failed" : known ? "done" : "searching",
    };
  }, [search, query, data, isError, isPlaceholderData]);
}

/** The first hit on a page or after it, else the first of all: where a search begins to look. */
export function nearestHit(hits: readonly Hit[], page: number): number {
  return Math.max(
    0,
    hits.findIndex((hit) => hit.page >= page),
  );
}

/** The hit after or before another one, going round at the ends. */
export function stepHit(at: number | null, by: 1 | -1, count: number): number {
  if (at === null) return by > 0 ? 0 : count - 1;
  return (at + by + count) % count;
}

/** Hits by their page. */
export function hitsByPage(hits: readonly Hit[]): ReadonlyMap<number, Hit[]> {
  const pages = new Map<number, Hit[]>();
  for (const hit of hits) {
    const list = pages.get(hit.page);
    if (list) list.push(hit);
    else pages.set(hit.page, [hit]);
  }
  return pages;
}

/** Boxes of the hits of one page, in their order; nothing until they are known. */
export function useHitBoxes({ id, runId }: Document, query: string, page: number, hits: readonly Hit[] | undefined) {
  const { data } = useQuery({
    queryKey: ["document-find-boxes", id, runId, query, page],
    queryFn: () =>
      client.documents.locateMany({
        documentId: id,
        passages: hits!.map(({ start, end }) => ({ start, end })),
      }),
    enabled: hits !== undefined && hits.length > 0,
    gcTime: 60_000,
  });
  return useMemo(
    () =>
      data && hits && data.length === hits.length
        ? data.map((places, index) => ({
            hit: hits[index]!,
            boxes: places.filter((place) => place.page === page).flatMap((place): Box[] => place.boxes),
          }))
        : null,
    [data, hits, page],
  );
}
