// What an embedder is: one entry of the registry in index.ts, carrying everything that is particular to one model.
import type { EmbedderInfo } from "../../../shared/children/retrieval.ts";
import type { Tokenizer } from "../wordpiece.ts";

/** Where an embedder finds its files: `cacheDir` for what it converts, `modelsDir` for what a person installed. */
export interface ModelFolders {
  cacheDir: string;
  modelsDir: string;
}

/** One model that turns text into vectors. */
export interface Embedder {
  info: EmbedderInfo;
  /** Put before every text of that kind ("query: " for the E5 family); empty for most. */
  prefixes: { query: string; passage: string };
  /** The id that fills up the shorter rows of a batch. */
  padId: number;
  /** The graph's output: [batch, dimensions] floats of unit length. Its inputs are `input_ids` and `attention_mask`. */
  output: string;
  /** Whether its files are there. */
  installed(folders: ModelFolders): Promise<boolean>;
  tokenizer(folders: ModelFolders): Promise<Tokenizer>;
  /** Path of the ONNX file, written first where needed. */
  model(folders: ModelFolders): Promise<string>;
}
