// The registry of embedders: one file each, listed here by hand. The first one is the default.
import type { Embedder } from "./embedder.ts";
import { minilm } from "./minilm.ts";

/** Every embedder that this version knows, installed or not. */
export const EMBEDDERS: readonly Embedder[] = [minilm];
