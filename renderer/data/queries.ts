// Server data: one TanStack Query a call of the contract, made stale by `changes.watch`.
import { QueryClient, useMutation, useQuery } from "@tanstack/react-query";
import type { Settings } from "../../shared/contract/settings.ts";
import type { Change } from "../../shared/contract/system.ts";
import { client, whenConnected } from "../client.ts";
import { type KnownConversation, mergeConversation } from "./conversation.ts";

/** Cache of everything that the engine said; fresh until a change is announced. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Number.POSITIVE_INFINITY, retry: 1, refetchOnWindowFocus: false, networkMode: "always" },
    mutations: { networkMode: "always" },
  },
});

/** Keys begin with the domain of the contract, so that a change of a domain reaches all of its queries. */
export const keys = {
  apps: ["apps", "list"] as const,
  conversations: ["chats", "list"] as const,
  archived: ["chats", "list", "archived"] as const,
  conversation: (id: string) => ["chats", "get", id] as const,
  passages: (messageId: string) => ["chats", "passages", messageId] as const,
  inspection: (messageId: string) => ["chats", "inspect", messageId] as const,
  folders: ["chats", "folders"] as const,
  presets: ["chats", "presets"] as const,
  knowledge: ["knowledge", "list"] as const,
  documents: (knowledgeBaseId: string) => ["documents", "list", knowledgeBaseId] as const,
  models: ["models", "list"] as const,
  catalogue: ["models", "catalogue"] as const,
  activeRuns: ["runs", "active"] as const,
  settings: ["settings"] as const,
  info: ["system", "info"] as const,
  ledger: ["egress", "ledger"] as const,
  openLinks: ["egress", "open"] as const,
};

const CONVERSATIONS = 1000;
/** Conversations that are not archived: pinned ones first, then the newest. */
export const useConversations = () =>
  useQuery({ queryKey: keys.conversations, queryFn: () => client.chats.list({ limit: CONVERSATIONS }) });
/** Archived conversations; nothing unless `enabled`. */
export const useArchived = (enabled: boolean) =>
  useQuery({
    queryKey: keys.archived,
    queryFn: () => client.chats.list({ limit: CONVERSATIONS, archived: true }),
    enabled,
  });

/** Reads a conversation; of one that is known, only what changed since. */
async function readConversation(conversationId: string): Promise<KnownConversation> {
  const known = () => queryClient.getQueryData<KnownConversation>(keys.conversation(conversationId));
  const asOfMs = known()?.asOfMs;
  const later = await client.chats.get({ conversationId, ...(asOfMs !== undefined && { changedAfterMs: asOfMs }) });
  // Asked for again: a question may have been put in while the answer was on its way.
  return mergeConversation(known(), later);
}
/** A conversation with all messages of its tree; nothing while `id` is null. */
export const useConversation = (id: string | null) =>
  useQuery({
    queryKey: keys.conversation(id ?? ""),
    queryFn: () => readConversation(id!),
    enabled: id !== null,
    retry: false,
  });
/** Assistants. */
export const useApps = () => useQuery({ queryKey: keys.apps, queryFn: () => client.apps.list() });
/** Folders of conversations. */
export const useFolders = () => useQuery({ queryKey: keys.folders, queryFn: () => client.chats.folders.list() });
/** Kept settings. */
export const usePresets = () => useQuery({ queryKey: keys.presets, queryFn: () => client.chats.presets.list() });
/** Knowledge bases. */
export const useKnowledgeBases = () => useQuery({ queryKey: keys.knowledge, queryFn: () => client.knowledge.list() });
/** Documents of a knowledge base; nothing while `id` is null. */
export const useDocuments = (id: string | null) =>
  useQuery({
    queryKey: keys.documents(id ?? ""),
    queryFn: () => client.documents.list({ knowledgeBaseId: id! }),
    enabled: id !== null,
  });
/** Installed models. */
export const useModels = () => useQuery({ queryKey: keys.models, queryFn: () => client.models.list() });
/** Models that can be had. */
export const useCatalogue = () => useQuery({ queryKey: keys.catalogue, queryFn: () => client.models.catalogue() });
/** Runs that are queued or running. */
export const useActiveRuns = () =>
  useQuery({ queryKey: keys.activeRuns, queryFn: () => client.runs.list({ active: true }) });
/** Version, parts and memory. */
export const useSystemInfo = () => useQuery({ queryKey: keys.info, queryFn: () => client.system.info() });
/** The ledger of connections. */
export const useLedger = () =>
  useQuery({ queryKey: keys.ledger, queryFn: () => client.egress.ledger({ limit: 1000 }) });
/** Connections open right now. */
export const useOpenLinks = () => useQuery({ queryKey: keys.openLinks, queryFn: () => client.egress.open() });
/** The workspace's settings. */
export const useSettings = () => useQuery({ queryKey: keys.settings, queryFn: () => client.settings.get() });

/** Changes settings at once, and takes them back should the engine refuse. */
export const useSetSettings = () =>
  useMutation({
    mutationFn: (change: Partial<Settings>) => client.settings.set(change),
    onMutate: (change) => {
      const before = queryClient.getQueryData<Settings>(keys.settings);
      if (before) queryClient.setQueryData<Settings>(keys.settings, { ...before, ...change });
      return before;
    },
    onSuccess: (after) => queryClient.setQueryData(keys.settings, after),
    onError: (_error, _change, before) => queryClient.setQueryData(keys.settings, before),
  });

/** Queries of one conversation or message, which a change of another one does not touch. */
const OF_ONE = new Set(["get", "passages", "inspect"]);

function invalidate(change: Change): void {
  const { domain, ids } = change;
  const named = new Set(ids);
  void queryClient.invalidateQueries({
    queryKey: [domain],
    predicate: ({ queryKey: [, what, id] }) =>
      domain !== "chats" || named.size === 0 || !OF_ONE.has(String(what)) || named.has(String(id)),
  });
  if (["apps", "chats", "documents", "knowledge"].includes(domain)) {
    void queryClient.invalidateQueries({ queryKey: ["trash"] });
  }
  // Counts of documents stand in the list of knowledge bases.
  if (change.domain === "documents") void queryClient.invalidateQueries({ queryKey: keys.knowledge });
}

/** Follows `changes.watch` for as long as the window lives; after a reconnect everything shown is asked for again. */
export async function followChanges(signal: AbortSignal): Promise<void> {
  for (let first = true; !signal.aborted; first = false) {
    await whenConnected();
    try {
      const stream = await client.changes.watch(undefined, { signal });
      if (!first) void queryClient.invalidateQueries();
      for await (const change of stream) invalidate(change);
    } catch {
      // The connection broke: wait for the next one.
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
