// Tokens of prompts and texts. What people and documents say never becomes a control token, whatever they write.
// Called by generate.ts and entry.ts.
import type { LlamaModel, Token } from "node-llama-cpp";
import type { ChatTurn } from "../../shared/children/inference.ts";
import { type RenderedPrompt, renderPrompt } from "./chat-template.ts";

/** A prompt ready for evaluation, how many of its last tokens begin the answer, and the texts that end the answer. */
export interface TokenizedPrompt {
  tokens: Token[];
  prefixTokens: number;
  stops: string[];
}

/** SentencePiece vocabularies put a space before each text; inside a prompt it would be one too many. */
function spacing(model: LlamaModel, first: boolean): "trimLeadingSpace" | undefined {
  const addsSpace = model.vocabularyType === "spm" || model.vocabularyType === "ugm";
  return addsSpace && !first ? "trimLeadingSpace" : undefined;
}

const steering = new WeakMap<LlamaModel, Map<Token, boolean>>();

/** Whether a token steers the model: control tokens, ends of turns, and markers that a vocabulary lists as plain ones. */
function steers(model: LlamaModel, token: Token, template: string): boolean {
  const known = steering.get(model) ?? new Map<Token, boolean>();
  steering.set(model, known);
  let answer = known.get(token);
  if (answer === undefined) {
    const attributes = model.getTokenAttributes(token);
    const marker = attributes.userDefined ? model.detokenize([token], true).trim() : "";
    answer = attributes.control || model.isEogToken(token) || (marker.length > 2 && template.includes(marker));
    known.set(token, answer);
  }
  return answer;
}

/** Cuts each text after the first character of every occurrence of one of `markers`. */
function cutMarkers(texts: string[], markers: Set<string>): string[] {
  let parts = texts;
  for (const marker of markers) {
    const head = String.fromCodePoint(marker.codePointAt(0) ?? 0);
    const rest = marker.slice(head.length);
    parts = parts.flatMap((part) =>
      part
        .split(marker)
        .flatMap((between, index, all) => [(index > 0 ? rest : "") + between + (index < all.length - 1 ? head : "")]),
    );
  }
  return parts;
}

/**
 * Tokens of untrusted text. llama.cpp leaves control tokens alone here, but some files declare their markers as ordinary
 * "user defined" tokens: such a marker is taken apart after its first character, so that the text stays and its power
 * does not.
 */
export function tokenizeUntrusted(model: LlamaModel, text: string, template: string, first = false): Token[] {
  let parts = [text];
  for (let round = 0; round < 4; round++) {
    const tokens = parts.flatMap((part, index) => model.tokenize(part, false, spacing(model, first && index === 0)));
    const markers = new Set<string>();
    for (const token of tokens) {
      if (steers(model, token, template)) markers.add(model.detokenize([token], true).trim());
    }
    if (markers.size === 0) return tokens;
    markers.delete("");
    parts = cutMarkers(parts, markers);
  }
  return parts
    .flatMap((part, index) => model.tokenize(part, false, spacing(model, first && index === 0)))
    .filter((token) => !steers(model, token, template));
}

/**
 * The whole prompt of `messages` through `template` (null for a file that has none), as tokens. `prefix` is the beginning
 * of the answer, which is no more trusted than a message: a person may have edited it.
 */
export function tokenizePrompt(
  model: LlamaModel,
  template: string | null,
  messages: ChatTurn[],
  thinking?: boolean,
  prefix = "",
): TokenizedPrompt {
  const { bos, bosString, eosString, shouldPrependBosToken } = model.tokens;
  const hasToken = (text: string) => model.tokenize(text, true, spacing(model, false)).length === 1;
  const variables = { bosToken: bosString ?? "", eosToken: eosString ?? "", thinking };
  const rendered: RenderedPrompt = renderPrompt(template, messages, variables, hasToken);
  const tokens: Token[] = [];
  for (const { text, trusted } of rendered.pieces) {
    const first = tokens.length === 0;
    const piece = trusted
      ? model.tokenize(text, true, spacing(model, first))
      : tokenizeUntrusted(model, text, template ?? "", first);
    for (const token of piece) tokens.push(token);
  }
  if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos);
  const begun = tokenizeUntrusted(model, prefix, template ?? "");
  return { tokens: tokens.concat(begun), prefixTokens: begun.length, stops: rendered.stops };
}
