// Checks a model's vocabulary before llama.cpp indexes into it. Called by load.ts.
import { VALUE_FLOAT32, VALUE_INT32, VALUE_STRING } from "./gguf-format.ts";
import { type GgufArray, type GgufHeader, invalidModel, numberIn, textIn, VOCABULARY } from "./gguf-header.ts";

const SPECIAL_IDS = ["bos", "eos", "eot", "eom", "unknown", "seperator", "padding", "mask", "cls"];

function listIn(header: GgufHeader, key: string): GgufArray | null {
  const value = header.metadata.get(key);
  if (value === undefined) return null;
  if (typeof value !== "object") throw invalidModel(header.path, `its ${key} is no list.`);
  return value;
}

/** Throws `model.invalid` where the vocabulary is missing, or its lists and special tokens do not match each other. */
export function checkVocabulary(header: GgufHeader): void {
  if (textIn(header, "tokenizer.ggml.model") === null) throw invalidModel(header.path, "it has no tokenizer.");
  const tokens = listIn(header, VOCABULARY);
  if (!tokens || tokens.elementType !== VALUE_STRING || tokens.count === 0) {
    throw invalidModel(header.path, "it has no vocabulary.");
  }
  for (const [key, elementType] of [
    ["tokenizer.ggml.scores", VALUE_FLOAT32],
    ["tokenizer.ggml.token_type", VALUE_INT32],
  ] as const) {
    const list = listIn(header, key);
    if (list && (list.elementType !== elementType || list.count !== tokens.count)) {
      throw invalidModel(header.path, `its ${key} does not match its vocabulary.`);
    }
  }
  const merges = listIn(header, "tokenizer.ggml.merges");
  if (merges && merges.elementType !== VALUE_STRING) throw invalidModel(header.path, "its merges are no texts.");
  for (const name of SPECIAL_IDS) {
    const id = numberIn(header, `tokenizer.ggml.${name}_token_id`);
    // 4294967295 stands for "none".
    if (id !== null && id !== 0xffff_ffff && !(id >= 0 && id < tokens.count)) {
      throw invalidModel(header.path, `its ${name} token is not in its vocabulary.`);
    }
  }
}
