// Taking things back out of the trash, with a way to undo that.
import type { TrashItem } from "../../../shared/contract/trash.ts";
import { client } from "../../client.ts";
import { queryClient } from "../../data/queries.ts";
import type { Translate } from "../../i18n/index.ts";
import { showToast } from "../../ui/Toast.tsx";

export const TRASH_KEY = ["trash", "list"] as const;

/** Everything that shows what is in the trash or came out of it. */
export function refreshAfterTrash(): void {
  for (const domain of ["trash", "chats", "documents", "knowledge", "apps"]) {
    void queryClient.invalidateQueries({ queryKey: [domain] });
  }
}

async function moveToTrash(items: readonly TrashItem[]): Promise<void> {
  const ids = (kind: TrashItem["kind"]) => items.filter((item) => item.kind === kind).map(({ id }) => id);
  const [conversationIds, documentIds] = [ids("conversation"), ids("document")];
  if (conversationIds.length > 0) await client.chats.remove({ conversationIds });
  if (documentIds.length > 0) await client.documents.remove({ documentIds });
  for (const knowledgeBaseId of ids("knowledge-base")) await client.knowledge.remove({ knowledgeBaseId });
  for (const appId of ids("app")) await client.apps.remove({ appId });
}

/** Restores and offers to undo it. Rejects where one could not be restored; the others are back then. */
export async function restoreItems(items: readonly TrashItem[], t: Translate): Promise<void> {
  try {
    await client.trash.restore({ items: items.map(({ kind, id }) => ({ kind, id })) });
  } finally {
    refreshAfterTrash();
  }
  const [first] = items;
  const text =
    items.length === 1 ? t("trash.restoredOne", { name: first!.name }) : t("trash.restored", { n: items.length });
  showToast(text, { label: t("trash.moveBack"), run: () => void moveToTrash(items).finally(refreshAfterTrash) });
}

/** Removes for good. */
export async function eraseItems(items: readonly TrashItem[]): Promise<void> {
  try {
    await client.trash.erase({ items: items.map(({ kind, id }) => ({ kind, id })) });
  } finally {
    refreshAfterTrash();
  }
}
