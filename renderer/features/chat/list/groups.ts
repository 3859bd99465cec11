// How the list of chats is divided: pinned ones, folders, then by when they were last used.
import type { Conversation, Folder } from "../../../../shared/contract/chats.ts";

export type Age = "today" | "yesterday" | "week" | "month" | "earlier";
export type GroupKind = "pinned" | "folder" | Age;
export interface Group {
  kind: GroupKind;
  folder: Folder | null;
  rows: Conversation[];
}

const DAY_MS = 86_400_000;
const AGES: readonly Age[] = ["today", "yesterday", "week", "month", "earlier"];

/** How long ago something was, by days that begin at midnight. */
export function ageOf(atMs: number, nowMs: number): Age {
  const midnight = new Date(nowMs).setHours(0, 0, 0, 0);
  // A day is 23 or 25 hours long where clocks change: midnights are asked of the calendar.
  const before = (days: number) =>
    new Date(new Date(midnight - days * DAY_MS + DAY_MS / 2).setHours(0, 0, 0, 0)).getTime();
  if (atMs >= midnight) return "today";
  if (atMs >= before(1)) return "yesterday";
  if (atMs >= before(7)) return "week";
  return atMs >= before(30) ? "month" : "earlier";
}

/** Items by age, newest first; ages without any are left out. */
export function byAge<Item extends { updatedAtMs: number }>(items: readonly Item[], nowMs: number): [Age, Item[]][] {
  const groups = Map.groupBy(
    items.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs),
    (item) => ageOf(item.updatedAtMs, nowMs),
  );
  return AGES.map((age): [Age, Item[]] => [age, groups.get(age) ?? []]).filter(([, rows]) => rows.length > 0);
}

/**
 * Groups of the list in their order. Folders by name, empty ones too, so that something can be put in. A pinned chat
 * stands with the pinned ones, whatever its folder; one whose folder is gone stands with the others.
 */
export function listGroups(conversations: readonly Conversation[], folders: readonly Folder[], nowMs: number): Group[] {
  const known = new Set(folders.map((folder) => folder.id));
  const newest = (rows: Conversation[]) => rows.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs);
  const pinned = newest(conversations.filter((row) => row.pinned));
  const others = conversations.filter((row) => !row.pinned);
  const loose = others.filter((row) => !row.folderId || !known.has(row.folderId));
  return [
    ...(pinned.length > 0 ? [{ kind: "pinned", folder: null, rows: pinned } satisfies Group] : []),
    ...folders
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(
        (folder): Group => ({
          kind: "folder",
          folder,
          rows: newest(others.filter((row) => row.folderId === folder.id)),
        }),
      ),
    ...byAge(loose, nowMs).map(([kind, rows]): Group => ({ kind, folder: null, rows })),
  ];
}
