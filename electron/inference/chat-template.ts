// Turns messages into a prompt through the model's own chat template, keeping apart what the template wrote and what
// people wrote: only the template's part may hold control tokens. Called by prompt.ts.
import { Template } from "@huggingface/jinja";
import type { ChatTurn } from "../../shared/children/inference.ts";

/** A stretch of the prompt. `trusted` text comes from the template, the rest from people and documents. */
export interface PromptPiece {
  text: string;
  trusted: boolean;
}

export interface TemplateVariables {
  bosToken: string;
  eosToken: string;
  /** Passed to templates that can switch reasoning on and off; absent leaves the model's default. */
  thinking?: boolean | undefined;
}

/** A prompt and the texts that end an answer although they are no tokens of the model. */
export interface RenderedPrompt {
  pieces: PromptPiece[];
  stops: string[];
}

const MAX_TEMPLATE_LENGTH = 256 * 1024;

// Jinja drops a line feed at the end of a template, so each last one is an expression.
/** Formats for files without a template of their own, by a control token of the vocabulary that gives them away. */
const KNOWN_FORMATS: readonly { marker: string; template: string }[] = [
  {
    marker: "<start_of_turn>",
    template:
      "{{ bos_token }}{% for message in messages %}<start_of_turn>{{ 'model' if message.role == 'assistant' else 'user' }}\n{{ message.content }}<end_of_turn>\n{% endfor %}<start_of_turn>model{{ '\n' }}",
  },
  {
    marker: "<|start_header_id|>",
    template:
      "{{ bos_token }}{% for message in messages %}<|start_header_id|>{{ message.role }}<|end_header_id|>\n\n{{ message.content }}<|eot_id|>{% endfor %}<|start_header_id|>assistant<|end_header_id|>{{ '\n\n' }}",
  },
];

const CHATML =
  "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant{{ '\n' }}";
const CHATML_STOPS = ["<|im_end|>", "<|im_start|>"];

// Private-use characters stand for each content while the template runs, so that content is never read as template
// output and no template can be confused by it.
const placeholder = (index: number) => `\u{E0F0}${index}\u{E0F1}`;
const PLACEHOLDERS = /\u{E0F0}(\d+)\u{E0F1}/u;

/** Renders `template`; null where it fails or loses, repeats or reorders a message. */
function render(template: string, messages: ChatTurn[], variables: TemplateVariables): PromptPiece[] | null {
  let rendered: string;
  try {
    rendered = new Template(template).render({
      messages: messages.map(({ role }, index) => ({ role, content: placeholder(index) })),
      add_generation_prompt: true,
      bos_token: variables.bosToken,
      eos_token: variables.eosToken,
      ...(variables.thinking === undefined ? {} : { enable_thinking: variables.thinking }),
    });
  } catch {
    return null;
  }
  const trims = /\|\s*trim\b/.test(template);
  const parts = rendered.split(PLACEHOLDERS);
  if (parts.length !== messages.length * 2 + 1) return null;
  const pieces: PromptPiece[] = [];
  for (const [position, part] of parts.entries()) {
    if (position % 2 === 0) {
      if (part !== "") pieces.push({ text: part, trusted: true });
      continue;
    }
    const index = (position - 1) / 2;
    const message = messages[index];
    if (Number(part) !== index || !message) return null;
    const text = trims ? message.content.trim() : message.content;
    if (text !== "") pieces.push({ text, trusted: false });
  }
  return pieces;
}

/** The same messages for templates that know no system role or insist on turns that alternate, user first. */
function alternating(messages: ChatTurn[]): ChatTurn[] {
  const turns: ChatTurn[] = [];
  for (const { role, content } of messages) {
    const speaker = role === "assistant" ? "assistant" : "user";
    const last = turns.at(-1);
    if (last?.role === speaker) last.content += `\n\n${content}`;
    else turns.push({ role: speaker, content });
  }
  if (turns[0]?.role === "assistant") turns.unshift({ role: "user", content: "" });
  return turns;
}

/** Reasoning of earlier answers is left out where the template shows that the model expects it so. */
function withoutOldReasoning(messages: ChatTurn[], template: string): ChatTurn[] {
  if (!template.includes("</think>")) return messages;
  return messages.map((message) =>
    message.role === "assistant"
      ? { ...message, content: message.content.replace(/^\s*<think>[\s\S]*?<\/think>\s*/, "") }
      : message,
  );
}

/**
 * Renders `messages` with the model's `template`, or with a known format for files without a usable one; ChatML is the
 * last resort. `hasToken` tells whether a text is one control token of the model.
 */
export function renderPrompt(
  template: string | null,
  messages: ChatTurn[],
  variables: TemplateVariables,
  hasToken: (text: string) => boolean,
): RenderedPrompt {
  const filled = messages.filter(({ role, content }) => role !== "system" || content.trim() !== "");
  const known = KNOWN_FORMATS.find(({ marker }) => hasToken(marker))?.template;
  for (const candidate of [template, hasToken("<|im_start|>") ? null : known]) {
    if (!candidate || candidate.length > MAX_TEMPLATE_LENGTH) continue;
    const prepared = withoutOldReasoning(filled, candidate);
    const foldsSystem = candidate === known;
    const pieces =
      (foldsSystem ? null : render(candidate, prepared, variables)) ??
      render(candidate, alternating(prepared), variables);
    if (pieces) return { pieces, stops: [] };
  }
  const pieces = render(CHATML, filled, variables) ?? [];
  return { pieces, stops: hasToken("<|im_end|>") ? [] : CHATML_STOPS };
}
