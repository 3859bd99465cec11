// Finds conversations by their titles and messages, and puts those into the index that were written before there was one.
import type { ChatHit } from "../../../shared/contract/chats.ts";
import { snippetOf } from "./search-snippet.ts";
import type { ChatSearchStore, FoundEntry, UnindexedRow } from "./search-store.ts";
import { clausesOf, expressionOf, indexTerms } from "./search-terms.ts";

/** Of words that stand nearly everywhere only the newest entries are compared, so that they cost no more than others. */
const CANDIDATES = 2000;
/** A title says what a conversation is about. */
const TITLE_WEIGHT = 1.5;
/** What is old loses up to this part of its score, half of it after `HALF_LIFE_MS`. */
const AGE_WEIGHT = 0.5;
const HALF_LIFE_MS = 30 * 86_400_000;
/** Rows that are indexed at once before the engine sees to other things. */
const BACKFILL_ROWS = 100;
/** Pages of the index that are written anew at once. */
const PURGE_PAGES = 64;
/** Lets the engine see to other things. */
const breathe = () => new Promise((resolve) => setImmediate(resolve));

/** The better the match and the newer the conversation, the higher. */
const scoreOf = (entry: FoundEntry, nowMs: number): number => {
  const age = Math.max(0, nowMs - entry.usedAtMs);
  const freshness = 1 - AGE_WEIGHT * (1 - 2 ** (-age / HALF_LIFE_MS));
  return entry.score * freshness * (entry.messageId === null ? TITLE_WEIGHT : 1);
};

export function chatSearch(deps: { store: ChatSearchStore }) {
  const { store } = deps;

  const toHit = (entry: FoundEntry, clauses: ReturnType<typeof clausesOf>): ChatHit[] => {
    const found = store.text(entry);
    if (!found) return [];
    const snippet = snippetOf(found.text, clauses);
    const { conversationId, messageId } = entry;
    const { role, title, archived, atMs } = found;
    const kind = messageId === null ? "title" : "message";
    return [
      { kind, conversationId, messageId, role, title, snippet: snippet.text, marks: snippet.marks, archived, atMs },
    ];
  };
  const backfillFrom = async (
    signal: AbortSignal,
    read: (afterRow: number, limit: number) => UnindexedRow[],
    write: (row: UnindexedRow, terms: string) => void,
  ) => {
    for (let after = 0; !signal.aborted; ) {
      const rows = read(after, BACKFILL_ROWS);
      if (rows.length === 0) return;
      store.inTransaction(() => {
        for (const row of rows) if (row.text.trim() !== "") write(row, indexTerms(row.text));
      });
      after = rows.at(-1)!.rowid;
      await breathe();
    }
  };

  return {
    /**
     * Titles and messages that hold all words of the query, best first; nothing of the trash. Words in quotes have to
     * follow one another, the last word may be only begun. `total` counts every match; where there are more than
     * can be compared, those in the trash too.
     */
    search(query: string, limit: number): { hits: ChatHit[]; total: number } {
      const clauses = clausesOf(query);
      if (clauses.length === 0) return { hits: [], total: 0 };
      const expression = expressionOf(clauses);
      const titles = store.matchingTitles(expression, CANDIDATES);
      const messages = store.matchingMessages(expression, CANDIDATES);
      const nowMs = Date.now();
      const hits = [...titles, ...messages]
        .map((entry) => ({ entry, score: scoreOf(entry, nowMs) }))
        .sort((a, b) => b.score - a.score || b.entry.entryId - a.entry.entryId)
        .slice(0, limit)
        .flatMap(({ entry }) => toHit(entry, clauses));
      const all = titles.length < CANDIDATES && messages.length < CANDIDATES;
      return { hits, total: all ? titles.length + messages.length : store.countMatches(expression) };
    },
    /**
     * Indexes what was written before the index was there, a few rows at a time, until `signal` aborts; the next start
     * goes on. Does nothing where all is indexed.
     */
    async backfill(signal: AbortSignal): Promise<void> {
      await backfillFrom(signal, store.unindexedTitles, (row, terms) => store.putTitle(row.conversationId, terms));
      await backfillFrom(signal, store.unindexedMessages, (row, terms) =>
        store.putMessage(row.id, row.conversationId, terms),
      );
    },
    /** Writes the index anew without the words of what was deleted, a stretch at a time. */
    async purge(): Promise<void> {
      for (let first = true, done = false; !done; first = false) {
        done = store.mergeStep(PURGE_PAGES, first);
        await breathe();
      }
    },
  };
}
export type ChatSearch = ReturnType<typeof chatSearch>;
