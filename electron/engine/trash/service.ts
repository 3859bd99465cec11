// The trash: what was deleted, taking it back, and erasing it for good.
import type { Channel } from "../../../shared/children/channel.ts";
import type { RetrievalMethods } from "../../../shared/children/retrieval.ts";
import type { TrashItem } from "../../../shared/contract/trash.ts";
import { ASSISTANT_APP_ID } from "../../../shared/domain/app-config.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { ChangeFeed } from "../changes.ts";
import { indexTable } from "../knowledge/service.ts";
import type { TrashStore } from "./store.ts";

export type TrashRef = Pick<TrashItem, "kind" | "id">;

export interface TrashDeps {
  store: TrashStore;
  /** What each domain does to take one back. Errors: `knowledge.name-taken`. */
  restorers: Record<TrashItem["kind"], (id: string) => unknown>;
  /** Rows, vectors, index rows and files of documents. */
  eraseDocuments(ids: string[]): Promise<void>;
  /** Stops runs and removes them with their events. */
  eraseRuns(ids: string[]): Promise<void>;
  /** Writes the full-text index of chats anew, without what was deleted. */
  purgeChatSearch(): Promise<void>;
  retrieval: Pick<Channel<RetrievalMethods>, "call">;
  changes: ChangeFeed;
}

export function trashService(deps: TrashDeps) {
  const { store, changes } = deps;

  /** Errors: `not-found` where one of them is not in the trash; then nothing was done. */
  const requireTrashed = (items: readonly TrashRef[]) => {
    const known = new Set(store.list().map(({ kind, id }) => `${kind} ${id}`));
    const missing = items.find(({ kind, id }) => !known.has(`${kind} ${id}`));
    if (missing) throw new AlcoveError("not-found", { what: missing.kind, id: missing.id });
  };
  /** Its row goes last: until then a kill leaves it in the trash, to be erased again. */
  const eraseBase = async (id: string) => {
    await deps.eraseRuns(store.runsOfBase(id));
    await deps.eraseDocuments(store.documentsOf(id));
    await deps.retrieval.call("dropTable", { table: indexTable(id) });
    store.eraseBase(id);
  };
  const eraseConversation = async (id: string) => {
    await deps.eraseRuns(store.runsOfConversation(id));
    const attachments = store.attachmentsOf(id);
    if (attachments) await eraseBase(attachments);
    store.eraseConversation(id);
  };
  const eraseDocuments = async (ids: string[]) => {
    const runs = new Set(ids.flatMap(store.runsOfDocument));
    const bases = new Set(ids.flatMap((id) => store.baseOf(id) ?? []));
    await deps.eraseDocuments(ids);
    await deps.eraseRuns([...runs].filter((id) => !store.runHasDocuments(id)));
    for (const id of bases) await deps.retrieval.call("optimize", { table: indexTable(id) });
  };
  const idsOf = (items: readonly TrashRef[], kind: TrashItem["kind"]) =>
    items.filter((item) => item.kind === kind).map(({ id }) => id);

  return {
    list: store.list,
    /** Takes back what can be taken back. Errors: `not-found`, `knowledge.name-taken`; then the others are back. */
    restore(items: readonly TrashRef[]): void {
      requireTrashed(items);
      let failure: unknown;
      for (const { kind, id } of items) {
        try {
          deps.restorers[kind](id);
        } catch (error) {
          failure ??= error;
        }
      }
      if (failure) throw failure;
    },
    /**
     * Removes for good. When it returns, nothing of a conversation, or of a document's text, is in the database's file
     * but what answers of other conversations quoted. Errors: `not-found`.
     */
    async erase(items: readonly TrashRef[]): Promise<void> {
      requireTrashed(items);
      const conversations = idsOf(items, "conversation");
      for (const id of conversations) await eraseConversation(id);
      const documents = idsOf(items, "document");
      if (documents.length > 0) await eraseDocuments(documents);
      const bases = idsOf(items, "knowledge-base");
      for (const id of bases) await eraseBase(id);
      const apps = idsOf(items, "app");
      for (const id of apps) store.eraseApp(id, ASSISTANT_APP_ID);
      if (conversations.length > 0) await deps.purgeChatSearch();
      store.checkpoint();
      if (conversations.length > 0 || apps.length > 0) changes.changed("chats");
      if (documents.length > 0 || bases.length > 0) changes.changed("documents");
      if (bases.length > 0) changes.changed("knowledge");
      if (apps.length > 0) changes.changed("apps");
      changes.changed("runs");
    },
  };
}
export type TrashService = ReturnType<typeof trashService>;
