// Makes text of tokens as they come: whole characters only, and nothing that could be the start of a stop sequence.
// Called by generate.ts.
import type { Token } from "node-llama-cpp";

/** Tokens to text; `before` are the tokens that came just before, which some vocabularies need for spacing. */
export type Detokenize = (tokens: readonly Token[], before: readonly Token[]) => string;

const CONTEXT_TOKENS = 8;
/** A character has at most four bytes; more undecodable tokens than this are not the start of one. */
const MAX_PENDING_TOKENS = 16;

/** What a token added to the text, and whether a stop sequence ended it. */
export interface StreamStep {
  text: string;
  stopped: boolean;
}

/** Follows one answer. `push` each token in order, then `end` once. */
export interface TextStream {
  push(token: Token): StreamStep;
  /** What was held back and turned out to be text. */
  end(): string;
}

/** How many characters at the end of `text` could be the beginning of one of `stops`. */
function heldLength(text: string, stops: readonly string[]): number {
  let held = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > held; length--) {
      if (stop.startsWith(text.slice(text.length - length))) held = length;
    }
  }
  return held;
}

/** A stream for one answer that goes on after the tokens `begun`; `stops` end it and are not part of it. */
export function textStream(detokenize: Detokenize, stops: readonly string[], begun: readonly Token[] = []): TextStream {
  const endings = stops.filter((stop) => stop !== "");
  let before: Token[] = begun.slice(-CONTEXT_TOKENS);
  let pending: Token[] = [];
  let emittedOfPending = 0;
  let held = "";

  function decode(token: Token): string {
    pending.push(token);
    const text = detokenize(pending, before);
    const whole = pending.length >= MAX_PENDING_TOKENS ? text : text.replace(/\u{FFFD}+$/u, "");
    const fresh = whole.slice(emittedOfPending);
    if (whole.length === text.length) {
      before = [...before, ...pending].slice(-CONTEXT_TOKENS);
      pending = [];
      emittedOfPending = 0;
    } else emittedOfPending = Math.max(emittedOfPending, whole.length);
    return fresh;
  }

  return {
    push(token) {
      held += decode(token);
      const ends = endings.map((stop) => held.indexOf(stop)).filter((index) => index >= 0);
      if (ends.length > 0) {
        const text = held.slice(0, Math.min(...ends));
        held = "";
        return { text, stopped: true };
      }
      const keep = heldLength(held, endings);
      const text = held.slice(0, held.length - keep);
      held = held.slice(held.length - keep);
      return { text, stopped: false };
    },
    end() {
      const text = held;
      held = "";
      return text;
    },
  };
}
