// What a model is given: instructions, the passages with numbers, as much of the conversation as fits, the question.
import type { ChatTurn } from "../../../shared/children/inference.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";

export interface PromptParts {
  /** The app's own instructions. */
  instructions: string;
  passages: Passage[];
  /** Earlier questions and answers, oldest first. */
  history: ChatTurn[];
  question: string;
  /** BCP 47 of the question; the answer follows it. */
  language: string | null;
}

/** Marks of citations in earlier answers would only teach the model to copy them. */
const CITATION_MARK = /\s*\[\d{1,2}\]/g;

const RULES = {
  en: "Answer the question from the passages below. Use only what they say. Answer in one to three short sentences. If they do not answer it, say so.",
  zh: "请根据下面的段落回答问题，只使用段落中的内容。用一到三句简短的话回答。如果段落里没有答案，就直接说明。",
};

function messagesOf(parts: PromptParts): ChatTurn[] {
  const chinese = parts.language === "zh";
  const system = parts.instructions.trim();
  const turns: ChatTurn[] = [];
  if (system) turns.push({ role: "system", content: system });
  for (const turn of parts.history) turns.push({ ...turn, content: turn.content.replace(CITATION_MARK, "") });
  if (parts.passages.length === 0) return [...turns, { role: "user", content: parts.question }];
  const sources = parts.passages
    .map((passage, i) => {
      const heading = passage.heading ? `${passage.heading}\n` : "";
      return `[${i + 1}] ${heading}${passage.text}`;
    })
    .join("\n\n");
  const content = chinese
    ? `${RULES.zh}\n\n${sources}\n\n问题：${parts.question}`
    : `${RULES.en}\n\n${sources}\n\nQuestion: ${parts.question}`;
  return [...turns, { role: "user", content }];
}

/**
 * The messages that fit into `budgetTokens`, by exact counts of the model's own template. What gives way first: the
 * oldest turns, then the last passages. Errors: `context.too-long` when the bare question does not fit.
 */
export async function fitPrompt(
  parts: PromptParts,
  budgetTokens: number,
  countMessages: (messages: ChatTurn[]) => Promise<number>,
): Promise<{ messages: ChatTurn[]; promptTokens: number; passages: Passage[]; droppedTurns: number }> {
  let { history, passages } = parts;
  for (;;) {
    const messages = messagesOf({ ...parts, history, passages });
    const promptTokens = await countMessages(messages);
    if (promptTokens <= budgetTokens) {
      return { messages, promptTokens, passages, droppedTurns: parts.history.length - history.length };
    }
    if (history.length > 0) history = history.slice(Math.max(2, Math.floor(history.length / 2)));
    else if (passages.length > 0) passages = passages.slice(0, -1);
    else throw new AlcoveError("context.too-long", { tokens: promptTokens, limit: budgetTokens });
  }
}
