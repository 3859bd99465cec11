// The vector of a question, however long it is. Used by search.ts.
import { AlcoveError } from "../../shared/domain/errors.ts";
import type { Embedding } from "./embed.ts";

/** Cuts a text in two near its middle, at a space where there is one nearby. */
function halves(text: string): [string, string] {
  const middle = Math.floor(text.length / 2);
  const space = text.indexOf(" ", middle);
  let cut = space >= 0 && space < middle + 100 ? space : middle;
  // Never between the two units of one character.
  if ((text.charCodeAt(cut) & 0xfc00) === 0xdc00) cut++;
  return [text.slice(0, cut), text.slice(cut)];
}

/**
 * The vector of a question, of unit length. One that is longer than the embedder reads is embedded in parts, and the
 * mean of their vectors stands for it: nothing of it is dropped.
 */
export async function embedQuestion(
  embedding: Embedding,
  embedder: string,
  question: string,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const { dimensions } = embedding.info(embedder);
  let parts = [question];
  for (;;) {
    try {
      const { vectors } = await embedding.embed(embedder, "query", parts, signal ? { signal } : {});
      if (parts.length === 1) return vectors;
      const mean = new Float32Array(dimensions);
      for (const [i, value] of vectors.entries()) mean[i % dimensions]! += value;
      const length = Math.hypot(...mean) || 1;
      return mean.map((value) => value / length);
    } catch (error) {
      if (!(error instanceof AlcoveError) || error.code !== "embedder.too-long") throw error;
      parts = parts.flatMap(halves);
    }
  }
}
