// The order of documents in the table and the words of their state. Pure; used by the table and the inspector.
import type { Document } from "../../../shared/contract/documents.ts";
import type { RunItem } from "../../../shared/domain/runs.ts";

/** A line of the table: a document, or a file of a running ingestion that has no document yet. */
export interface Line {
  id: string;
  name: string;
  /** null for a file that waits to be taken in. */
  document: Document | null;
  /** The file within its run, while it runs. */
  item: RunItem | null;
}

export type Phase = "needs-you" | "failed" | "running" | "waiting" | "ready";
export type Action = "password" | "retry" | "remove";
export type SortColumn = "state" | "name" | "pages" | "passages" | "size" | "added";
export interface Sorting {
  column: SortColumn;
  descending: boolean;
}

const RANK: Record<Phase, number> = { "needs-you": 0, failed: 1, running: 2, waiting: 3, ready: 4 };

const PASSWORD_CODES = ["document.encrypted", "document.wrong-password"];
/** Reading the same file again can end differently. */
const PASSING_CODES = ["cancelled", "interrupted", "internal", "disk.full"];

/** Where a line stands on its way into the knowledge base. */
export function phaseOf({ document, item }: Line): Phase {
  if (!document) return item?.status === "running" ? "running" : "waiting";
  switch (document.status) {
    case "ready":
      return "ready";
    case "failed":
      return PASSWORD_CODES.includes(document.error?.code ?? "") ? "needs-you" : "failed";
    case "running":
      return "running";
    case "queued":
      return item?.status === "running" ? "running" : "waiting";
  }
}

/** The one thing that helps a document that failed. */
export function actionOf(document: Document): Action | null {
  if (document.status !== "failed") return null;
  const code = document.error?.code ?? "";
  if (PASSWORD_CODES.includes(code)) return "password";
  return PASSING_CODES.includes(code) || code.startsWith("child.") ? "retry" : "remove";
}

/** How far a file is: 0 to 1, null where it cannot be told. */
export function fractionOf(item: RunItem | null): number | null {
  if (!item?.total || item.done === undefined) return null;
  return Math.min(1, item.done / item.total);
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** Documents that came together stay in the order of their names. */
const hourOf = ({ document }: Line) => Math.floor((document?.createdAtMs ?? 0) / 3_600_000);

const comparisons: Record<SortColumn, (a: Line, b: Line) => number> = {
  state: (a, b) =>
    RANK[phaseOf(a)] - RANK[phaseOf(b)] ||
    (phaseOf(a) === "ready" ? hourOf(b) - hourOf(a) : 0) ||
    byName.compare(a.name, b.name),
  name: (a, b) => byName.compare(a.name, b.name),
  pages: (a, b) => (a.document?.pages ?? 0) - (b.document?.pages ?? 0),
  passages: (a, b) => (a.document?.chunks ?? 0) - (b.document?.chunks ?? 0),
  size: (a, b) => (a.document?.sizeBytes ?? 0) - (b.document?.sizeBytes ?? 0),
  added: (a, b) => (a.document?.createdAtMs ?? 0) - (b.document?.createdAtMs ?? 0),
};

/** Lines in the order asked for; by state: who needs someone first, then running, waiting, and ready with the newest first. */
export function sortLines(lines: readonly Line[], { column, descending }: Sorting): Line[] {
  const compare = comparisons[column];
  const direction = descending ? -1 : 1;
  return [...lines].sort((a, b) => direction * compare(a, b) || byName.compare(a.name, b.name));
}

/** A click on a column's head: first its natural direction, then the other, then back to the order by state. */
export function nextSorting(now: Sorting, column: SortColumn): Sorting {
  const firstDescending = column !== "name";
  if (now.column !== column) return { column, descending: firstDescending };
  if (now.descending === firstDescending) return { column, descending: !firstDescending };
  return { column: "state", descending: false };
}

/**
 * Documents of a knowledge base together with the files that are still to come of its running ingestions. An item
 * belongs to the document of its run with the same name.
 */
export function joinLines(documents: readonly Document[], runs: readonly { id: string; items: RunItem[] }[]): Line[] {
  const active = new Map<string, RunItem[]>();
  const coming: Line[] = [];
  for (const { id, items } of runs) {
    for (const item of items) {
      if (item.status === "running") {
        const key = `${id}:${item.name}`;
        active.set(key, [...(active.get(key) ?? []), item]);
      } else if (item.status === "waiting") {
        coming.push({ id: `${id}:${item.id}`, name: item.name, document: null, item });
      }
    }
  }
  const waitingAgain = new Set(
    documents.filter(({ status }) => status === "queued").map(({ runId, name }) => `${runId}:${name}`),
  );
  const lines = documents.map((document): Line => {
    const item = active.get(`${document.runId}:${document.name}`)?.shift() ?? null;
    return { id: document.id, name: document.name, document, item };
  });
  return [
    ...lines,
    // A document that is read again has its row already.
    ...coming.filter((line) => !waitingAgain.has(`${line.id.slice(0, line.id.lastIndexOf(":"))}:${line.name}`)),
  ];
}

/** Items of a run and, as waiting ones, the files that it was given but has not come to yet. */
export function withComing(items: readonly RunItem[], names: readonly string[]): RunItem[] {
  const left = new Map<string, number>();
  for (const { name } of items) left.set(name, (left.get(name) ?? 0) + 1);
  const coming = names.flatMap((name, at): RunItem[] => {
    const seen = left.get(name) ?? 0;
    if (seen === 0) return [{ id: `coming-${at}`, name, status: "waiting" }];
    left.set(name, seen - 1);
    return [];
  });
  return [...items, ...coming];
}

/** Rows between two lines, both included, in the order shown; for Shift and the arrow keys. */
export function idsBetween(lines: readonly Line[], from: string, to: string): string[] {
  const a = lines.findIndex(({ id }) => id === from);
  const b = lines.findIndex(({ id }) => id === to);
  if (b < 0) return [];
  if (a < 0) return [to];
  return lines.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ id }) => id);
}
