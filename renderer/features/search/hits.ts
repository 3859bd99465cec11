// What a search over chats and documents finds, as one types: asked for when typing pauses, an older question's answer
// never in the place of a newer one's.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ChatHit } from "../../../shared/contract/chats.ts";
import type { KnowledgeHit } from "../../../shared/contract/knowledge.ts";
import { client } from "../../client.ts";
import { useKnowledgeBases } from "../../data/queries.ts";
import { go } from "../../frame/route.ts";

/** Chats answer within a few milliseconds, documents take a moment. */
const CHATS_PAUSE_MS = 60;
const DOCUMENTS_PAUSE_MS = 220;

/** A text as it was when it last stood still for `ms`. */
function usePaused(text: string, ms: number): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return paused;
}

/** Whether there is enough to look for: a Chinese character, or two of anything else. */
const isEnough = (query: string): boolean => query.length > 1 || /\p{L}/u.test(query.replaceAll(/[a-z]/gi, ""));

/** Titles and messages; nothing while the query says too little. */
export function useChatHits(query: string, limit: number) {
  const asked = usePaused(query.trim(), CHATS_PAUSE_MS);
  const wanted = query.trim();
  const enabled = isEnough(wanted) && isEnough(asked);
  const found = useQuery({
    queryKey: ["chats", "search", asked, limit],
    queryFn: ({ signal }) => client.chats.search({ query: asked.slice(0, 1000), limit }, { signal }),
    enabled,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });
  return {
    hits: enabled ? (found.data?.hits ?? []) : [],
    total: enabled ? (found.data?.total ?? 0) : 0,
    searching: isEnough(wanted) && (asked !== wanted || found.isFetching),
    error: enabled ? found.error : null,
  };
}

/** Passages of all knowledge bases by full text; nothing while the query says too little or there are no documents. */
export function usePassageHits(query: string, top: number) {
  const bases = useKnowledgeBases().data;
  const asked = usePaused(query.trim(), DOCUMENTS_PAUSE_MS);
  const wanted = query.trim();
  const knowledgeBaseIds = (bases ?? []).filter((base) => base.chunks > 0).map((base) => base.id);
  const enabled = isEnough(wanted) && isEnough(asked) && knowledgeBaseIds.length > 0;
  const found = useQuery({
    queryKey: ["documents", "search", "everywhere", knowledgeBaseIds.join(" "), asked, top],
    queryFn: ({ signal }) =>
      client.knowledge.search({ knowledgeBaseIds, query: asked.slice(0, 1000), mode: "full-text", top }, { signal }),
    enabled,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });
  return {
    hits: enabled ? (found.data?.hits ?? []) : [],
    searching: isEnough(wanted) && knowledgeBaseIds.length > 0 && (asked !== wanted || found.isFetching),
    error: enabled ? found.error : null,
  };
}

/** Opens a passage in the reader of its document. */
export async function openPassage(hit: Pick<KnowledgeHit, "documentId" | "start" | "end">): Promise<void> {
  const { documentId, start, end } = hit;
  const { knowledgeBaseId } = await client.documents.get({ documentId });
  go({ place: "library", id: knowledgeBaseId, documentId, passage: { start, end } });
}

/** Opens a chat, at the message that was found. */
export const openChatHit = (hit: Pick<ChatHit, "conversationId" | "messageId">): void =>
  go({ place: "chat", id: hit.conversationId, messageId: hit.messageId });
