// What lies in the trash, by kind, and what would go with it. Pure.
import type { TrashItem } from "../../../shared/contract/trash.ts";
import type { TextKey } from "../../i18n/index.ts";

export type TrashKind = TrashItem["kind"];

export const KINDS: readonly { kind: TrashKind; name: TextKey; goes: TextKey }[] = [
  { kind: "conversation", name: "trash.conversations", goes: "trash.goesConversations" },
  { kind: "document", name: "trash.documents", goes: "trash.goesDocuments" },
  { kind: "knowledge-base", name: "trash.bases", goes: "trash.goesBases" },
  { kind: "app", name: "trash.apps", goes: "trash.goesApps" },
];

/** Names an item among those of all kinds. */
export const keyOf = ({ kind, id }: Pick<TrashItem, "kind" | "id">): string => `${kind} ${id}`;

/** Kinds that have something, in their fixed order; items as they came, newest first. */
export function byKind(items: readonly TrashItem[]) {
  const groups = Map.groupBy(items, (item) => item.kind);
  return KINDS.flatMap((kind) => {
    const found = groups.get(kind.kind);
    return found ? [{ ...kind, items: found }] : [];
  });
}
