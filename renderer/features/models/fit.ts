// Whether a model fits this computer, and its speed in words a person uses. Pure; used by the models page.
import type { CatalogueEntry, Model } from "../../../shared/contract/models.ts";
import { memoryNeeded } from "../onboarding/recommend.ts";

/** Memory that a model needs. `certain` is false where the file's size itself is a guess. */
export interface Need {
  bytes: number;
  certain: boolean;
}
export interface Memory {
  totalBytes: number;
  freeBytes: number;
}
/** "tight" fits once other programs are closed. */
export type Fit = "fits" | "tight" | "never" | "unknown";

/** Bytes a parameter of the catalogue's files, which keep about 4.8 bits of each. */
const BYTES_PER_PARAMETER = 0.6;
/** The system itself keeps this share of the memory. */
const SYSTEM_SHARE = 0.14;

/** Memory that a model of the catalogue needs; by its number of parameters while its size is unknown. */
export function needOf(entry: Pick<CatalogueEntry, "sizeBytes" | "parameters">): Need {
  if (entry.sizeBytes !== null) return { bytes: memoryNeeded(entry.sizeBytes), certain: true };
  return { bytes: memoryNeeded(entry.parameters * BYTES_PER_PARAMETER), certain: false };
}

/** How a need compares with what this computer has and what is free now. */
export function fitOf(need: Need | null, memory: Memory): Fit {
  if (!need) return "unknown";
  if (need.bytes <= memory.freeBytes) return "fits";
  return need.bytes <= memory.totalBytes * (1 - SYSTEM_SHARE) ? "tight" : "never";
}

const RANK: Record<Fit, number> = { fits: 0, tight: 1, unknown: 2, never: 3 };

/** What fits first, small before large; what will not fit last. */
export function sortByFit<Entry extends Pick<CatalogueEntry, "sizeBytes" | "parameters">>(
  entries: readonly Entry[],
  memory: Memory,
): Entry[] {
  return entries
    .map((entry) => ({ entry, need: needOf(entry) }))
    .sort(
      (a, b) =>
        RANK[fitOf(a.need, memory)] - RANK[fitOf(b.need, memory)] || (a.need?.bytes ?? 0) - (b.need?.bytes ?? 0),
    )
    .map(({ entry }) => entry);
}

/** Tokens of a printed page in English; Chinese pages have about as many. */
export const PAGE_TOKENS = 500;
const PAGES = 20;
const WORDS_PER_TOKEN = 0.75;
const CHARACTERS_PER_TOKEN = 1.5;

/** Speed in a person's units: how long 20 pages take to read, and words (Chinese: characters) written a second. */
export interface Speed {
  readMs: number;
  wordsPerSecond: number;
}

/** From tokens a second to pages and words, or characters in Chinese. */
export function speedOf(measured: NonNullable<Model["measured"]>, language: string): Speed {
  const perToken = language.startsWith("zh") ? CHARACTERS_PER_TOKEN : WORDS_PER_TOKEN;
  return {
    readMs: ((PAGES * PAGE_TOKENS) / measured.promptTokensPerSecond) * 1000,
    wordsPerSecond: measured.tokensPerSecond * perToken,
  };
}

/**
 * What a model that was never run here would do, from one that was: both reading and writing cost time in proportion to
 * the size of the file. Null where nothing was measured yet or a size is unknown.
 */
export function estimatedSpeed(
  sizeBytes: number | null,
  known: readonly Pick<Model, "sizeBytes" | "measured">[],
  language: string,
): Speed | null {
  if (!sizeBytes) return null;
  const nearest = known
    .filter((model) => model.measured && model.sizeBytes > 0)
    .sort((a, b) => Math.abs(Math.log(a.sizeBytes / sizeBytes)) - Math.abs(Math.log(b.sizeBytes / sizeBytes)))[0];
  if (!nearest?.measured) return null;
  const ratio = nearest.sizeBytes / sizeBytes;
  return speedOf(
    {
      promptTokensPerSecond: nearest.measured.promptTokensPerSecond * ratio,
      tokensPerSecond: nearest.measured.tokensPerSecond * ratio,
    },
    language,
  );
}

/** A number without false precision: 4 below ten, 10 or 25 or 110 above. */
export function roughly(value: number): number {
  if (value < 10) return Math.max(1, Math.round(value));
  if (value < 100) return Math.round(value / 5) * 5;
  return Math.round(value / 10) * 10;
}
