// View state of dropped files: what is being waited for before an analysis can begin, what came of adding, the language
// that was chosen last. Nothing of the server.
import { useMemo } from "react";
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import type { AnalysisKind } from "../../../shared/contract/chats.ts";
import type { Document } from "../../../shared/contract/documents.ts";

export type AnalysisLanguage = "document" | "en" | "zh";

/** An analysis that begins when its files have been read. */
export interface Awaited {
  runId: string;
  conversationId: string;
  kind: AnalysisKind;
  language: AnalysisLanguage;
}

interface DropState {
  awaited: Awaited[];
  /** Runs that added files in this window, by conversation, until what came of them is dismissed. */
  started: Record<string, string[]>;
}

/** Kept for as long as the window's tab, so that a reload forgets nothing. */
export const useDrop = create<DropState>()(
  persist((): DropState => ({ awaited: [], started: {} }), {
    name: "alcove:drop",
    storage: createJSONStorage(() => sessionStorage),
  }),
);

/** Remembers a run that adds files to a conversation. */
export const noteAdded = (conversationId: string, runId: string): void => {
  useDrop.setState(({ started }) => ({
    started: { ...started, [conversationId]: [...(started[conversationId] ?? []), runId] },
  }));
};

/** Runs that add files to conversations; those are shown there, not among what goes into the library. */
export function useFilesOfChats(): string[] {
  const started = useDrop((state) => state.started);
  return useMemo(() => Object.values(started).flat(), [started]);
}

/** Forgets what came of a run. */
export const forgetAdded = (conversationId: string, runId: string): void => {
  useDrop.setState(({ started }) => ({
    started: { ...started, [conversationId]: (started[conversationId] ?? []).filter((id) => id !== runId) },
  }));
};

/** Lets an analysis begin when the run has read its files. */
export const awaitAnalysis = (awaited: Awaited): void => {
  useDrop.setState((state) => ({ awaited: [...state.awaited, awaited] }));
};

/** Takes an analysis off what is waited for; false when it was taken already. */
export function takeAwaited(runId: string): boolean {
  const { awaited } = useDrop.getState();
  const rest = awaited.filter((each) => each.runId !== runId);
  useDrop.setState({ awaited: rest });
  return rest.length < awaited.length;
}

/** A file whose password is asked for: not where its chip is, for that lies in the form of the question. */
export const usePasswordOf = create<{ document: Document | null }>(() => ({ document: null }));
/** Asks for the password of a file; null takes the question back. */
export const askPassword = (document: Document | null): void => usePasswordOf.setState({ document });

interface Choice {
  /** null until someone has chosen: then the window's own language. */
  language: AnalysisLanguage | null;
}
/** The language that analyses are written in, kept between starts. */
export const useAnalysisLanguage = create<Choice>()(
  persist<Choice>(() => ({ language: null }), { name: "alcove:analysis-language" }),
);
