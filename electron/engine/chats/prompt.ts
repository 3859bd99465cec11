// What a model is given: instructions, files and passages with numbers, as much of the conversation as fits, the question.
import type { ChatTurn } from "../../../shared/children/inference.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";

export interface PromptParts {
  /** The conversation's own instructions, or the app's. */
  instructions: string;
  /** Files that are given whole, as passages; they are never shortened. */
  files: Passage[];
  passages: Passage[];
  /** Whether sources are told apart by the names of their files. */
  namesFiles: boolean;
  /** Earlier questions and answers, oldest first. */
  history: ChatTurn[];
  question: string;
  /** BCP 47 of the question; the answer follows it. */
  language: string | null;
}

export interface FittedPrompt {
  messages: ChatTurn[];
  promptTokens: number;
  /** What went in of files and passages, in the order of their numbers. */
  passages: Passage[];
  turns: number;
  droppedTurns: number;
  droppedPassages: number;
}

/** Earlier turns that stay beside whole files; where they do not fit, the files had better go in by passages. */
const TURNS_BESIDE_FILES = 2;

/** Marks of citations in earlier answers would only teach the model to copy them. */
const CITATION_MARK = /\s*\[\d{1,3}\]/g;

const WORDS = {
  en: {
    passages: "Answer the question from the passages below. Use only what they say.",
    length: " Answer in one to three short sentences.",
    notInPassages: " If they do not answer it, say so.",
    files: "Answer from the files below. Keep to what they say. If they do not answer it, say so.",
    file: (name: string) => `File: ${name}`,
    question: (text: string) => `Question: ${text}`,
  },
  zh: {
    passages: "请根据下面的段落回答问题，只使用段落中的内容。",
    length: "用一到三句简短的话回答。",
    notInPassages: "如果段落里没有答案，就直接说明。",
    files: "请根据下面的文件回答，只使用文件中的内容。如果文件里没有答案，就直接说明。",
    file: (name: string) => `文件：${name}`,
    question: (text: string) => `问题：${text}`,
  },
};

function sourcesOf(passages: readonly Passage[], nameOf: ((name: string) => string) | null): string {
  return passages
    .map((passage, i) => {
      const heading = passage.heading ? `${passage.heading}\n` : "";
      const opensFile = nameOf && passages[i - 1]?.documentId !== passage.documentId;
      return `${opensFile ? `${nameOf(passage.documentName)}\n\n` : ""}[${i + 1}] ${heading}${passage.text}`;
    })
    .join("\n\n");
}

function messagesOf(parts: PromptParts): ChatTurn[] {
  const words = parts.language === "zh" ? WORDS.zh : WORDS.en;
  const system = parts.instructions.trim();
  const turns: ChatTurn[] = [];
  if (system) turns.push({ role: "system", content: system });
  for (const turn of parts.history) turns.push({ ...turn, content: turn.content.replace(CITATION_MARK, "") });
  const sources = [...parts.files, ...parts.passages];
  if (sources.length === 0) return [...turns, { role: "user", content: parts.question }];
  // A whole file may be asked for anything, and a person's own instructions say how long an answer is to be.
  const byPassages = `${words.passages}${system ? "" : words.length}${words.notInPassages}`;
  const rule = parts.files.length > 0 ? words.files : byPassages;
  const text = sourcesOf(sources, parts.namesFiles ? words.file : null);
  return [...turns, { role: "user", content: `${rule}\n\n${text}\n\n${words.question(parts.question)}` }];
}

/**
 * The messages that fit into `budgetTokens`, by exact counts of the model's own template. What gives way first: the
 * oldest turns, then the last passages. Errors: `context.too-long` when the bare question does not fit, or not beside
 * the whole files.
 */
export async function fitPrompt(
  parts: PromptParts,
  budgetTokens: number,
  countMessages: (messages: ChatTurn[]) => Promise<number>,
): Promise<FittedPrompt> {
  let { history, passages } = parts;
  const keptTurns = parts.files.length > 0 ? TURNS_BESIDE_FILES : 0;
  for (;;) {
    const messages = messagesOf({ ...parts, history, passages });
    const promptTokens = await countMessages(messages);
    if (promptTokens <= budgetTokens) {
      return {
        messages,
        promptTokens,
        passages: [...parts.files, ...passages],
        turns: history.length,
        droppedTurns: parts.history.length - history.length,
        droppedPassages: parts.passages.length - passages.length,
      };
    }
    const spare = history.length - keptTurns;
    if (spare > 0) history = history.slice(Math.min(spare, Math.max(2, Math.floor(history.length / 2))));
    else if (passages.length > 0) passages = passages.slice(0, -1);
    else throw new AlcoveError("context.too-long", { tokens: promptTokens, limit: budgetTokens });
  }
}
