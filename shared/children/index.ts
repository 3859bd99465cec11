// The children that the engine can ask for, by name, and how much memory each may take.
export type ChildName = "retrieval" | "inference" | "parser";
export const CHILD_NAMES: readonly ChildName[] = ["retrieval", "inference", "parser"];

/**
 * Resident memory at which a child ends itself, in MiB; 0 for no bound, since a chat model takes what it takes. Parser: a
 * PDF of 300 pages with large tables stays under 600, decompression bombs pass the limit within a second. Retrieval:
 * index builds over a large knowledge base take the most.
 */
export const MEMORY_LIMIT_MB: Record<ChildName, number> = { retrieval: 4096, inference: 0, parser: 1500 };

/** The signal by which it does so, so that the engine can tell it from any other end. Windows has no such signals. */
export const MEMORY_SIGNAL = "SIGUSR2";
