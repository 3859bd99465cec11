// Where benchmarks keep what takes long to make or to fetch.
import { resolve } from "node:path";

/** The folder for what benchmarks keep between runs; git ignores it. */
export const benchCache = resolve(import.meta.dirname, "../../../.cache/bench");
