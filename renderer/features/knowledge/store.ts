// View state of the library: which rows are selected beside the one in the address, the order, what is searched for.
import { create } from "zustand";
import type { Sorting } from "./order.ts";

/** An ingestion started in this window, and the names of its files. */
export interface Started {
  runId: string;
  names: string[];
}

interface LibraryState {
  /** Documents selected besides the one looked at. */
  others: ReadonlySet<string>;
  sorting: Sorting;
  /** What is searched for, by knowledge base. */
  queries: Record<string, string>;
  /** Ingestions started in this window, by knowledge base: what came of them is told until it is dismissed. */
  started: Record<string, Started[]>;
}

/** What is selected, sorted and searched in the library. */
export const useLibrary = create<LibraryState>(() => ({
  others: new Set(),
  sorting: { column: "state", descending: false },
  queries: {},
  started: {},
}));

/** Selects further documents. */
export const selectOthers = (ids: Iterable<string>): void => useLibrary.setState({ others: new Set(ids) });

/** Remembers that a run adds to a knowledge base. */
export const noteStarted = (knowledgeBaseId: string, runId: string, names: string[] = []): void =>
  useLibrary.setState(({ started }) => ({
    started: { ...started, [knowledgeBaseId]: [...(started[knowledgeBaseId] ?? []), { runId, names }] },
  }));

/** Forgets what came of a run. */
export const forgetStarted = (knowledgeBaseId: string, runId: string): void =>
  useLibrary.setState(({ started }) => ({
    started: { ...started, [knowledgeBaseId]: (started[knowledgeBaseId] ?? []).filter((each) => each.runId !== runId) },
  }));
