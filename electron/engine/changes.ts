// The change feed: services say what changed, windows reload what they show of it.
import type { Change } from "../../shared/contract/system.ts";

export interface ChangeFeed {
  changed(domain: Change["domain"], ...ids: string[]): void;
  watch(listener: (change: Change) => void): () => void;
}

const COALESCE_MS = 100;
/** More ids than this in one change are told as "anything". */
const MAX_IDS = 200;

/** Changes of the same domain within 100 ms are told once. */
export function createChangeFeed(): ChangeFeed {
  const listeners = new Set<(change: Change) => void>();
  const pending = new Map<Change["domain"], Set<string> | "anything">();
  let timer: NodeJS.Timeout | undefined;

  const tell = () => {
    timer = undefined;
    const changes = [...pending].map(([domain, ids]) => ({ domain, ids: ids === "anything" ? [] : [...ids] }));
    pending.clear();
    for (const change of changes) for (const listener of listeners) listener(change);
  };
  return {
    changed(domain, ...ids) {
      const known = pending.get(domain);
      if (known !== "anything") {
        const all = new Set([...(known ?? []), ...ids]);
        pending.set(domain, ids.length === 0 || all.size > MAX_IDS ? "anything" : all);
      }
      if (!timer) timer = setTimeout(tell, COALESCE_MS).unref();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
