// What a model is told while it reads a whole document: for its notes, for bringing them together, and for the answer.
import type { ChatTurn } from "../../../shared/children/inference.ts";
import type { AnalysisKind } from "../../../shared/contract/chats.ts";

/** A stretch of the answer that is written in one go. */
export interface Section {
  /** Markdown in front of it; empty where the answer is this one section. */
  heading: string;
  ask: string;
  /** Longest text, in tokens. */
  maxTokens: number;
}

export interface AnalysisWords {
  /** Asks for notes on one of several parts. */
  read(part: { name: string; number: number; total: number; text: string }): ChatTurn[];
  /** Asks to make one shorter list of notes on consecutive parts. */
  combine(notes: string): ChatTurn[];
  /** Asks for a section, from notes on all parts or from the whole text. */
  write(source: string, isNotes: boolean, section: Section): ChatTurn[];
  /** Several documents side by side. */
  named(name: string, text: string): string;
  sections(kind: AnalysisKind): Section[];
}

const user = (content: string): ChatTurn[] => [{ role: "user", content }];

const chinese: AnalysisWords = {
  read: ({ name, number, total, text }) =>
    user(
      `下面是文档《${name}》的第 ${number} 部分，共 ${total} 部分。\n\n${text}\n\n` +
        "请用简短的列表写下这一部分最重要的内容，保留人名、数字和日期，只使用这段文字中的内容，不要评论。",
    ),
  combine: (notes) =>
    user(
      `下面是一份文档各部分的要点，按顺序排列。\n\n${notes}\n\n` +
        "请把这些要点合并成一个更短的列表，保留最重要的内容、人名、数字和日期，不要添加新内容。",
    ),
  write: (source, isNotes, { ask }) =>
    user(
      `${isNotes ? "下面是整份文档的要点，按顺序排列。" : "下面是整份文档。"}\n\n${source}\n\n${ask}` +
        `只使用${isNotes ? "要点" : "文档"}中的内容，用中文书写。`,
    ),
  named: (name, text) => `文件：${name}\n\n${text}`,
  sections(kind) {
    if (kind === "summary") return [{ heading: "", ask: "请用一到三段话概括这份文档。", maxTokens: 600 }];
    if (kind === "key-points") {
      const ask = "请列出这份文档的要点：主要观点、重要数据、结论或建议、风险或问题。每行一条，以“- ”开头。";
      return [{ heading: "", ask, maxTokens: 700 }];
    }
    return [
      { heading: "## 概述\n\n", ask: "请用一段话概括这份文档，不要写标题。", maxTokens: 350 },
      {
        heading: "## 要点\n\n",
        ask: "请列出这份文档的主要观点和结论，每行一条，以“- ”开头，不要写标题。",
        maxTokens: 450,
      },
      {
        heading: "## 人物、数字与日期\n\n",
        ask: "请列出这份文档中重要的人物、数字和日期，每行一条，以“- ”开头，不要写标题。",
        maxTokens: 450,
      },
      {
        heading: "## 待解问题\n\n",
        ask: "请列出这份文档没有回答的问题、风险和不确定之处，每行一条，以“- ”开头，不要写标题。",
        maxTokens: 300,
      },
    ];
  },
};

/** English instructions that ask for text in `language`, by its English name. */
const inEnglish = (language: string): AnalysisWords => ({
  read: ({ name, number, total, text }) =>
    user(
      `This is part ${number} of ${total} of the document "${name}".\n\n${text}\n\n` +
        "Write down the most important points of this part as a short list. Keep names, figures and dates. " +
        `Use only this text and add no comment. Write in ${language}.`,
    ),
  combine: (notes) =>
    user(
      `These are notes on consecutive parts of a document.\n\n${notes}\n\n` +
        "Make one shorter list of them. Keep the most important points, names, figures and dates, and add nothing. " +
        `Write in ${language}.`,
    ),
  write: (source, isNotes, { ask }) =>
    user(
      `${isNotes ? "These are notes on a whole document, in order." : "This is a whole document."}\n\n${source}\n\n` +
        `${ask} Use only ${isNotes ? "the notes" : "the document"}. Write in ${language}.`,
    ),
  named: (name, text) => `File: ${name}\n\n${text}`,
  sections(kind) {
    if (kind === "summary") {
      return [{ heading: "", ask: "Summarise the document in one to three paragraphs.", maxTokens: 600 }];
    }
    if (kind === "key-points") {
      const ask =
        "List the key points of the document: its main points, important figures, conclusions or advice, and risks. " +
        'One a line, each beginning with "- ".';
      return [{ heading: "", ask, maxTokens: 700 }];
    }
    const list = 'One a line, each beginning with "- ", without a heading.';
    return [
      {
        heading: "## Overview\n\n",
        ask: "Summarise the document in one paragraph, without a heading.",
        maxTokens: 350,
      },
      { heading: "## Key points\n\n", ask: `List the document's main points and conclusions. ${list}`, maxTokens: 450 },
      {
        heading: "## People, figures and dates\n\n",
        ask: `List the people, figures and dates that matter in the document. ${list}`,
        maxTokens: 450,
      },
      {
        heading: "## Open questions\n\n",
        ask: `List what the document leaves open: questions, risks and doubts. ${list}`,
        maxTokens: 300,
      },
    ];
  },
});

const languageNames = new Intl.DisplayNames(["en"], { type: "language" });

/** Words for an analysis in a language, by its BCP 47 code. */
export const analysisWords = (language: string): AnalysisWords =>
  language === "zh" ? chinese : inEnglish(languageNames.of(language) ?? "English");
